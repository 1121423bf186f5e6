"""The command on a running system: everything a person does between `up` and `down`."""

import json
import signal
from pathlib import Path
from typing import Any

import pytest

from shared.topics import ARTICLES
from tests.composition import ROOT
from tests.live import Live
from tests.pactwatch_process import Pactwatch
from tests.topic_reader import publish_raw
from tests.waiting import until

SEEDS = ROOT / "seeds"


@pytest.fixture
def pactwatch(live: Live) -> Pactwatch:
    """The command, in the home of the running system."""
    return Pactwatch(live.home.path)


def story(first: str, second: str, **fields: Any) -> dict[str, Any]:
    """An article about two countries that no other test speaks of."""
    text = (
        f"The governments of {first} and {second} have signed a bilateral security agreement. By the accord the two "
        "will consult each other in a crisis and train their forces together for 10 years."
    )
    return {"title": f"{first} and {second} sign security agreement", "text": text, "source": "Wire", **fields}


async def one_alert(live: Live, pactwatch: Pactwatch, watch: str) -> dict[str, Any]:
    """The only alert a subscription has once everything has come through."""
    await live.until_drained()
    [alert] = pactwatch.rows("alerts", "--watch", watch)
    return alert


def seeds() -> dict[str, dict[str, Any]]:
    """The sample articles by their id."""
    lines = (SEEDS / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    return {article["id"]: article for article in map(json.loads, lines)}


def watch(pactwatch: Pactwatch, *words: str) -> str:
    """A new subscription's id."""
    [made] = pactwatch.rows("watch", *words)
    return str(made["subscription_id"])


async def test_every_form_of_article_becomes_an_alert(live: Live, pactwatch: Pactwatch, tmp_path: Path) -> None:
    watches = [watch(pactwatch, code) for code in ("CHL", "GHA", "NPL", "FIN")]
    lines, array, note = tmp_path / "news.jsonl", tmp_path / "news.json", tmp_path / "note.txt"
    lines.write_text(json.dumps(story("Chile", "Peru")) + "\n")
    array.write_text(json.dumps([story("Ghana", "Kenya")], indent=2))
    note.write_text("{title}\n\n{text}\n".format(**story("Nepal", "Mongolia")))
    assert "3 published." in pactwatch("publish", lines, array, note).stdout
    pactwatch("publish", "-", stdin=json.dumps(story("Finland", "Brazil")))
    for identity in watches:
        alert = await one_alert(live, pactwatch, identity)
        assert alert["event"]["stage"] == "signed"


async def test_one_article_by_three_ways_and_twice_is_one_alert(
    live: Live, pactwatch: Pactwatch, tmp_path: Path
) -> None:
    identity = watch(pactwatch, "Uruguay", "Bolivia", "--rule", "pair")
    article = story("Uruguay", "Bolivia", url="https://wire.example/uruguay-bolivia")
    file = tmp_path / "one.json"
    file.write_text(json.dumps(article))
    for _ in range(2):
        async with live.gateway() as client:
            (await client.post("/articles", json=article)).raise_for_status()
        pactwatch("publish", file)
        await publish_raw(live.settings, ARTICLES, json.dumps(article).encode())
    alert = await one_alert(live, pactwatch, identity)
    assert alert["matched"]["rule"] == "pair"
    assert {party["code"] for party in alert["event"]["pact"]["parties"]} == {"URY", "BOL"}
    assert alert["event"]["sources"] == ["Wire"]


async def test_the_threat_in_an_article_is_told_only_to_who_asks_for_mentions(live: Live, pactwatch: Pactwatch) -> None:
    party, mentioned = watch(pactwatch, "RUS"), watch(pactwatch, "RUS", "--role", "mentioned")
    pactwatch("publish", "-", stdin=json.dumps(seeds()["seed-001"]))
    alert = await one_alert(live, pactwatch, mentioned)
    assert {party["code"] for party in alert["event"]["pact"]["parties"]} == {"JPN", "UKR"}
    pact = alert["event"]["pact"]
    assert (pact["stage"], pact["pact_type"], pact["duration"]["text"]) == (
        "signed",
        "security_cooperation",
        "long-term",
    )
    provisions = {"consultation", "intelligence_sharing", "exercises_training", "defence_cooperation"}
    assert provisions <= set(pact["provisions"])
    assert {(one["name"], one["for_code"]) for one in pact["signatories"]} == {
        ("Fumio Kishida", "JPN"),
        ("Volodymyr Zelenskyy", "UKR"),
    }
    assert "RUS" in {mention["code"] for mention in pact["mentioned"]}
    assert pactwatch.rows("alerts", "--watch", party) == []
    shown = " ".join(pactwatch("alerts", "--watch", mentioned).stdout.replace("│", " ").split())
    for words in ("Japan", "Ukraine", "signed", "long-term", "Russia", "The Harbour Post"):
        assert words in shown


async def test_the_register_has_one_life_for_it(live: Live, pactwatch: Pactwatch) -> None:
    pactwatch("publish", "-", stdin=json.dumps(story("Tunisia", "Malaysia")))
    await live.until_drained()
    [pact] = pactwatch.rows("pacts", "Tunisia", "Malaysia")
    assert pact["pact_id"] in pactwatch("pacts", "TUN").stdout
    life = pactwatch("pact", pact["pact_id"]).stdout
    assert "Evidence: 1 report" in life
    assert "bilateral security agreement" in life
    assert "There is no pact of that id" in pactwatch("pact", "pact_none", expect=1).stderr


async def test_alerts_are_followed_as_they_come(live: Live, pactwatch: Pactwatch) -> None:
    identity = watch(pactwatch, "KHM")
    following = pactwatch.start("alerts", "--follow", "--json", "--watch", identity)
    try:
        pactwatch("publish", "-", stdin=json.dumps(story("Cambodia", "Ecuador")))
        assert following.stdout is not None
        assert json.loads(following.stdout.readline())["subscription_id"] == identity
    finally:
        following.send_signal(signal.SIGINT)
        _, said = following.communicate(timeout=20)
    assert following.returncode == 130
    assert said == "Interrupted.\n"


async def test_a_refused_message_is_mended_and_comes_through(live: Live, pactwatch: Pactwatch, tmp_path: Path) -> None:
    identity = watch(pactwatch, "ISL")
    broken = story("Iceland", "Zambia")
    broken["txt"] = broken.pop("text")
    await publish_raw(live.settings, ARTICLES, json.dumps(broken).encode(), key=b"stranger")

    async def refused() -> list[dict[str, Any]]:
        return [row for row in pactwatch.rows("rejected", "list") if "Iceland" in row.get("value", "")]

    [row] = await until(refused, what="the refusal")
    assert (row["topic"], row["reason"], row["field"]) == ("articles", "invalid", "text")
    assert "text: field required." in pactwatch("rejected", "show", row["rejected_id"]).stdout
    mended = tmp_path / "mended.json"
    mended.write_text(pactwatch("rejected", "show", row["rejected_id"], "--raw").stdout)
    pactwatch("rejected", "retry", row["rejected_id"], "--with", mended, expect=1)
    mended.write_text(mended.read_text().replace('"txt"', '"text"'))
    pactwatch("rejected", "retry", row["rejected_id"], "--with", mended)
    assert await refused() == []
    await one_alert(live, pactwatch, identity)


async def test_a_message_sent_again_as_it_was_is_refused_anew(live: Live, pactwatch: Pactwatch) -> None:
    await publish_raw(live.settings, ARTICLES, b"no json \xff at all")

    async def refused() -> list[str]:
        return [row["rejected_id"] for row in pactwatch.rows("rejected", "list") if row["reason"] == "not_utf8"]

    [before] = await until(refused, what="the refusal")
    pactwatch("rejected", "retry", "--all")

    async def anew() -> bool:
        return len(now := await refused()) == 1 and now != [before]

    await until(anew, what="the second refusal")


def test_publish_names_what_was_refused(pactwatch: Pactwatch, tmp_path: Path) -> None:
    file = tmp_path / "news.jsonl"
    file.write_text(
        '{"text": "Nothing about pacts."}\n{"title": "no text"}\n{"text": "t", "published_at": "1066-10-14"}\n'
    )
    ran = pactwatch("publish", file, expect=1)
    assert "1 published, 2 refused." in ran.stdout
    assert f"{file}:2: text: field required." in ran.stderr
    assert f"{file}:3: published_at: lies outside 1800-2100" in ran.stderr


def test_a_watch_begins_and_ends(pactwatch: Pactwatch) -> None:
    ran = pactwatch("watch", "Estonia", "--webhook", "https://host.example/hook", "--name", "Baltic desk")
    assert "whsec_" in ran.stdout
    identity = ran.stdout.split()[0]
    assert "Baltic desk" in pactwatch("watches").stdout
    pactwatch("unwatch", identity)
    assert identity not in pactwatch("watches").stdout
    assert "There is no subscription" in pactwatch("unwatch", identity, expect=2).stderr


def test_the_doctor_finds_everything_in_order(pactwatch: Pactwatch) -> None:
    checks = pactwatch.rows("doctor")
    assert {check["check"] for check in checks} >= {
        "Python",
        "packages",
        "topics",
        "gateway",
        "Apache Kafka",
        "PostgreSQL",
    }
    assert [check for check in checks if check["verdict"] == "bad"] == []


def test_the_reading_needs_no_system(tmp_path: Path) -> None:
    alone = Pactwatch(tmp_path / "no-home")
    note = tmp_path / "note.txt"
    note.write_text("{title}\n\n{text}\n".format(**story("Japan", "Ukraine")))
    [row] = [json.loads(line) for line in alone("extract", note).stdout.splitlines()]
    assert {party["code"] for party in row["reports"][0]["parties"]} == {"JPN", "UKR"}
    explained = alone("explain", note).stdout
    assert "bilateral security agreement" in explained
    assert "Statement 1, reported" in explained
    page = tmp_path / "page.html"
    alone("explain", note, "--html", page)
    assert "bilateral security agreement" in page.read_text(encoding="utf-8")


def test_the_reading_is_scored_from_articles_or_from_reports(tmp_path: Path) -> None:
    alone = Pactwatch(tmp_path / "no-home")
    labels = (SEEDS / "expected.jsonl").read_text(encoding="utf-8").splitlines()[:3]
    gold, articles = tmp_path / "some_gold.jsonl", tmp_path / "some_articles.jsonl"
    gold.write_text("".join(f"{label}\n" for label in labels))
    labelled = [seeds()[json.loads(label)["id"]] for label in labels]
    articles.write_text("".join(f"{json.dumps(article)}\n" for article in labelled))
    [from_articles] = alone.rows("evaluate", gold)
    reports = tmp_path / "reports.jsonl"
    reports.write_text(alone("extract", articles).stdout)
    [from_reports] = alone.rows("evaluate", gold, reports)
    assert from_articles == from_reports
    assert from_articles["lenient"]["articles"] == 3
    shown = alone("evaluate", gold, reports, "--errors", "3").stdout
    assert "detection P R F1" in shown
    assert "missed article" in shown
