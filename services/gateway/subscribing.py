"""What makes a subscription one: its id, the secret that signs its posts, and the sentence that says what it does."""

import base64
import secrets
from collections.abc import Sequence
from urllib.parse import urlsplit

from shared import countries
from shared.addresses import is_address, is_public
from shared.subscriptions import Role, Rule, SubscriptionSpec


def new_id() -> str:
    """Not guessable, so that an id found elsewhere tells nothing of others."""
    return f"sub_{secrets.token_hex(12)}"


def new_secret() -> str:
    """A signing secret as Standard Webhooks writes it: 32 random bytes."""
    return "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()


def leads_nowhere(spec: SubscriptionSpec) -> str | None:
    """A sentence when the webhook is written as an address nobody posts to. Names are looked up at each post."""
    host = urlsplit(spec.webhook).hostname if spec.webhook else None
    if host is None or not is_address(host) or is_public(host):
        return None
    return (
        f"webhook: {host} is a private address; use one the internet reaches, or, on a machine of your own, start "
        "gateway and notifier with PACTWATCH_NOTIFIER_ALLOW_PRIVATE_TARGETS=true."
    )


def never_tells(spec: SubscriptionSpec) -> str | None:
    """A sentence when no change can ever match; not in the spec itself, so that what is kept already stays readable."""
    if spec.rule is not Rule.PAIR or len(set(spec.countries)) > 1:
        return None
    return "rule: pair needs two countries at least; name another, or leave the rule out."


def says(spec: SubscriptionSpec) -> str:
    """In one or two sentences, what will be told and where to."""
    sentences = [f"Alerts when {_who(spec)}{_what(spec)}."]
    if spec.min_sources > 1 or spec.min_confidence > 0:
        sentences.append(
            f"Needs a confidence of {spec.min_confidence:g}"
            + (f" and {spec.min_sources} independent sources." if spec.min_sources > 1 else ".")
        )
    if spec.webhook is None:
        sentences.append("Nothing is posted; read the alerts with GET /alerts.")
    else:
        # Only the host: a path may hold the receiver's own key.
        sentences.append(f"Each is posted, signed, to {urlsplit(spec.webhook).hostname}, and kept under GET /alerts.")
    return " ".join(sentences)


def _who(spec: SubscriptionSpec) -> str:
    names = [countries.name(code) for code in spec.countries]
    role = "party to" if spec.role is Role.PARTY else "party to, or mentioned with,"
    if len(names) == 1:
        return f"{names[0]} is {role}"
    match spec.rule:
        case Rule.ANY:
            return f"{_listed(names, 'or')} is {role}"
        case Rule.ALL:
            return f"{_listed(names, 'and')} together are {role}"
        case Rule.PAIR:
            return f"two of {_listed(names, 'and')} are {role}"


def _what(spec: SubscriptionSpec) -> str:
    kinds = [kind.replace("_", " ") for kind in spec.pact_types]
    pact = f" a security pact ({_listed(kinds, 'or')})" if kinds else " a security pact"
    steps = [step.replace("_", " ") for step in spec.stages]
    return f"{pact} that is {_listed(steps, 'or')}" if steps else f"{pact} that is new or changes"


def _listed(words: Sequence[str], joined_by: str) -> str:
    if len(words) > 8:
        words = [*words[:7], f"{len(words) - 7} more"]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {joined_by} {words[-1]}"
