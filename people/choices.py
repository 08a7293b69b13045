"""Code lists of people (design: vocabulary C.6; HURIDOCS micro-thesauri where they have the term)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PersonKind(models.TextChoices):
    INDIVIDUAL = "individual", _("individual")
    GROUP = "group", _("group")


class Qualifier(models.TextChoices):
    """How a number is meant."""

    EXACTLY = "exactly", _("exactly")
    APPROXIMATELY = "approximately", _("approximately")
    AT_LEAST = "at_least", _("at least")
    AT_MOST = "at_most", _("at most")
    UNKNOWN = "unknown", _("unknown number")


class Sex(models.TextChoices):
    FEMALE = "female", _("female")
    MALE = "male", _("male")
    OTHER = "other", _("other")


class Category(models.TextChoices):
    """What someone is known as, for searching; the exact words are the occupation."""

    JOURNALIST = "journalist", _("journalist or blogger")
    WRITER = "writer", _("writer or poet")
    RIGHTS_DEFENDER = "rights_defender", _("human rights defender")
    LAWYER = "lawyer", _("lawyer")
    YOUTH_ACTIVIST = "youth_activist", _("youth activist")
    POLITICIAN = "politician", _("politician or party member")
    ACTIVIST = "activist", _("political or social activist")
    TRADE_UNIONIST = "trade_unionist", _("trade unionist")
    SCHOLAR = "scholar", _("scholar or economist")
    DIPLOMAT = "diplomat", _("former diplomat")
    RELIGIOUS_ACTIVIST = "religious_activist", _("religious activist")
    WAR_VETERAN = "war_veteran", _("war veteran")
    MILITARY = "military", _("military")
    STUDENT = "student", _("student")
    RELATIVE = "relative", _("relative of a target")
    OFFICIAL = "official", _("official")
    OTHER = "other", _("other")


class NameKind(models.TextChoices):
    LEGAL = "legal", _("legal name")
    BIRTH = "birth", _("name at birth")
    PSEUDONYM = "pseudonym", _("pseudonym")
    PATRONYMIC = "patronymic", _("form with patronymic")
    SPELLING = "spelling", _("spelling")
    NICKNAME = "nickname", _("nickname")
    PREVIOUS = "previous", _("previous name")


class Script(models.TextChoices):
    LATIN = "latin", _("Latin")
    CYRILLIC = "cyrillic", _("Cyrillic")
    ARABIC = "arabic", _("Arabic")
    OTHER = "other", _("other")


class OrganisationKind(models.TextChoices):
    PARTY = "party", _("party")
    COURT = "court", _("court")
    POLICE = "police", _("police")
    PROSECUTOR = "prosecutor", _("prosecutor")
    SECURITY_SERVICE = "security_service", _("security service")
    MINISTRY = "ministry", _("ministry")
    EXECUTIVE = "executive", _("executive power")
    OUTLET = "outlet", _("media outlet")
    NGO = "ngo", _("non-governmental organisation")
    COMPANY = "company", _("company")
    OTHER = "other", _("other")


class RelationshipKind(models.TextChoices):
    """What the person is to the other person."""

    PARENT = "parent", _("parent of")
    CHILD = "child", _("child of")
    SPOUSE = "spouse", _("spouse of")
    SIBLING = "sibling", _("sibling of")
    COLLEAGUE = "colleague", _("colleague of")
    CO_ACCUSED = "co_accused", _("co-accused of")
    LAWYER = "lawyer", _("lawyer of")
    # Never stored: how a tie “lawyer of” is told of the other person.
    CLIENT = "client", _("has as lawyer")


FAMILY = {RelationshipKind.PARENT, RelationshipKind.CHILD, RelationshipKind.SPOUSE, RelationshipKind.SIBLING}

# What a tie is to the other person. Family is told only of the one who has the tie: consent is theirs.
FROM_THE_OTHER_SIDE: dict[str, RelationshipKind] = {
    RelationshipKind.LAWYER: RelationshipKind.CLIENT,
    RelationshipKind.COLLEAGUE: RelationshipKind.COLLEAGUE,
    RelationshipKind.CO_ACCUSED: RelationshipKind.CO_ACCUSED,
}


class ConsentSubject(models.TextChoices):
    NAME = "name", _("name")
    HEALTH = "health", _("health")
    FAMILY = "family", _("family")
    TREATMENT = "treatment", _("treatment")


class ConsentBasis(models.TextChoices):
    PERSON = "person", _("given by the person")
    FAMILY = "family", _("given by the family")
    LAWYER = "lawyer", _("given by the lawyer")
    ALREADY_PUBLIC = "already_public", _("already public")
