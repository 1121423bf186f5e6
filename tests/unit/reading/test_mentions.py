from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.extractor.reading import mentions


def codes(text: str, when: date | None = None) -> list[str]:
    return [mention.code for mention in mentions.find(text, when)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Japan and Ukraine", ["JPN", "UKR"]),
        ("the US, the U.S. and America", ["USA", "USA", "USA"]),
        ("JAPAN SIGNS PACT WITH UKRAINE", ["JPN", "UKR"]),
        ("Tokyo told Kyiv", ["JPN", "UKR"]),
        ("South Koreans and North Koreans", ["KOR", "PRK"]),
        ("the UK-Japan accord", ["GBR", "JPN"]),
        ("Papua New Guinea, Equatorial Guinea, Guinea-Bissau and Guinea", ["PNG", "GNQ", "GNB", "GIN"]),
        ("the Democratic Republic of the Congo and the Republic of the Congo", ["COD", "COG"]),
        ("NATO and the European Union", ["NATO", "EU"]),
        ("Nigeria borders Niger", ["NGA", "NER"]),
        ("Kosovo, Palestine and Taiwan", ["XKX", "PSE", "TWN"]),
        ("the Kremlin and the White House", ["RUS", "USA"]),
    ],
)
def test_names_adjectives_seats_and_organisations(text: str, expected: list[str]) -> None:
    assert codes(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Georgia and Russia", ["GEO", "RUS"]),
        ("The Georgia Governor spoke in Atlanta.", []),
        ("A court in Atlanta, Georgia ruled.", []),
        ("Jordan and Iraq", ["JOR", "IRQ"]),
        ("Michael Jordan scored.", []),
        ("Chad and Sudan", ["TCD", "SDN"]),
        ("Lake Chad shrinks.", []),
        ("a forest fire in Washington state", []),
        ("Washington warned Tehran.", ["USA", "IRN"]),
        ("The Washington Post reported it.", []),
        ("patrols in the South China Sea", []),
        ("violence in the Niger Delta", []),
        ("Northern Ireland voted.", []),
        ("Latin American leaders met.", []),
        ("roast turkey for dinner", []),
    ],
)
def test_ambiguous_names(text: str, expected: list[str]) -> None:
    assert codes(text) == expected


def test_a_surname_means_whoever_was_in_office() -> None:
    assert codes("Kishida arrived.", date(2023, 1, 1)) == ["JPN"]
    assert codes("President Clinton spoke.") == []


@given(st.text(max_size=300))
def test_offsets_are_those_of_the_words(text: str) -> None:
    for mention in mentions.find(text):
        assert text[mention.start : mention.end] == mention.surface


@given(
    st.lists(st.sampled_from(["Japan", "U.S.", "Guinea", "the ", " and ", "-", "NATO's", "Congo", "’"]), max_size=12)
)
def test_mentions_never_overlap(pieces: list[str]) -> None:
    found = mentions.find(" ".join(pieces))
    assert all(one.end <= other.start for one, other in pairwise(found))
