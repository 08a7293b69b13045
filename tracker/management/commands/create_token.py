"""`create_token NAME --audience A`: a partner's key for the API, shown once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from tracker.audiences import PUBLISHED, Audience
from tracker.models import ApiToken, Scope, User
from tracker.permissions import Role


class Command(BaseCommand):
    help = "Makes a token for the API and prints it, once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="who will hold it")
        parser.add_argument("--audience", required=True, choices=[a.code for a in PUBLISHED])
        parser.add_argument("--scopes", nargs="+", choices=Scope.values, default=list(Scope.values))
        parser.add_argument("--expires", type=int, metavar="DAYS", help="days until it expires; without it, never")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        days = options["expires"]
        if days is not None and not 1 <= days <= 3650:
            raise CommandError("--expires: 1 to 3650 days.")
        user = User.objects.filter(username=options["name"]).first()
        if user is None:
            user = User.objects.create_user(options["name"], role=Role.PARTNER)
        elif user.role != Role.PARTNER:
            raise CommandError(f"{user.username} is an account of the team: tokens belong to partners.")
        _, token = ApiToken.objects.create(
            user,
            expiry=timedelta(days=days) if days else None,
            audience=Audience.from_code(options["audience"]),
            scopes=options["scopes"],
        )
        self.stdout.write(f"Keep it, it is not shown again: {token}")
