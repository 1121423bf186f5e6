"""The messages that travel between services, as pydantic models: the contracts of the house.

A reader ignores fields it does not know and fills in those an older writer left out, so a new field is always
optional or has a default; a contract test holds old messages against today's models. Times are UTC.
JSON Schemas are generated from here into `docs/contracts/` (`make contracts`).
"""

from datetime import UTC, date, datetime
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

from shared.ids import article_id, article_revision
from shared.vocabulary import (
    Change,
    Instrument,
    MentionRole,
    Modality,
    Obligation,
    PactType,
    PartyRole,
    Precision,
    Provision,
    Stage,
)

SCHEMA_VERSION: Literal[1] = 1
MAX_TEXT_CHARACTERS = 1_000_000
"""Longest article text accepted, some 150,000 words: ten times the longest communiqué."""

_BLANK = "".join(map(chr, (*range(9, 14), 32, 133, 160, 0x200B, 0x200C, 0x200D, 0x2060, 0x3000, 0xFEFF)))
"""White space, and the zero-width characters that look like nothing but count as something."""

EARLIEST = datetime(1800, 1, 1, tzinfo=UTC)
LATEST = datetime(2100, 1, 1, tzinfo=UTC)


def _clean_text(value: str) -> str:
    """Refuse what PostgreSQL cannot store; broken Unicode is refused by pydantic itself."""
    if "\x00" in value:
        raise ValueError("holds a NUL character; remove it")
    return value


def _readable_text(value: str) -> str:
    if len(value) > MAX_TEXT_CHARACTERS:
        raise ValueError(f"has {len(value)} characters; at most {MAX_TEXT_CHARACTERS} are read, so send it in parts")
    if not value.strip(_BLANK):
        raise ValueError("is blank; send the article's text, or its headline where there is no more")
    return value


def _plausible(value: datetime) -> datetime:
    if not EARLIEST <= value < LATEST:
        raise ValueError(f"lies outside {EARLIEST.year}-{LATEST.year}; leave it out when the date is not known")
    return value.astimezone(UTC)


def _assume_utc(value: Any) -> Any:
    """Read a bare day or a time without zone as UTC; feeds write both. A number could be a year or seconds: refused."""
    if isinstance(value, int | float) or (
        isinstance(value, str) and value.strip().lstrip("-").replace(".", "").isdigit()
    ):
        raise ValueError("is a number; write the date as in 2024-06-14 or 2024-06-14T09:00:00Z")
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            return value
    if isinstance(value, datetime) and value.tzinfo is None:
        return value.replace(tzinfo=UTC)
    return value


Text = Annotated[str, AfterValidator(_clean_text)]
Timestamp = Annotated[AwareDatetime, BeforeValidator(_assume_utc), AfterValidator(_plausible)]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9_-]{1,31}$")]
"""ISO 3166-1 alpha-3 for a state, or the code of an organisation or group in `shared/countries`."""
Confidence = Annotated[float, Field(ge=0.0, le=1.0)]


