"""What the parties agree to do, and the obligations that follow."""

from collections.abc import Iterable

from services.extractor.reading.crosswalk import OBLIGATIONS
from services.extractor.reading.rulebook import provision_rules, words
from shared.vocabulary import Obligation, PactType, Provision


def provisions(sentences: Iterable[str]) -> tuple[Provision, ...]:
    """The provisions that sentences about a pact tell, in the order of the data file."""
    text = "\n".join(sentences)
    return tuple(rule.provision for rule in provision_rules().rules if words(rule.regex).search(text))


def obligations(pact_type: PactType, found: Iterable[Provision]) -> tuple[Obligation, ...]:
    """ATOP's obligations, from the type of the pact and its provisions."""
    provisions_found = set(found)
    result = list(OBLIGATIONS.get(pact_type, ()))
    if Provision.MUTUAL_DEFENCE in provisions_found and Obligation.DEFENCE not in result:
        result.append(Obligation.DEFENCE)
    if Provision.CONSULTATION in provisions_found and Obligation.CONSULTATION not in result:
        result.append(Obligation.CONSULTATION)
    return tuple(result)
