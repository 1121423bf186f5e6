"""Deterministic ids: the same thing always gets the same id, so saying it twice is harmless.

An id is a short prefix that tells what it names and 24 hexadecimal digits (96 bits) of SHA-256.
"""

import hashlib
from collections.abc import Iterable
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

TRACKING_PARAMETERS = frozenset({"fbclid", "gclid", "mc_cid", "mc_eid", "igshid", "cmpid", "ocid", "smid"})
DEFAULT_PORTS = {"http": 80, "https": 443}


def _digest(prefix: str, *parts: str) -> str:
    # The unit separator keeps ("ab", "c") and ("a", "bc") apart; "surrogatepass" never fails on odd text.
    joined = "\x1f".join(parts).encode("utf-8", "surrogatepass")
    return f"{prefix}_{hashlib.sha256(joined).hexdigest()[:24]}"


def canonical_url(url: str) -> str:
    """The form of a URL under which two links to one article are equal.

    Lower-case scheme and host, http as https, no `www.`, default port, fragment, tracking parameters or closing slash;
    query parameters sorted. A text that is no absolute URL comes back stripped and otherwise as it was.
    """
    url = url.strip()
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return url
    if not parts.scheme or not parts.hostname:
        return url
    scheme = parts.scheme.lower()
    host = parts.hostname.lower().removeprefix("www.").rstrip(".")
    if port and port != DEFAULT_PORTS.get(scheme):
        host = f"{host}:{port}"
    query = sorted(
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
        if name.lower() not in TRACKING_PARAMETERS and not name.lower().startswith("utm_")
    )
    scheme = "https" if scheme == "http" else scheme
    return urlunsplit((scheme, host, parts.path.rstrip("/"), urlencode(query), ""))


def article_id(url: str | None, title: str, text: str) -> str:
    """From the canonical URL, else from the content."""
    if url and url.strip():
        return _digest("art", "url", canonical_url(url))
    return _digest("art", "content", title.strip(), text.strip())


def article_revision(title: str, text: str) -> str:
    """Changes when the content under a known URL does."""
    return _digest("rev", title.strip(), text.strip())


def report_id(article: str, revision: str, pact_type: str, parties: Iterable[str], stage: str) -> str:
    """One report per article revision, pact and step."""
    return _digest("rep", article, revision, pact_type, *sorted(parties), stage)


def pact_id(first_report: str) -> str:
    """From the report that opened the pact, so that a replay of the topic gives the same register."""
    return _digest("pact", first_report)


def event_id(pact: str, change: str, stage: str, cause: str) -> str:
    """`cause` is the id of the report that made the change."""
    return _digest("evt", pact, change, stage, cause)


def alert_id(subscription: str, step: str) -> str:
    """One alert per subscription and step of a pact, whichever event of that step it was that matched first."""
    return _digest("alr", subscription, step)


def delivery_id(alert: str, channel: str, target: str) -> str:
    """One delivery per alert, channel and address."""
    return _digest("dlv", alert, channel, target)


def rejected_id(topic: str, partition: int, offset: int) -> str:
    """Where the refused message stood: refusing it again after a crash names the same row."""
    return _digest("rej", topic, str(partition), str(offset))