class Model(BaseModel):
    """Base of everything that travels: immutable, tolerant of fields from the future."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Message(Model):
    """Base of what stands alone on a topic."""

    schema_version: Literal[1] = Field(SCHEMA_VERSION, description="Version of this contract; a reader refuses others.")


class Article(Message):
    """A news article as it came in. Only `text` is a must: the rest is filled in or left empty."""

    id: str = Field("", max_length=200, description="Deterministic: from the canonical URL, else from title and text.")
    revision: str = Field("", max_length=200, description="Hash of title and text; changes when the content does.")
    url: Annotated[Text, Field(max_length=4096)] | None = None
    source: Annotated[Text, Field(max_length=500)] | None = Field(None, description="Outlet, ministry or agency.")
    title: Annotated[Text, Field(max_length=4096)] = ""
    text: Annotated[
        Text,
        AfterValidator(_readable_text),
        Field(json_schema_extra={"maxLength": MAX_TEXT_CHARACTERS}),
    ]
    language: Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{2,3}([-_][A-Za-z0-9]+)*$")] | None = Field(
        None, description="BCP 47 tag; recognised from the text when missing."
    )
    published_at: Timestamp | None = None
    fetched_at: Timestamp | None = None

    @model_validator(mode="after")
    def _fill_ids(self) -> Self:
        # The ids are ours to make: a sender's own id would break "publishing twice is harmless".
        object.__setattr__(self, "id", article_id(self.url, self.title, self.text))
        object.__setattr__(self, "revision", article_revision(self.title, self.text))
        return self


class ArticleRef(Model):
    """The article a report was read from, without its text."""

    id: str
    revision: str
    url: str | None = None
    source: str | None = None
    title: str = ""
    language: str | None = None
    published_at: Timestamp | None = None
    ingested_at: Timestamp | None = Field(None, description="When the article reached the `articles` topic.")


class Span(Model):
    """Character offsets into `title + "\\n\\n" + text`, end excluded."""

    start: int = Field(ge=0)
    end: int = Field(ge=0)


class Party(Model):
    """A state or organisation that is, or is to be, bound."""

    code: Code
    name: str
    role: PartyRole = PartyRole.PARTY
    surface: str = Field("", description="The words of the article that name it.")
    span: Span | None = None


class Mention(Model):
    """A state or organisation that appears but is not party."""

    code: Code
    name: str
    role: MentionRole = MentionRole.OTHER
    surface: str = ""
    span: Span | None = None


class FuzzyDate(Model):
    """A date and how exactly it is known; `day` precision means the day itself."""

    on: date
    precision: Precision = Precision.DAY


class Duration(Model):
    """How long the pact is to last."""

    text: str = Field(description="As the article says it, in canonical words: 'long-term', '10 years', 'indefinite'.")
    years: float | None = Field(None, ge=0)


class Signatory(Model):
    """A person who signed or is to sign, and for whom."""

    name: str
    title: str = ""
    for_code: Code | None = None


class Evidence(Model):
    """A sentence that proves the report, and where it stands in `title + "\\n\\n" + text`."""

    sentence: str
    span: Span
    trigger: str = Field("", description="The words that carry the step.")
    article_id: str = ""
    url: str | None = None
    source: str | None = None


class Crosswalk(Model):
    """The same step in the codes other event data use."""

    cameo: str | None = None
    plover_event: str | None = None
    plover_mode: str | None = None
    plover_contexts: tuple[str, ...] = ()
    atop: tuple[Obligation, ...] = ()


class Terms(Model):
    """What is known of a pact's content: shared by a report (one article) and a pact (all articles)."""

    pact_type: PactType
    instrument: Instrument | None = None
    name: str | None = None
    parties: tuple[Party, ...] = ()
    mentioned: tuple[Mention, ...] = ()
    duration: Duration | None = None
    obligations: tuple[Obligation, ...] = ()
    provisions: tuple[Provision, ...] = ()
    signatories: tuple[Signatory, ...] = ()
    place: str | None = None

    def party_codes(self) -> tuple[str, ...]:
        """Codes of the parties, sorted: the order in an article means nothing."""
        return tuple(sorted({p.code for p in self.parties}))


class PactReport(Message, Terms):
    """What one article says of one pact."""

    report_id: str
    article: ArticleRef
    stage: Stage
    modality: Modality = Modality.ACTUAL
    occurred_on: FuzzyDate | None = Field(None, description="When the step was taken or is to be taken.")
    effective_on: FuzzyDate | None = Field(None, description="When it enters or is to enter into force.")
    expires_on: FuzzyDate | None = None
    evidence: tuple[Evidence, ...] = Field(min_length=1)
    confidence: Confidence
    crosswalk: Crosswalk = Crosswalk()
    read_at: Timestamp


class Pact(Terms):
    """One pact as now known, from all its reports."""

    pact_id: str
    stage: Stage
    step_id: str = Field(description="The event that opened the present stage.")
    stage_since: Timestamp | None = Field(None, description="When the world learnt of the present stage.")
    told: tuple[Stage, ...] = Field((), description="Stages told by an event so far, in the order of telling.")
    modality: Modality = Modality.ACTUAL
    confidence: Confidence
    first_seen: Timestamp
    last_seen: Timestamp
    occurred_on: FuzzyDate | None = None
    effective_on: FuzzyDate | None = None
    expires_on: FuzzyDate | None = None
    disputed: bool = False
    sources: tuple[str, ...] = Field((), description="Independent sources of the present stage.")
    report_count: int = Field(1, ge=0)


class PactEvent(Message):
    """What changed in the world, once."""

    event_id: str
    pact_id: str
    step_id: str = Field(
        description="The event that opened the stage: `event_id` itself for `new` and `stage`. One alert per step."
    )
    change: Change
    stage_before: Stage | None = None
    stage: Stage
    modality: Modality = Modality.ACTUAL
    pact: Pact
    evidence: tuple[Evidence, ...] = Field(min_length=1)
    sources: tuple[str, ...] = ()
    reports: tuple[str, ...] = Field(description="Ids of the reports that prove the change.")
    confidence: Confidence
    occurred_on: FuzzyDate | None = None
    first_seen: Timestamp
    last_seen: Timestamp
    ingested_at: Timestamp | None = Field(None, description="When the article that caused it reached Pactwatch.")
    registered_at: Timestamp


class Match(Model):
    """Why an event matched a subscription."""

    countries: tuple[Code, ...] = Field(description="The watched codes that were found.")
    role: Literal["party", "mentioned"] = "party"
    rule: str = Field("any", description="any · all · pair")


class Alert(Message):
    """One change told to one subscription."""

    alert_id: str
    subscription_id: str
    matched: Match
    event: PactEvent
    created_at: Timestamp
