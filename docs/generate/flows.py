"""Who writes and who reads each topic: the one list that the topic table and the AsyncAPI document are made from."""

from dataclasses import dataclass
from typing import Literal

from shared.topics import ALERTS, ARTICLES, CONSUMED, PACT_EVENTS, PACT_REPORTS, Topic, rejected


@dataclass(frozen=True)
class Flow:
    """One service's business with one topic; `why` completes the sentence "The service …"."""

    service: str
    action: Literal["send", "receive"]
    topic: Topic
    why: str


FLOWS = (
    Flow("gateway", "send", ARTICLES, "passes on articles that came by HTTP."),
    Flow("extractor", "receive", ARTICLES, "reads each article once it is there."),
    Flow("extractor", "send", PACT_REPORTS, "tells what one article says of one pact."),
    Flow("extractor", "send", rejected(ARTICLES), "sets aside what cannot be read."),
    Flow("registrar", "receive", PACT_REPORTS, "finds the pact each report speaks of."),
    Flow("registrar", "send", PACT_EVENTS, "tells what changed in the world, once."),
    Flow("registrar", "send", rejected(PACT_REPORTS), "sets aside what cannot be read."),
    Flow("notifier", "receive", PACT_EVENTS, "matches each change against the subscriptions."),
    Flow("notifier", "send", ALERTS, "tells one subscription of one change."),
    Flow("notifier", "send", rejected(PACT_EVENTS), "sets aside what cannot be read."),
    *(Flow("cli", "receive", rejected(topic), "shows what was refused and why.") for topic in CONSUMED),
    *(Flow("cli", "send", topic, "sends a refused message again, as it was or mended.") for topic in CONSUMED),
    *(
        Flow("cli", "send", rejected(topic), "takes what it sent again off the list: a tombstone.")
        for topic in CONSUMED
    ),
)


def services(action: Literal["send", "receive"], topic: Topic) -> list[str]:
    """The services with that business on that topic, in the order of an article's way."""
    return [flow.service for flow in FLOWS if flow.action == action and flow.topic == topic]
