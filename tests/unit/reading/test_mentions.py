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
        ("Kuwaitis, Czechs, Frenchmen and Finns", ["KWT", "CZE", "FRA", "FIN"]),
        ("the Duma, the Knesset and the Bundestag", ["RUS", "ISR", "DEU"]),
        ("the RAF, the IDF and the Pentagon", ["GBR", "ISR", "USA"]),
        ("Byelorussia, Swaziland, Turkiye and Ivory Coast", ["BLR", "SWZ", "TUR", "CIV"]),
        ("the ROK, the DPRK, the PRC and PNG", ["KOR", "PRK", "CHN", "PNG"]),
        ("PUTIN AND LUKASHENKO MEET IN VILNIUS", ["RUS", "BLR", "LTU"]),
        ("KENYAN MPS VOTE DOWN US PACT", ["KEN", "USA"]),
        ("the Arab League and the Partnership for Peace", ["LAS", "NATO"]),
        ("the three Baltic states", ["EST", "LVA", "LTU"]),
        ("the Visegrád Four", ["CZE", "HUN", "POL", "SVK"]),
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
        ("The French president spoke.", ["FRA"]),
        ("Mali, Niger, Chad and Cameroon agree.", ["MLI", "NER", "TCD", "CMR"]),
        ("Chad Marlow was tried.", []),
        ("Congressman Jordan voted.", []),
        ("Israel Folau kicked.", []),
        ("In Wellington, ministers met.", ["NZL"]),
        ("a statue of the Duke of Wellington", []),
        ("But Washington and Seoul agree.", ["USA", "KOR"]),
        ("George Washington slept here.", []),
        ("the Panama Papers", []),
        ("Paris Hilton sang.", []),
        ("Dominica and the Dominican Republic", ["DMA", "DOM"]),
        ("The Foreign Office said so.", ["GBR"]),
        ("The German Foreign Office said so.", ["DEU"]),
        ("The Russian Security Council met.", ["RUS"]),
        ("Bosnian Serbs and Turkish Cypriots", []),
        ("Jerusalem and Amman talked in East Jerusalem.", ["ISR", "JOR"]),
        ("JOIN US TODAY", []),
        ("Congo and Congo-Brazzaville", ["COD", "COG"]),
        ("Macedonia and Greek Macedonia", ["MKD", "GRC"]),
    ],
)
def test_ambiguous_names(text: str, expected: list[str]) -> None:
    assert codes(text) == expected


def test_a_surname_means_whoever_was_in_office() -> None:
    assert codes("Kishida arrived.", date(2023, 1, 1)) == ["JPN"]
    assert codes("President Clinton spoke.") == []
    assert codes("Stoltenberg spoke.", date(2007, 1, 1)) == ["NOR"]
    assert codes("Stoltenberg spoke.", date(2020, 1, 1)) == ["NATO"]


def test_a_surname_alone_is_somebody_else_long_before_an_office() -> None:
    assert codes("Zelensky spoke.", date(2005, 1, 1)) == []
    assert codes("Vice President Harris spoke.", date(2023, 1, 1)) == ["USA"]
    assert codes("Jane Harris spoke.", date(2023, 1, 1)) == []


@pytest.mark.parametrize(
    ("text", "when", "expected"),
    [
        ("Serbia and Montenegro signs", date(2005, 1, 1), ["SRB"]),
        ("Serbia and Montenegro sign", date(2015, 1, 1), ["SRB", "MNE"]),
        ("Yugoslavia signs", date(2001, 1, 1), ["SRB"]),
        ("in Yugoslavia", date(2015, 1, 1), []),
        ("the Soviet Union", date(1991, 1, 1), ["RUS"]),
        ("Soviet tanks", date(2015, 1, 1), []),
        ("Zaire signs", date(1996, 1, 1), ["COD"]),
    ],
)
def test_former_states_are_named_until_their_end(text: str, when: date, expected: list[str]) -> None:
    assert codes(text, when) == expected


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
