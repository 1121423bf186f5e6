import re
from datetime import date

import pytest

from shared import countries


def test_all_states_of_the_standard_are_there() -> None:
    codes = [country.code for country in countries.all_countries()]
    assert len(codes) == len(set(codes)) == 250  # 249 of ISO 3166-1, and Kosovo
    assert all(re.fullmatch("[A-Z]{3}", code) for code in codes)
    assert {"XKX", "PSE", "TWN", "SSD", "VAT"} <= set(codes)


def test_two_letter_codes_are_unique() -> None:
    codes = [country.alpha2 for country in countries.all_countries()]
    assert len(codes) == len(set(codes))


def test_codes_fit_the_messages() -> None:
    for organisation in countries.all_organisations():
        assert re.fullmatch(r"[A-Z][A-Z0-9_-]{1,31}", organisation.code)
        assert not re.fullmatch("[A-Z]{3}", organisation.code) or organisation.code not in {
            country.code for country in countries.all_countries()
        }


def test_members_are_known_and_dated_in_order() -> None:
    for organisation in countries.all_organisations():
        for member in organisation.members:
            assert countries.is_known(member.code)
            assert member.since is None or member.until is None or member.since < member.until


@pytest.mark.parametrize(
    ("code", "on", "inside", "outside"),
    [
        ("NATO", date(2023, 4, 4), "FIN", "SWE"),
        ("NATO", date(2024, 3, 7), "SWE", "UKR"),
        ("EU", date(2019, 1, 1), "GBR", "TUR"),
        ("EU", date(2021, 1, 1), "HRV", "GBR"),
        ("CSTO", date(2010, 1, 1), "UZB", "GEO"),
        ("CSTO", date(2013, 1, 1), "ARM", "UZB"),
        ("ECOWAS", date(2025, 6, 1), "GHA", "MLI"),
    ],
)
def test_membership_follows_the_calendar(code: str, on: date, inside: str, outside: str) -> None:
    members = countries.members(code, on)
    assert inside in members
    assert outside not in members


def test_a_country_has_no_members() -> None:
    assert countries.members("JPN") == ()


def test_organisations_of_a_country() -> None:
    assert {"AUKUS", "FIVE_EYES", "QUAD", "ANZUS"} <= set(countries.organisations_of("AUS", date(2024, 1, 1)))
    assert "AUKUS" not in countries.organisations_of("AUS", date(2020, 1, 1))


def test_names_and_flags() -> None:
    assert countries.name("JPN") == "Japan"
    assert countries.name("NATO") == "North Atlantic Treaty Organization"
    assert countries.name("NEW_ONE") == "NEW_ONE"
    assert countries.flag("JPN") == "🇯🇵"
    assert countries.flag("EU") == "🇪🇺"
    assert countries.flag("CSTO") == ""
    assert countries.is_organisation("NATO")
    assert not countries.is_organisation("JPN")


def test_an_unknown_code_is_refused() -> None:
    with pytest.raises(countries.UnknownCountry):
        countries.get("ZZZ")
