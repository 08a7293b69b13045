from cases.models.base import CaseRecord, Conflict
from cases.models.case import Case, CaseMember, Event, EventCase, OfficialNumber
from cases.models.charge import Charge, ChargeArticle, ChargeStatus
from cases.models.detention import Detention
from cases.models.health import HealthNote
from cases.models.hearing import Hearing
from cases.models.imports import ImportKey
from cases.models.intervention import Intervention
from cases.models.publication import CodeNumber, Deadline, Document, LedgerCounter, NameWord, Publication, Spell
from cases.models.recognition import Recognition
from cases.models.reference import Article, ClockRule, Facility, FacilityAlias, LegalCode
from cases.models.review import ReviewRound
from cases.models.search import Search, SeizedItem
from cases.models.sentence import Sentence
from cases.models.source import Citation, CitationLink, Source, SourceFile
from cases.models.statement import Statement
from cases.models.treatment import TreatmentNote

__all__ = [
    "Article",
    "Case",
    "CaseMember",
    "CaseRecord",
    "Charge",
    "ChargeArticle",
    "ChargeStatus",
    "Citation",
    "CitationLink",
    "ClockRule",
    "CodeNumber",
    "Conflict",
    "Deadline",
    "Detention",
    "Document",
    "Event",
    "EventCase",
    "Facility",
    "FacilityAlias",
    "HealthNote",
    "Hearing",
    "ImportKey",
    "Intervention",
    "LedgerCounter",
    "LegalCode",
    "NameWord",
    "OfficialNumber",
    "Publication",
    "Recognition",
    "ReviewRound",
    "Search",
    "SeizedItem",
    "Sentence",
    "Source",
    "SourceFile",
    "Spell",
    "Statement",
    "TreatmentNote",
]
