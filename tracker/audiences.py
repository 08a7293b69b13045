"""The audiences, from the widest to the narrowest, and which one a reader belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from tracker.models import ApiToken


class Audience(models.IntegerChoices):
    """Ordered: a value for `PARTNER` is seen by partner, team and restricted readers, never by the public."""

    PUBLIC = 0, _("public")
    PARTNER = 1, _("partner")
    TEAM = 2, _("team")
    RESTRICTED = 3, _("restricted")

    @property
    def code(self) -> str:
        """The word for it in commands, addresses and JSON."""
        return self.name.lower()

    @property
    def readers(self) -> str:
        """Whom it has in it beyond the wider ones, as it stands in a sentence."""
        return str(_READERS[self.name])

    @classmethod
    def from_code(cls, code: str) -> Audience:
        """Raises `KeyError` for a word that is no audience."""
        return cls[code.upper()]


_READERS = {
    "PUBLIC": _("the public"),
    "PARTNER": _("partners"),
    "TEAM": _("the team"),
    "RESTRICTED": _("named members of the case and reviewers"),
}
PUBLISHED = [Audience.PUBLIC, Audience.PARTNER]
DOCUMENTED = [Audience.PUBLIC, Audience.PARTNER, Audience.TEAM]


def audience_of_token(token: ApiToken | None) -> Audience:
    """The audience that an API request reads as: the token's, or the public's without one."""
    return Audience(token.audience) if token else Audience.PUBLIC
