"""A filter in one sentence: what stands above its list, and what a saved search is called."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time
from typing import Any

from django.utils.translation import gettext as _

from cases.choices import ChargeGroup, CustodyType, HealthCategory, RecognitionTerm, Status, Violation
from cases.filters import CaseFilter
from cases.pages.values import day_in_words, label_of
from people.choices import Category, Sex


def filter_in_words(asked: CaseFilter, facilities: dict[str, str]) -> str:
    """“possibly held at Facility B on 1 June 2026, charged under 234”; empty for a filter that asks nothing.

    `asked` has been checked; `facilities` are names by slug.
    """
    return ", ".join(_parts(asked.cleaned_data, facilities))


def _parts(asked: dict[str, Any], facilities: dict[str, str]) -> Iterator[str]:
    meant = _("certainly") if asked["certainty"] == "certain" else _("possibly")
    if asked["name"]:
        yield _("named like “%(name)s”") % {"name": asked["name"]}
    yield from _held(asked, meant, facilities)
    yield from _charged(asked)
    for name, said in _windows().items():
        days = _window(asked[f"{name}_from"], asked[f"{name}_to"])
        if days:
            yield f"{meant} {said} {days}"
    for name, said, choices in _coded():
        if asked[name]:
            yield said % {"what": _either([label_of(choices, code) for code in asked[name]])}
    if asked["region"]:
        yield _("from %(region)s") % {"region": _either(asked["region"])}
    if asked["deadline_within"] is not None:
        said = _("with a deadline that is %(possibly)s within %(days)s days")
        yield said % {"possibly": meant, "days": asked["deadline_within"]}
    if asked["silent_for"] is not None:
        yield _("no news for %(days)s days") % {"days": asked["silent_for"]}
    if asked["updated_since"]:
        yield _("changed since %(moment)s") % {"moment": _moment(asked["updated_since"])}
    if asked["q"]:
        yield _("with the words “%(words)s”") % {"words": asked["q"]}


def _held(asked: dict[str, Any], meant: str, facilities: dict[str, str]) -> Iterator[str]:
    where = _either([facilities.get(slug, slug) for slug in asked["facility"]])
    day = day_in_words(asked["held_on"])
    if where and day:
        yield _("%(possibly)s held at %(where)s on %(day)s") % {"possibly": meant, "where": where, "day": day}
    elif where:
        yield _("held at %(where)s at any time") % {"where": where}
    elif day:
        yield _("%(possibly)s held on %(day)s") % {"possibly": meant, "day": day}


def _charged(asked: dict[str, Any]) -> Iterator[str]:
    if asked["article"]:
        yield _("charged under %(articles)s") % {"articles": _either(asked["article"])}
    if asked["charge_group"]:
        groups = [label_of(ChargeGroup, code) for code in asked["charge_group"]]
        yield _("charged with %(groups)s") % {"groups": _either(groups)}
    if asked["charge"]:
        yield _("charged in the words “%(words)s”") % {"words": asked["charge"]}


def _coded() -> list[tuple[str, str, type]]:
    return [
        ("custody_type", _("custody: %(what)s"), CustodyType),
        ("status", _("status: %(what)s"), Status),
        ("category", _("known as %(what)s"), Category),
        ("sex", _("sex: %(what)s"), Sex),
        ("health", _("health: %(what)s"), HealthCategory),
        ("treatment", _("treatment: %(what)s"), Violation),
        ("recognition", _("recognised as: %(what)s"), RecognitionTerm),
    ]


def _windows() -> dict[str, str]:
    return {"detained": _("detained"), "released": _("released"), "ends": _("with a term that ends")}


def _window(first: Any, last: Any) -> str:
    if first and last:
        return _("from %(first)s to %(last)s") % {"first": day_in_words(first), "last": day_in_words(last)}
    if first:
        return _("on %(day)s or later") % {"day": day_in_words(first)}
    return _("on %(day)s or before") % {"day": day_in_words(last)} if last else ""


def _moment(at: datetime) -> str:
    there = at.astimezone(UTC)
    day = day_in_words(there.date())
    return day if there.time() == time() else _("%(day)s, %(hour)s UTC") % {"day": day, "hour": f"{there:%H:%M}"}


def _either(words: list[str]) -> str:
    return _(" or ").join(words)
