"""The seeds keep their promises: valid articles, sound labels, every stage, type and hard case covered."""

import json
import re
from collections import Counter
from typing import Any

import pytest
from pydantic import ValidationError

from shared import countries
from shared.messages import Article
from shared.vocabulary import PactType, Provision, Stage
from tests.bad_samples import SAMPLES, SEEDS, message

STRATA = {"brief", "full", "release", "rss", "digest"}

HARD_CASES = {
    "will_sign", "refused", "denied", "may_would", "history_1951", "anniversary", "company_with_ministry", "ceasefire",
    "trade", "climate", "social_security", "coalition", "suicide_pact", "two_pacts", "three_parties", "many_parties",
    "thirty_parties", "eu_party", "nato_party", "mediator_is_no_party", "host_is_no_party", "taiwan_party",
    "taiwan_no_party", "kosovo_party", "kosovo_no_party", "palestine_party", "palestine_no_party",
    "headline_present_tense", "british_spelling", "american_spelling", "ambiguous_names", "invoked", "arms_control",
    "suspended_termination", "no_pact_noun", "headline_only", "live_blog", "digest", "tabloid", "dateline",
    "release_pronouns", "matched_pair", "non_english", "user_article",
}  # fmt: skip
"""What DESIGN calls the hard cases, and the kinds of writing; each must be told by at least one article."""


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (SEEDS / name).read_text(encoding="utf-8").splitlines()]


ARTICLES = rows("articles.jsonl")
EXPECTED = rows("expected.jsonl")
TEXT_OF = {article["id"]: article for article in ARTICLES}


def labels(expected: dict[str, Any]) -> list[dict[str, Any]]:
    """The events, and the standing pacts that the rules do not count as events."""
    return [*expected["events"], *expected.get("standing", [])]


LABELS = [(expected["id"], label) for expected in EXPECTED for label in labels(expected)]


def ids(pairs: list[tuple[str, dict[str, Any]]]) -> list[str]:
    return [f"{seed}-{label['stage']}-{'-'.join(label['parties'][:3])}" for seed, label in pairs]


@pytest.mark.parametrize("row", ARTICLES, ids=lambda row: row["id"])
def test_every_article_is_valid_and_complete(row: dict[str, Any]) -> None:
    article = Article.model_validate_json(json.dumps(row))
    assert article.url
    assert re.match(r"https://[a-z]+\.example/", article.url), "links stay in the reserved domain"
    assert article.title
    assert article.source
    assert article.language
    assert article.published_at


def test_ids_and_links_are_unique_and_each_article_has_one_line_of_labels() -> None:
    for field in ("id", "url", "text"):
        twice = [value for value, count in Counter(row[field] for row in ARTICLES).items() if count > 1]
        assert not twice
    assert [row["id"] for row in ARTICLES] == [row["id"] for row in EXPECTED]
    made = {Article.model_validate(row).id for row in ARTICLES}
    assert len(made) == len(ARTICLES)


@pytest.mark.parametrize("row", EXPECTED, ids=lambda row: row["id"])
def test_labels_are_well_formed(row: dict[str, Any]) -> None:
    assert row["is_pact"] == bool(row["events"])
    assert row["stratum"] in STRATA
    assert (row["category"] == "pact") == row["is_pact"]
    assert row["notes"], "say why it is labelled so"
    unknown = [code for code in row.get("mentioned", []) if not countries.is_known(code)]
    assert not unknown


@pytest.mark.parametrize(("seed", "label"), LABELS, ids=ids(LABELS))
def test_an_event_speaks_the_words_of_the_contracts(seed: str, label: dict[str, Any]) -> None:
    Stage(label["stage"])
    PactType(label["pact_type"])
    for provision in label.get("provisions", []):
        Provision(provision)
    for stage in label.get("alt_stage", []):
        Stage(stage)
    for pact_type in label.get("alt_type", []):
        PactType(pact_type)
    parties, others = set(label["parties"]), set(label["mentioned"])
    assert len(parties) == len(label["parties"]) >= 2
    assert not parties & others, "a party is not also a bystander"
    named = parties | others | set(label.get("optional", []))
    assert all(countries.is_known(code) for code in named), named
    assert all(signatory["for_code"] in parties for signatory in label.get("signatories", []))


