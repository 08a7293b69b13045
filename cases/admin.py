"""Vocabularies only: codes of law, articles, clocks."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from cases.models import Article, ClockRule, LegalCode
from cases.writing import editing_clock
from tracker.models import User

admin.site.register([LegalCode, Article])


@admin.register(ClockRule)
class ClockRuleAdmin(admin.ModelAdmin):
    """A rule that is entered, changed or deleted here reaches the team's documents by the job that rebuilds them."""

    list_display = ("title", "starts_with", "length", "unit", "country", "checked_by", "checked_on")

    def save_model(self, request: HttpRequest, obj: ClockRule, form: Any, change: Any) -> None:
        with editing_clock(obj, by=_user(request)):
            super().save_model(request, obj, form, change)

    def delete_model(self, request: HttpRequest, obj: ClockRule) -> None:
        with editing_clock(obj, by=_user(request)):
            super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        for rule in queryset:
            self.delete_model(request, rule)


def _user(request: HttpRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None
