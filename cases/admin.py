"""Vocabularies only: codes of law, articles, clocks."""

from django.contrib import admin

from cases.models import Article, ClockRule, LegalCode

admin.site.register([LegalCode, Article, ClockRule])
