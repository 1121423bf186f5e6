"""How single things are worded in a terminal: a party, a stage, a date, an age."""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from rich.text import Text

from shared import countries
from shared.messages import Duration, Evidence, FuzzyDate, Mention, Party, Signatory
from shared.vocabulary import MentionRole, Modality, PartyRole, Precision, Stage

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")

_GROWING = "green"
_ENDING = "red"
_COMING = "yellow"
STAGE_STYLES = {
    Stage.PROPOSED: _COMING,
    Stage.NEGOTIATING: _COMING,
    Stage.AGREED: _COMING,
    Stage.INITIALLED: _COMING,
    Stage.INVOKED: "magenta",
    Stage.SUSPENDED: _ENDING,
    Stage.TERMINATED: _ENDING,
    Stage.REJECTED: _ENDING,
}


def clean(text: str) -> str:
    """Text from outside on one line, without what could steer a terminal: escapes, other controls, direction marks."""
    return " ".join(_CONTROL.sub(" ", text).split())


_PAIRED = {
    "exercises_training": "exercises and training",
    "arms_industry": "arms and industry",
    "basing_access": "basing and access",
    "access_basing": "access and basing",
    "training_exercise": "training and exercises",
}


def label(value: str) -> str:
    """`security_cooperation` as people write it."""
    return _PAIRED.get(value, value.replace("_", " "))


def labels(values: Iterable[str]) -> str:
    """Several of them, with commas."""
    return ", ".join(label(value) for value in values)


def many(number: int, noun: str) -> str:
    """`1 article`, `2 articles`, `3 deliveries`."""
    if number == 1:
        return f"{number} {noun}"
    return f"{number} {noun[:-1]}ies" if noun.endswith("y") else f"{number} {noun}s"


def country(code: str) -> str:
    """Flag and name; organisations by their abbreviation, as everybody calls them."""
    name = code if countries.is_organisation(code) else countries.name(code)
    return f"{countries.flag(code)} {name}".strip()


def parties(of: Sequence[Party]) -> str:
    """All parties with their flags, in the order of the article, who joins marked as such."""
    told = (
        country(party.code) + ("" if party.role in {PartyRole.PARTY, PartyRole.ORGANISATION} else f" ({party.role})")
        for party in of
    )
    return " · ".join(dict.fromkeys(told))


def mentioned(of: Sequence[Mention]) -> str:
    """Countries that are no party, with the part they play where it is known."""
    told = (
        country(mention.code) + ("" if mention.role is MentionRole.OTHER else f" ({mention.role})") for mention in of
    )
    return ", ".join(dict.fromkeys(told))


def stage(value: Stage, modality: Modality = Modality.ACTUAL) -> Text:
    """A stage in its colour; `signed (planned)` when it was announced and did not happen yet."""
    planned = " (planned)" if modality is Modality.PLANNED else ""
    return Text(label(value) + planned, style=STAGE_STYLES.get(value, _GROWING))


def duration(value: Duration | None) -> str:
    """`10 years`, `long-term`."""
    return clean(value.text) if value else ""


def day(value: FuzzyDate | None) -> str:
    """A date as exactly as it is known."""
    if value is None:
        return ""
    form = {Precision.DAY: "%-d %B %Y", Precision.MONTH: "%B %Y", Precision.YEAR: "%Y"}[value.precision]
    return value.on.strftime(form)


def moment(value: datetime | None) -> str:
    """Day and time, UTC."""
    return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S") if value else ""


def seconds(amount: float) -> str:
    """`12 s`, `3 min`, `5 h`, `2 days`."""
    for size, unit in ((86_400, "days"), (3_600, "h"), (60, "min")):
        if amount >= 2 * size:
            return f"{amount / size:.0f} {unit}"
    return f"{max(0.0, amount):.0f} s"


def signatories(of: Sequence[Signatory]) -> str:
    """Names, titles and for whom."""
    told = []
    for person in of:
        role = ", ".join(
            filter(None, (clean(person.title), countries.name(person.for_code) if person.for_code else ""))
        )
        told.append(clean(person.name) + (f" ({role})" if role else ""))
    return "; ".join(told)


def sentence(evidence: Evidence) -> Text:
    """The sentence that proves it, its trigger in bold."""
    text = Text(f"“{clean(evidence.sentence)}”", style="italic")
    if trigger := clean(evidence.trigger):
        text.highlight_regex(re.escape(trigger), style="bold")
    return text


def origin(evidence: Evidence) -> str:
    """Outlet and address."""
    return " — ".join(filter(None, (clean(evidence.source or ""), clean(evidence.url or ""))))
