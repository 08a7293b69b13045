"""Code lists of cases (design: vocabulary; the HURIDOCS micro-thesaurus number stands behind each list)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ClaimStatus(models.TextChoices):
    ACCEPTED = "accepted", _("accepted")
    CONFLICT = "conflict", _("conflict")
    DISPUTED = "disputed", _("disputed")
    RETRACTED = "retracted", _("retracted")


class Certainty(models.TextChoices):
    STATED = "stated", _("stated")
    CONFIRMED = "confirmed", _("confirmed")
    ALLEGED = "alleged", _("alleged")
    POSSIBLE = "possible", _("possible")
    INFERRED = "inferred", _("inferred")
    DENIED = "denied", _("denied")


class Stage(models.TextChoices):
    DRAFT = "draft", _("draft")
    IN_REVIEW = "in_review", _("in review")
    APPROVED = "approved", _("approved")


class CaseAccess(models.TextChoices):
    TEAM = "team", _("the whole team")
    MEMBERS = "members", _("named members only")


class Status(models.TextChoices):
    """MT25, "status as victim"; from the newest counted record (`cases/status.py`)."""

    IN_CUSTODY = "in_custody", _("in custody")
    IN_CUSTODY_INVESTIGATION = "in_custody_investigation", _("in custody, under investigation")
    IN_CUSTODY_TRIAL = "in_custody_trial", _("in custody, on trial")
    SERVING = "serving", _("serving a sentence")
    SERVING_ADMINISTRATIVE = "serving_administrative", _("serving administrative arrest")
    HELD_ARBITRARILY = "held_arbitrarily", _("held arbitrarily")
    HOUSE_ARREST = "house_arrest", _("house arrest")
    RELEASED = "released", _("released")
    RELEASED_INVESTIGATION = "released_investigation", _("released, under investigation")
    RELEASED_TRIAL = "released_trial", _("released, on trial")
    RELEASED_STOPPED = "released_stopped", _("released, procedures stopped")
    RELEASED_ACQUITTED = "released_acquitted", _("released, acquitted")
    RELEASED_SERVED = "released_served", _("released, sentence served")
    RELEASED_FINED = "released_fined", _("released, fined")
    RELEASED_PARDONED = "released_pardoned", _("released, pardoned")
    RELEASED_AMNESTIED = "released_amnestied", _("released under an amnesty")
    CHARGED_NOT_DETAINED = "charged_not_detained", _("charged, not detained")
    WHEREABOUTS_UNKNOWN = "whereabouts_unknown", _("whereabouts unknown")
    DECEASED_IN_CUSTODY = "deceased_in_custody", _("died in custody")
    DECEASED = "deceased", _("deceased")
    REPORTED = "reported", _("reported, not verified")
    CLOSED = "closed", _("closed")


class FacilityKind(models.TextChoices):
    POLICE = "police", _("police station or department")
    TEMPORARY = "temporary", _("temporary detention facility")
    ADMINISTRATIVE = "administrative", _("administrative detention centre")
    REMAND = "remand", _("investigative prison")
    PRISON = "prison", _("prison")
    CLOSED_PRISON = "closed_prison", _("closed prison")
    HOSPITAL = "hospital", _("prison hospital")
    SECURITY_SERVICE = "security_service", _("security service facility")
    MILITARY = "military", _("military facility")
    PSYCHIATRIC = "psychiatric", _("psychiatric hospital")
    PROSECUTOR = "prosecutor", _("prosecutor's office")
    COURT = "court", _("court")
    HOME = "home", _("home")
    UNKNOWN = "unknown", _("unknown")


class CustodyType(models.TextChoices):
    """C.2: one spell in one place under one of these."""

    POLICE_CUSTODY = "police_custody", _("police custody")
    ADMINISTRATIVE_ARREST = "administrative_arrest", _("administrative arrest")
    PRETRIAL_REMAND = "pretrial_remand", _("pre-trial remand")
    TRIAL_REMAND = "trial_remand", _("remand during trial")
    HOUSE_ARREST = "house_arrest", _("house arrest")
    IMPRISONMENT_GENERAL = "imprisonment_general", _("imprisonment, general regime")
    IMPRISONMENT_STRICT = "imprisonment_strict", _("imprisonment, strict regime")
    CLOSED_PRISON = "closed_prison", _("closed prison")
    LIFE = "life", _("life imprisonment")
    PUNISHMENT_CELL = "punishment_cell", _("punishment cell")
    SOLITARY = "solitary", _("solitary confinement")
    PSYCHIATRIC_COMPULSORY = "psychiatric_compulsory", _("compulsory psychiatric treatment")
    PRISON_HOSPITAL = "prison_hospital", _("prison hospital")
    MILITARY = "military", _("military custody")
    SECURITY_SERVICE_FACILITY = "security_service_facility", _("security service custody")
    IMMIGRATION_EXTRADITION = "immigration_extradition", _("immigration or extradition custody")
    TRANSFER_IN_TRANSIT = "transfer_in_transit", _("in transit")
    UNOFFICIAL_PLACE = "unofficial_place", _("held in an unofficial place")
    ENFORCED_DISAPPEARANCE = "enforced_disappearance", _("enforced disappearance")
    ABDUCTION = "abduction", _("abduction")
    UNKNOWN = "unknown", _("not stated")


class EndKind(models.TextChoices):
    """C.4: how a spell ended. A transfer begins the next one; every other kind is a release or a death."""

    TRANSFER = "transfer", _("transfer")
    END_OF_TERM = "end_of_term", _("end of term")
    ADMINISTRATIVE_TERM_SERVED = "administrative_term_served", _("administrative term served")
    FINE_INSTEAD = "fine_instead", _("fined and released")
    NO_CHARGE = "no_charge", _("released without charge")
    CHARGES_DROPPED = "charges_dropped", _("charges dropped")
    PROCEDURES_STOPPED = "procedures_stopped", _("procedures stopped")
    ACQUITTAL = "acquittal", _("acquittal")
    CONVICTION_QUASHED = "conviction_quashed", _("conviction quashed")
    SENTENCE_REDUCED = "sentence_reduced", _("sentence lifted or reduced")
    SUSPENDED_SENTENCE = "suspended_sentence", _("suspended sentence")
    HOUSE_ARREST_INSTEAD = "house_arrest_instead", _("sentence commuted to house arrest")
    PAROLE = "parole", _("parole")
    PARDON = "pardon", _("pardon")
    AMNESTY = "amnesty", _("amnesty")
    BAIL = "bail", _("bail")
    UNDERTAKING = "undertaking", _("undertaking not to leave")
    HUMANITARIAN = "humanitarian", _("on health or humanitarian grounds")
    END_OF_TREATMENT = "end_of_treatment", _("end of compulsory treatment")
    EXCHANGE = "exchange", _("prisoner exchange")
    EXPULSION = "expulsion", _("expulsion or exile")
    ESCAPE = "escape", _("escape")
    DEATH = "death", _("death")
    UNKNOWN = "unknown", _("not stated")


class Whereabouts(models.TextChoices):
    """MT30."""

    DISCLOSED = "disclosed", _("disclosed")
    DENIED = "denied", _("capture denied")
    NOT_DISCLOSED = "not_disclosed", _("acknowledged, place not disclosed")
    UNKNOWN = "unknown", _("unknown")


class ChargeGroup(models.TextChoices):
    DRUGS = "drugs", _("drugs")
    TERRORISM = "terrorism", _("terrorism")
    EXTREMISM = "extremism", _("extremism")
    TREASON = "treason", _("treason or espionage")
    PUBLIC_ORDER = "public_order", _("public order, hooliganism")
    RESISTING = "resisting", _("resisting the police")
    ECONOMIC = "economic", _("economic: tax, smuggling, fraud")
    VIOLENCE = "violence", _("violence")
    EXPRESSION = "expression", _("expression: insult, slander, banned information")
    ASSEMBLY = "assembly", _("assembly")
    WEAPONS = "weapons", _("weapons")
    OTHER = "other", _("other")


class ChargeState(models.TextChoices):
    PENDING = "pending", _("pending")
    DROPPED = "dropped", _("dropped")
    CONVICTED = "convicted", _("convicted")
    ACQUITTED = "acquitted", _("acquitted")
    ON_APPEAL = "on_appeal", _("on appeal")


class SentenceKind(models.TextChoices):
    ADMINISTRATIVE_ARREST = "administrative_arrest", _("administrative arrest")
    FINE = "fine", _("fine")
    IMPRISONMENT = "imprisonment", _("imprisonment")
    LIFE = "life", _("life imprisonment")
    RESTRICTION = "restriction", _("restriction of freedom")
    COMMUNITY_WORK = "community_work", _("community work")
    COMPULSORY_TREATMENT = "compulsory_treatment", _("compulsory treatment")
    OTHER = "other", _("other")


class HealthCategory(models.TextChoices):
    """C.7; all of it sensitive."""

    CHRONIC_SERIOUS = "chronic_serious", _("serious chronic illness")
    ONCOLOGY = "oncology", _("cancer")
    CARDIAC = "cardiac", _("heart disease")
    DIABETES = "diabetes", _("diabetes")
    INFECTIOUS = "infectious", _("infectious disease")
    DISABILITY = "disability", _("disability")
    INJURY = "injury", _("injury in custody")
    MENTAL_HEALTH = "mental_health", _("mental health")
    PREGNANCY = "pregnancy", _("pregnancy")
    OVER_60 = "over_60", _("over 60")
    HUNGER_STRIKE = "hunger_strike", _("hunger strike")
    SURGERY_NEEDED = "surgery_needed", _("surgery needed")
    UNKNOWN = "unknown", _("not stated")


class DisabilityGroup(models.TextChoices):
    """In Azerbaijan since 1 July 2022: I 81–100 %, II 61–80 %, III 31–60 % loss of function."""

    FIRST = "I", _("first group")
    SECOND = "II", _("second group")
    THIRD = "III", _("third group")


class CareAccess(models.TextChoices):
    """MT37."""

    NONE = "none", _("none")
    LIMITED = "limited", _("limited")
    ADEQUATE = "adequate", _("adequate")


class Violation(models.TextChoices):
    """C.5, mapped to MT4 acts and MT5 methods; two terms are proposed by this project."""

    TORTURE = "torture", _("torture")
    ILL_TREATMENT = "ill_treatment", _("cruel, inhuman or degrading treatment")
    BEATING = "beating", _("beating")
    ELECTRIC_SHOCK = "electric_shock", _("electric shock")
    THREATS = "threats", _("threats")
    DEATH_THREAT = "death_threat", _("death threat")
    SEXUAL_VIOLENCE = "sexual_violence", _("sexual violence or threat of it")
    FORCED_CONFESSION = "forced_confession", _("forced confession")
    FOOD_DEPRIVATION = "food_deprivation", _("deprivation of food or water")
    SLEEP_DEPRIVATION = "sleep_deprivation", _("deprivation of sleep")
    MEDICAL_DENIAL = "medical_denial", _("deprivation of needed medical attention")
    MEDICATION_DENIAL = "medication_denial", _("deprivation of needed medication")
    MEDICAL_RECORDS = "medical_records", _("removal of medical records")
    SOLITARY = "solitary", _("solitary confinement")
    INCOMMUNICADO = "incommunicado", _("incommunicado detention")
    COUNSEL_DENIAL = "counsel_denial", _("denial of counsel")
    FAMILY_DENIAL = "family_denial", _("denial of family contact")
    PARCELS_DENIAL = "parcels_denial", _("denial of parcels, letters or books")
    CONDITIONS = "conditions", _("poor conditions, overcrowding")
    STRESS = "stress", _("stress methods")
    DEGRADING = "degrading", _("degrading treatment")
    ILLEGAL_SEARCH = "illegal_search", _("illegal search")
    CONFISCATION = "confiscation", _("confiscation of property")
    ARBITRARY_ARREST = "arbitrary_arrest", _("arbitrary arrest")
    EXCESS_REMAND = "excess_remand", _("excess of the remand limit")
    RETALIATION = "retaliation", _("retaliation on relatives")
    TRAVEL_BAN = "travel_ban", _("travel ban")
    SURVEILLANCE = "surveillance", _("surveillance")
    ONLINE_HARASSMENT = "online_harassment", _("online harassment")
    MEDIA_SMEAR = "media_smear", _("smear in official media")
    DEATH_IN_CUSTODY = "death_in_custody", _("death in custody")
    FORCED_TREATMENT = "forced_treatment", _("forced psychiatric treatment")
    ASSAULT = "assault", _("assault")
    OTHER = "other", _("other")


class Involvement(models.TextChoices):
    """MT18."""

    CARRIED_OUT = "carried_out", _("carried it out")
    ORDERED = "ordered", _("gave orders")
    ACCOMPLICE = "accomplice", _("passive accomplice")
    PRESENT = "present", _("was present")
    PLANNED = "planned", _("planned it")
    SUSPECTED = "suspected", _("suspected")
    FAILED_TO_PREVENT = "failed_to_prevent", _("failed to prevent it")


class MedicalEvidence(models.TextChoices):
    """The five degrees of the Istanbul Protocol."""

    NOT_CONSISTENT = "not_consistent", _("not consistent")
    CONSISTENT = "consistent", _("consistent with")
    HIGHLY_CONSISTENT = "highly_consistent", _("highly consistent")
    TYPICAL = "typical", _("typical of")
    DIAGNOSTIC = "diagnostic", _("diagnostic of")


class HearingKind(models.TextChoices):
    REMAND = "remand", _("remand hearing")
    EXTENSION = "extension", _("hearing on the extension of detention")
    PRELIMINARY = "preliminary", _("preliminary hearing")
    TRIAL = "trial", _("trial hearing")
    VERDICT = "verdict", _("hearing for the verdict")
    APPEAL = "appeal", _("appeal hearing")
    CASSATION = "cassation", _("cassation hearing")
    PAROLE = "parole", _("parole hearing")
    ADMINISTRATIVE = "administrative", _("administrative hearing")
    UNKNOWN = "unknown", _("kind of hearing not stated")


class RecognitionTerm(models.TextChoices):
    """The 2013 Guidelines; “arbitrary” is said of the detention (C.8)."""

    POLITICAL_PRISONER = "political_prisoner", _("political prisoner")
    PRISONER_OF_CONSCIENCE = "prisoner_of_conscience", _("prisoner of conscience")
    ARBITRARY = "arbitrary", _("detained arbitrarily")


class CriteriaScheme(models.TextChoices):
    PACE = "pace", _("PACE Resolution 1900 (2012)")
    WGAD = "wgad", _("Working Group on Arbitrary Detention")


class PaceCriterion(models.TextChoices):
    """C.8: the letters of PACE Resolution 1900."""

    FREEDOMS = "a", _("in violation of a fundamental guarantee of the European Convention")
    NO_OFFENCE = "b", _("for purely political reasons, without an offence")
    DISPROPORTIONATE = "c", _("length or conditions out of proportion, for political motives")
    DISCRIMINATORY = "d", _("discriminatory, for political motives")
    UNFAIR = "e", _("clearly unfair proceedings connected with political motives")


class WgadCategory(models.TextChoices):
    """C.8: the categories of the Working Group on Arbitrary Detention."""

    NO_BASIS = "I", _("no legal basis")
    RIGHTS = "II", _("for the exercise of rights")
    UNFAIR = "III", _("grave breach of fair trial")
    ASYLUM = "IV", _("prolonged administrative custody of asylum seekers, immigrants or refugees")
    DISCRIMINATION = "V", _("discrimination")


CRITERIA: dict[str, type[models.TextChoices]] = {
    CriteriaScheme.PACE: PaceCriterion,
    CriteriaScheme.WGAD: WgadCategory,
}


class StatementKind(models.TextChoices):
    OWN_WORDS = "own_words", _("own words")
    DENIAL = "denial", _("denial")
    STATED_MOTIVE = "stated_motive", _("stated motive")
    SUSPECTED_MOTIVE = "suspected_motive", _("suspected motive")
    LEGAL_CLAIM = "legal_claim", _("legal claim")
    CONCERN = "concern", _("concern")
    COMPLAINT = "complaint", _("complaint")
    CONTEXT = "context", _("context")


class SourceKind(models.TextChoices):
    """MT16; the social-media post is proposed by this project."""

    BULLETIN = "bulletin", _("bulletin")
    ARTICLE = "article", _("press article")
    POST = "post", _("social-media post")
    INTERVIEW = "interview", _("interview")
    LETTER = "letter", _("letter")
    CALL = "call", _("phone conversation")
    COURT_RECORD = "court_record", _("court record")
    MEDICAL_RECORD = "medical_record", _("medical record")
    PRESS_RELEASE = "press_release", _("press release")
    LIST = "list", _("list of prisoners")
    PHOTOGRAPH = "photograph", _("photograph")
    VIDEO = "video", _("video")
    TESTIMONY = "testimony", _("testimony")
    OTHER = "other", _("other")


class Reliability(models.TextChoices):
    """MT42."""

    HIGHLY_RELIABLE = "highly_reliable", _("highly reliable")
    LIKELY_RELIABLE = "likely_reliable", _("likely reliable")
    UNSURE = "unsure", _("unsure")
    LIKELY_UNRELIABLE = "likely_unreliable", _("likely unreliable")
    HIGHLY_UNRELIABLE = "highly_unreliable", _("highly unreliable")


class Connection(models.TextChoices):
    """MT19: how the source knows."""

    VICTIM = "victim", _("the person")
    WITNESS = "witness", _("witness")
    RELATIVE = "relative", _("relative")
    COLLEAGUE = "colleague", _("colleague")
    LAWYER = "lawyer", _("lawyer")
    MEDICAL = "medical", _("medical staff")
    NGO = "ngo", _("non-governmental organisation")
    REPORTER = "reporter", _("reporter, third party")
    OFFICIAL = "official", _("official")


class ClockStop(models.TextChoices):
    RELEASE = "release", _("an end of the detention that is no transfer")
    TRANSFER = "transfer", _("a move to another custody type")


class ReviewOutcome(models.TextChoices):
    APPROVED = "approved", _("approved")
    RETURNED = "returned", _("sent back")


class PublicationKind(models.TextChoices):
    PUBLISHED = "published", _("published")
    CORRECTED = "corrected", _("corrected")
    WITHDRAWN = "withdrawn", _("withdrawn")


class WithdrawalReason(models.TextChoices):
    CONSENT = "consent", _("consent withdrawn")
    LEAK = "leak", _("a withheld value was published")
    ERROR = "error", _("published in error")
    SAFETY = "safety", _("to keep someone safe")
    ERASURE = "erasure", _("erased")
    NAME_WITHHELD = "name_withheld", _("the name is withheld")
