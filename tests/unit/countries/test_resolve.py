import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.countries import UnknownCountry, all_countries, all_organisations, is_known, resolve


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Japan", "JPN"),
        ("japan", "JPN"),
        ("JPN", "JPN"),
        ("JP", "JPN"),
        ("jpn", "JPN"),
        ("NATO", "NATO"),
        ("nato", "NATO"),
        ("North Atlantic Treaty Organisation", "NATO"),
        ("U.K.", "GBR"),
        ("the Netherlands", "NLD"),
        ("Türkiye", "TUR"),
        ("turkiye", "TUR"),
        ("Ivory Coast", "CIV"),
        ("Côte d’Ivoire", "CIV"),
        ("Kyiv", "UKR"),
        ("South Korean", "KOR"),
        ("guinea-bissau", "GNB"),
        ("five eyes", "FIVE_EYES"),
        ("G7", "G7"),
        (" Kosovo ", "XKX"),
        ("Palestine", "PSE"),
        ("Taiwan", "TWN"),
    ],
)
def test_what_people_type_is_understood(text: str, code: str) -> None:
    assert resolve(text) == code


def test_every_code_and_name_resolves_to_itself() -> None:
    names = {known.name: known.code for known in all_countries()}
    names |= {known.name: known.code for known in all_organisations()}
    for name, code in names.items():
        assert resolve(code) == resolve(name) == code


def test_a_slip_of_the_pen_is_answered_with_the_nearest() -> None:
    with pytest.raises(UnknownCountry, match=r"did you mean Japan \(JPN\)") as raised:
        resolve("Jappan")
    assert raised.value.suggestions == ("JPN",)


def test_nonsense_is_refused_without_a_guess() -> None:
    with pytest.raises(UnknownCountry) as raised:
        resolve("qqqqqqqq")
    assert raised.value.suggestions == ()


@given(st.text(max_size=40))
def test_any_text_is_resolved_or_refused(text: str) -> None:
    try:
        found = {resolve(text)}
    except UnknownCountry as error:
        found = set(error.suggestions)
    assert all(is_known(code) for code in found)