@pytest.mark.parametrize(("seed", "label"), LABELS, ids=ids(LABELS))
def test_evidence_and_signatories_stand_in_the_article_word_for_word(seed: str, label: dict[str, Any]) -> None:
    article = TEXT_OF[seed]
    whole = f"{article['title']}\n\n{article['text']}"
    start = whole.index(label["evidence"])
    end = start + len(label["evidence"])
    assert start == 0 or re.search(r'[.!?"]\s+$|\n$', whole[:start]), "begins in mid-sentence"
    assert re.match(r"\s|$", whole[end:]), "ends in mid-word"
    assert label["evidence"] in article["title"] or re.search(r'[.!?]"?$', label["evidence"])
    assert all(signatory["name"].casefold() in whole.casefold() for signatory in label.get("signatories", []))


def test_every_stage_type_and_hard_case_is_covered() -> None:
    assert {label["stage"] for _, label in LABELS} == set(Stage)
    assert {label["pact_type"] for _, label in LABELS} == set(PactType)
    covered = {tag for row in EXPECTED for tag in row["covers"]}
    assert not HARD_CASES - covered
    assert {row["stratum"] for row in EXPECTED} == STRATA


def test_about_half_of_the_articles_are_no_event() -> None:
    share = sum(row["is_pact"] for row in EXPECTED) / len(EXPECTED)
    assert 0.4 <= share <= 0.6


def test_articles_of_one_event_agree_on_parties_stage_and_type() -> None:
    told: dict[str, list[set[tuple[Any, ...]]]] = {}
    for row in EXPECTED:
        if name := row.get("same_event"):
            steps = {(frozenset(e["parties"]), e["stage"], e["pact_type"]) for e in row["events"]}
            told.setdefault(name, []).append(steps)
    assert all(set.intersection(*articles) for articles in told.values())
    assert len(told["japan-ukraine-signing"]) >= 4


def table(heading: str, counts: list[tuple[str, int, int]]) -> str:
    """The counts as README.md has to show them."""
    head = f"| {heading} | articles | with an event |\n|---|--:|--:|\n"
    return head + "".join(f"| {name} | {all_of} | {positive} |\n" for name, all_of, positive in counts)


def test_the_readme_counts_what_is_there() -> None:
    readme = (SEEDS / "README.md").read_text(encoding="utf-8")
    strata = [
        (s, sum(r["stratum"] == s for r in EXPECTED), sum(r["stratum"] == s and r["is_pact"] for r in EXPECTED))
        for s in sorted(STRATA)
    ]
    total = ("**all**", len(EXPECTED), sum(r["is_pact"] for r in EXPECTED))
    assert table("stratum", [*strata, total]) in readme

    for heading, vocabulary, field in (("stage", Stage, "stage"), ("type", PactType, "pact_type")):
        counts = Counter(label[field] for row in EXPECTED for label in row["events"])
        standing = Counter(label[field] for row in EXPECTED for label in row.get("standing", []))
        wanted = f"| {heading} | events | standing |\n|---|--:|--:|\n"
        wanted += "".join(f"| {word} | {counts[word]} | {standing[word]} |\n" for word in vocabulary)
        assert wanted in readme

    tags = Counter(tag for row in EXPECTED for tag in row["covers"])
    shown = {name: int(n) for name, n in re.findall(r"^\| `(\w+)` \| (\d+) \| \S", readme, flags=re.MULTILINE)}
    assert shown == dict(tags)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample["name"])
def test_bad_input_is_refused_with_its_reason_and_odd_input_is_not(sample: dict[str, Any]) -> None:
    if sample["valid"]:
        assert Article.model_validate_json(message(sample)).text
        return
    with pytest.raises(ValidationError) as refused:
        Article.model_validate_json(message(sample))
    assert sample["reason"] in str(refused.value)


def test_bad_samples_have_names_of_their_own() -> None:
    names = [sample["name"] for sample in SAMPLES]
    assert len(set(names)) == len(names)
    assert {"text", "bytes_base64", "generate"} >= {
        key for s in SAMPLES for key in s if key not in {"name", "valid", "reason", "about"}
    }
