"""The closed word lists of the contracts: what a pact can be, where in its life it can stand, and what a change can be.

Every value is the exact string that travels in messages, tables, labels and the command line.
"""

from enum import StrEnum


class PactType(StrEnum):
    """What kind of security pact it is; families follow ATOP where ATOP has the notion."""

    MUTUAL_DEFENCE = "mutual_defence"
    NON_AGGRESSION = "non_aggression"
    NEUTRALITY = "neutrality"
    CONSULTATION = "consultation"
    SECURITY_COOPERATION = "security_cooperation"
    DEFENCE_COOPERATION = "defence_cooperation"
    ACCESS_BASING = "access_basing"
    STATUS_OF_FORCES = "status_of_forces"
    LOGISTICS = "logistics"
    INTELLIGENCE_SHARING = "intelligence_sharing"
    ARMS_PROCUREMENT = "arms_procurement"
    TRAINING_EXERCISE = "training_exercise"
    ALLIANCE_ACCESSION = "alliance_accession"
    ARMS_CONTROL = "arms_control"
    OTHER = "other"


class Stage(StrEnum):
    """A step in the life of a pact. `terminated` covers withdrawn, denounced and lapsed."""

    PROPOSED = "proposed"
    NEGOTIATING = "negotiating"
    AGREED = "agreed"
    INITIALLED = "initialled"
    SIGNED = "signed"
    RATIFIED = "ratified"
    IN_FORCE = "in_force"
    EXTENDED = "extended"
    AMENDED = "amended"
    INVOKED = "invoked"
    SUSPENDED = "suspended"
    TERMINATED = "terminated"
    REJECTED = "rejected"


class Modality(StrEnum):
    """How the article presents the step: done, coming, imagined, denied or remembered."""

    ACTUAL = "actual"
    PLANNED = "planned"
    HYPOTHETICAL = "hypothetical"
    DENIED = "denied"
    HISTORICAL = "historical"


class Instrument(StrEnum):
    """The legal form of a pact."""

    TREATY = "treaty"
    AGREEMENT = "agreement"
    MEMORANDUM = "memorandum"
    EXCHANGE_OF_NOTES = "exchange_of_notes"
    JOINT_DECLARATION = "joint_declaration"


class Obligation(StrEnum):
    """The five obligations by which the Alliance Treaty Obligations and Provisions project (ATOP) codes alliances."""

    DEFENCE = "defence"
    OFFENCE = "offence"
    NEUTRALITY = "neutrality"
    NON_AGGRESSION = "non_aggression"
    CONSULTATION = "consultation"


class Provision(StrEnum):
    """What the parties agree to do."""

    CONSULTATION = "consultation"
    INTELLIGENCE_SHARING = "intelligence_sharing"
    EXERCISES_TRAINING = "exercises_training"
    DEFENCE_COOPERATION = "defence_cooperation"
    ARMS_INDUSTRY = "arms_industry"
    BASING_ACCESS = "basing_access"
    LOGISTICS = "logistics"
    CYBER = "cyber"
    MARITIME = "maritime"
    AID = "aid"
    COUNTER_TERRORISM = "counter_terrorism"
    NUCLEAR = "nuclear"
    SPACE = "space"
    MUTUAL_DEFENCE = "mutual_defence"


class PartyRole(StrEnum):
    """In what part a country or organisation is bound; the last three are for accession to an alliance."""

    PARTY = "party"
    ORGANISATION = "organisation"
    CANDIDATE = "candidate"
    RATIFIER = "ratifier"


class MentionRole(StrEnum):
    """Why a country or organisation stands in an article without being party to the pact."""

    THREAT = "threat"
    HOST = "host"
    MEDIATOR = "mediator"
    COMMENTATOR = "commentator"
    MEMBER = "member"
    OTHER = "other"


class Change(StrEnum):
    """What a pact event says has changed in the register."""

    NEW = "new"
    STAGE = "stage"
    TERMS = "terms"
    CORROBORATED = "corroborated"
    DISPUTED = "disputed"
    CORRECTED = "corrected"


class Precision(StrEnum):
    """How exactly a date is known."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
