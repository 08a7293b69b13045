"""`create_user NAME --role R`: an account without a password, and the one-time link by which its owner chooses one."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from tracker.folders import running_site
from tracker.models import SignInLink, User
from tracker.permissions import Role


class Command(BaseCommand):
    help = "Makes an account and prints its sign-in link, once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name")
        parser.add_argument("--role", required=True, choices=[r.value for r in Role if r != Role.PARTNER])
        parser.add_argument("--display-name", default="")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        try:
            user = User.objects.create_user(options["name"], role=options["role"], display_name=options["display_name"])
        except ValidationError as fault:
            raise CommandError(" ".join(fault.messages)) from fault
        # `up` may have been given another port than the settings know.
        link = (running_site(settings.DATA_DIR) or settings.SITE) + SignInLink.objects.issue(user)
        self.stdout.write(f"{user.username} chooses a password here, once, within three days: {link}")
