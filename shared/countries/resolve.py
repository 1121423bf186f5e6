"""From what people type ("japan", "JP", "U.K.", "nato") to a code."""

import unicodedata
from difflib import get_close_matches
from functools import cache

from shared.countries.catalogue import Country, Organisation, countries, organisations


class UnknownCountry(ValueError):
    """No country or organisation has that name; `suggestions` are codes that come near."""

    def __init__(self, text: str, suggestions: tuple[str, ...]) -> None:
        self.text = text
        self.suggestions = suggestions
        hint = f"; did you mean {', '.join(map(_named, suggestions))}?" if suggestions else ""
        super().__init__(f"{text!r} is no country or organisation known here{hint}")


def _named(code: str) -> str:
    known = countries().get(code) or organisations()[code]
    return code if known.name == code else f"{known.name} ({code})"


def fold(text: str) -> str:
    """Lower case, without accents, dots, hyphens and a leading article: how two spellings of a name are compared."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    plain = plain.replace(".", "").replace("’", "'").replace("-", " ").replace("_", " ")
    return " ".join(plain.split()).removeprefix("the ")


@cache
def _index() -> dict[str, str]:
    """Folded name to code. Codes win over names, names over seats and demonyms, so "GUAM" is the island."""
    index: dict[str, str] = {}
    for code in (*countries(), *organisations()):
        index.setdefault(fold(code), code)
    for country in countries().values():
        index.setdefault(fold(country.alpha2), country.code)
    everyone: list[Country | Organisation] = [*countries().values(), *organisations().values()]
    for named in everyone:
        for name in (named.name, *named.names):
            index.setdefault(fold(name), named.code)
    for country in countries().values():
        for name in (*country.demonyms, *country.seats):
            index.setdefault(fold(name), country.code)
    return index


def resolve(text: str) -> str:
    """The code that `text` means: a code, alpha-2, name, adjective or capital, in any case.

    Raises `UnknownCountry` with the nearest codes when nothing fits.
    """
    if text in countries() or text in organisations():
        return text  # as it is written in a quarter of a million subscriptions
    index = _index()
    wanted = fold(text)
    if wanted in index:
        return index[wanted]
    near = get_close_matches(wanted, index, n=6, cutoff=0.75)
    raise UnknownCountry(text, tuple(dict.fromkeys(index[name] for name in near))[:3])
