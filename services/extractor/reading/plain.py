"""The article's text as the reading sees it: of the same length as sent, so every offset holds.

Markup and entities become spaces, typographic quotes and dashes their plain forms.
"""

import re

from shared.messages import Article

MARKUP = re.compile(
    r"<(?:/?[A-Za-z][^<>]{0,400}|!--.{0,2000}?--)>|&(?:[a-zA-Z]{2,8}|#\d{1,6}|#x[0-9a-fA-F]{1,5});", re.DOTALL
)
SOURCES = re.compile(
    r"\((?=[^()]{0,200}\))[^()]*\b(?:Reuters|AP|AFP|BBC|CNN|NPR|RFE|DW|UPI|RTE|SBS|NHK|AAP|Xinhua|Yonhap|"
    r"Jazeera|Haaretz|TASS|"
    r"RIA|Interfax|Bloomberg|Politico|Axios|Forbes|Yle|Le Monde|Deutsche Welle|[A-Z]\w+ (?:News|Times|Post|"
    r"Herald|Daily|"
    r"Journal|Tribune|Chronicle|Telegraph|Guardian|Independent|Standard|Mail|Today)|The (?:Guardian|Hill|Times|"
    r"Independent|"
    r"Telegraph|Age|Hindu|Economist|Diplomat|Nation)|News|Radio|Press|Agency)\b[^()]*\)"
)
TYPOGRAPHY = str.maketrans(
    {
        "‘": "'",
        "’": "'",
        "“": '"',
        "”": '"',
        "‑": "-",
        "–": "-",
        "—": "-",
        "\xa0": " ",
        "\u202f": " ",
        "\t": " ",
        "\r": " ",
    }
    # Half of a surrogate pair is no character, and the parser refuses it.
    | dict.fromkeys(map(chr, range(0xD800, 0xE000)), "\ufffd")
)


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())


def full_text(article: Article) -> str:
    """Title and text as one string: what all offsets of a report point into."""
    return f"{article.title}\n\n{article.text}"


def readable(text: str) -> str:
    """`text` with markup and source notes blanked and typography made plain, character for character."""
    text = text.translate(TYPOGRAPHY)
    if "<" in text or "&" in text:
        text = MARKUP.sub(_blank, text)
    if "(" in text:
        text = SOURCES.sub(_blank, text)
    return text
