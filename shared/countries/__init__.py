"""Countries, and the organisations and groups they belong to: one code each, used in every message, table and label.

A country's code is ISO 3166-1 alpha-3 (Kosovo, which has none, is XKX); an organisation's is its common abbreviation.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime

from shared.countries.catalogue import (
    Country,
    FormerState,
    Membership,
    Organisation,
    countries,
    former_states,
    organisations,
)
from shared.countries.resolve import UnknownCountry, resolve

__all__ = [
    "Country",
    "FormerState",
    "Membership",
    "Organisation",
    "UnknownCountry",
    "all_countries",
    "all_organisations",
    "flag",
    "former_states",
    "get",
    "is_known",
    "is_organisation",
    "members",
    "name",
    "organisations_of",
    "resolve",
]


def all_countries() -> Iterator[Country]:
    """Every country, in the order of their codes' file."""
    return iter(countries().values())


def all_organisations() -> Iterator[Organisation]:
    """Every organisation and group."""
    return iter(organisations().values())


def get(code: str) -> Country | Organisation:
    """The country or organisation with this exact code. Raises `UnknownCountry`."""
    found = countries().get(code) or organisations().get(code)
    if found is None:
        raise UnknownCountry(code, ())
    return found


def is_known(code: str) -> bool:
    """Whether `code` is the code of a country or an organisation."""
    return code in countries() or code in organisations()


def is_organisation(code: str) -> bool:
    """Whether `code` names an organisation or group."""
    return code in organisations()


def name(code: str) -> str:
    """The common English name; an unknown code, which only a newer writer can send, is its own name."""
    found = countries().get(code) or organisations().get(code)
    return found.name if found else code


def flag(code: str) -> str:
    """The flag as an emoji; empty for what has none."""
    if code == "EU":
        return "\U0001f1ea\U0001f1fa"
    if code == "UN":
        return "\U0001f1fa\U0001f1f3"
    country = countries().get(code)
    return "".join(chr(0x1F1E6 + ord(letter) - ord("A")) for letter in country.alpha2) if country else ""


def members(code: str, on: date | None = None) -> tuple[str, ...]:
    """Codes of an organisation's members on a day (default: today); a country has none. Raises `UnknownCountry`."""
    found = get(code)
    if isinstance(found, Country):
        return ()
    day = on or datetime.now(UTC).date()
    return tuple(dict.fromkeys(member.code for member in found.members if member.holds(day)))


def organisations_of(code: str, on: date | None = None) -> tuple[str, ...]:
    """Codes of the organisations and groups a country belongs to on a day (default: today)."""
    day = on or datetime.now(UTC).date()
    return tuple(
        organisation.code
        for organisation in organisations().values()
        if any(member.code == code and member.holds(day) for member in organisation.members)
    )
