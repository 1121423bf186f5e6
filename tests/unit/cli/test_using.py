"""The commands people use while it runs: publish, watch, alerts, pacts."""

import json
from pathlib import Path
from typing import get_args

import pytest

from services.cli.commands import watching
from shared.messages import Alert, Match
from shared.subscriptions import Role, Rule
from tests.command import run
from tests.messages import NOON, pact_event, report
from tests.stub_gateway import StubGateway, problem


def alert(subscription: str = "sub_1", **fields: object) -> dict[str, object]:
    """One alert as the gateway gives it."""
    event = pact_event(at=NOON, mentioned=("RUS",), **fields)  # type: ignore[arg-type]
    made = Alert(
        alert_id=f"alr_{event.event_id}",
        subscription_id=subscription,
        matched=Match(countries=("JPN",)),
        event=event,
        created_at=NOON,
    )
    return made.model_dump(mode="json")


@pytest.fixture
def stub() -> StubGateway:
    """The gateway."""
    return StubGateway()


def test_publish_takes_every_form(stub: StubGateway, tmp_path: Path) -> None:
    lines = tmp_path / "news.jsonl"
    lines.write_text('{"text": "one"}\n{"text": "two"}\n')
    text = tmp_path / "note.txt"
    text.write_text("A title\n\nThe text.")
    ran = run("publish", str(lines), str(text), wiring=stub.wiring)
    assert ran.exit_code == 0
    assert "3 published." in ran.out
    assert [article["text"] for article in stub.articles] == ["one", "two", "The text."]


def test_publish_reads_standard_input(stub: StubGateway) -> None:
    assert run("publish", "-", wiring=stub.wiring, stdin='{"text": "one"}').exit_code == 0
    assert stub.articles == [{"text": "one"}]


def test_a_refused_article_is_named_and_the_others_are_taken(stub: StubGateway, tmp_path: Path) -> None:
    lines = tmp_path / "news.jsonl"
    lines.write_text('{"text": "one"}\n{"title": "no text"}\nnot json\n')
    ran = run("publish", str(lines), wiring=stub.wiring)
    assert ran.exit_code == 1
    assert "1 published, 2 refused." in ran.out
    assert f"Refused {lines}:2: text: field required." in ran.err
    assert f"Refused {lines}:3: is not JSON" in ran.err


def test_a_misspelt_file_is_told_before_anything_is_published(stub: StubGateway, tmp_path: Path) -> None:
    good = tmp_path / "a.txt"
    good.write_text("text")
    ran = run("publish", str(good), str(tmp_path / "b.txt"), wiring=stub.wiring)
    assert ran.exit_code == 2
    assert "b.txt cannot be read: No such file or directory." in ran.err
    assert stub.articles == []


def test_what_was_taken_is_told_though_the_gateway_went_away(stub: StubGateway, tmp_path: Path) -> None:
    stub.away = [problem(503, "Kafka does not answer yet.")]
    note = tmp_path / "a.txt"
    note.write_text("text")
    ran = run("publish", "--patience", "0", str(note), wiring=stub.wiring)
    assert ran.exit_code == 1
    assert "0 published." in ran.out
    assert "Kafka does not answer yet." in ran.err


def test_watch_takes_names_and_codes(stub: StubGateway) -> None:
    ran = run("watch", "japan", "NATO", "--role", "mentioned", "--stage", "signed", wiring=stub.wiring)
    assert ran.exit_code == 0
    assert stub.subscriptions[0]["spec"]["countries"] == ["JPN", "NATO"]
    assert stub.subscriptions[0]["spec"]["role"] == "mentioned"
    assert stub.subscriptions[0]["spec"]["stages"] == ["signed"]


def test_watch_shows_the_secret_once(stub: StubGateway) -> None:
    ran = run("watch", "JPN", "--webhook", "https://host.example/hook", wiring=stub.wiring)
    assert "whsec_shown_once" in ran.out
    assert "whsec" not in run("watches", wiring=stub.wiring).out


def test_watch_knows_what_was_meant(stub: StubGateway) -> None:
    ran = run("watch", "Ukrane", wiring=stub.wiring)
    assert ran.exit_code == 2
    assert "did you mean Ukraine (UKR)?" in ran.err
    assert stub.subscriptions == []


def test_roles_and_rules_are_those_of_the_contract() -> None:
    assert set(get_args(watching.Role)) == {role.value for role in Role}
    assert set(get_args(watching.Rule)) == {rule.value for rule in Rule}


def test_unwatch_ends_a_subscription(stub: StubGateway) -> None:
    run("watch", "JPN", wiring=stub.wiring)
    assert run("unwatch", "sub_1", wiring=stub.wiring).exit_code == 0
    assert stub.subscriptions == []
    again = run("unwatch", "sub_1", wiring=stub.wiring)
    assert (again.exit_code, again.err) == (2, "There is no subscription sub_1; see `pactwatch watches`.\n")


def test_an_alert_is_shown_with_its_proof(stub: StubGateway) -> None:
    stub.alerts = [alert()]
    ran = run("alerts", wiring=stub.wiring)
    for shown in ("Japan", "Ukraine", "signed", "JPN and UKR have signed a pact.", "Daily Example", "Russia", "0.80"):
        assert shown in ran.out


def test_alerts_as_json_are_the_gateways_own(stub: StubGateway) -> None:
    stub.alerts = [alert(), alert(cause="rep_2")]
    ran = run("alerts", "--json", wiring=stub.wiring)
    assert ran.rows == stub.alerts[::-1]  # oldest first, as they are followed
    assert "\x1b" not in ran.out


def test_no_alerts_is_no_error(stub: StubGateway) -> None:
    ran = run("alerts", "--country", "jp", wiring=stub.wiring)
    assert (ran.exit_code, ran.out) == (0, "")
    assert "There are no alerts yet." in ran.err
    assert dict(stub.asked[-1].params)["country"] == "JPN"


def test_text_from_outside_cannot_steer_the_terminal(stub: StubGateway) -> None:
    hostile = alert()
    hostile["event"]["evidence"][0]["sentence"] = "\x1b]0;owned\x07[red]Japan[/red] signed"  # type: ignore[index]
    stub.alerts = [hostile]
    out = run("alerts", wiring=stub.wiring).out
    assert "\x1b" not in out
    assert "[red]Japan[/red] signed" in out


def test_the_register_and_one_life_of_it(stub: StubGateway) -> None:
    event = pact_event(at=NOON)
    stub.pacts[event.pact_id] = {
        "pact": event.pact.model_dump(mode="json"),
        "timeline": [event.model_dump(mode="json")],
        "reports": [report().model_dump(mode="json")],
        "reports_total": 1,
    }
    listed = run("pacts", "Japan", "--type", "security_cooperation", wiring=stub.wiring)
    assert event.pact_id in listed.out
    assert stub.asked[-1].params.get_list("pact_type") == ["security_cooperation"]
    life = run("pact", event.pact_id, wiring=stub.wiring)
    assert "Evidence: 1 report" in life.out
    assert "have signed a pact, says Daily Example." in life.out
    [row] = run("pact", event.pact_id, "--json", wiring=stub.wiring).rows
    assert row == stub.pacts[event.pact_id]


@pytest.mark.parametrize("columns", ["30", "60", "200"])
def test_every_width_shows_everything(stub: StubGateway, columns: str) -> None:
    stub.alerts = [alert()]
    run("watch", "JPN", "UKR", wiring=stub.wiring)
    assert "sub_1" in run("watches", wiring=stub.wiring, COLUMNS=columns).out
    assert "Ukraine" in run("alerts", wiring=stub.wiring, COLUMNS=columns).out


def test_nothing_running_is_a_sentence(tmp_path: Path) -> None:
    ran = run("alerts", PACTWATCH_HOME=str(tmp_path))
    assert ran.exit_code == 1
    assert ran.err.startswith("Pactwatch does not run here; start it with `pactwatch up`")


def test_a_wrong_setting_is_a_sentence() -> None:
    ran = run("alerts", PACTWATCH_TOPIC_PARTITIONS="many")
    assert ran.exit_code == 2


def test_the_address_may_be_given(tmp_path: Path) -> None:
    ran = run("--gateway", "127.0.0.1:9", "alerts", PACTWATCH_HOME=str(tmp_path))
    assert "Nothing answers at http://127.0.0.1:9." in ran.err


def test_debugging_shows_where(tmp_path: Path) -> None:
    from typer.testing import CliRunner

    from services.cli.app import build

    environment = {"PACTWATCH_DEBUG": "1", "PACTWATCH_HOME": str(tmp_path), "PACTWATCH_GATEWAY": None}
    assert "Traceback" in CliRunner().invoke(build(), ["alerts"], env=environment).stderr


def test_json_keeps_every_letter(stub: StubGateway) -> None:
    stub.alerts = [alert()]
    stub.alerts[0]["note"] = "Zelenskyy – “ü”"
    assert json.loads(run("alerts", "--json", wiring=stub.wiring).out)["note"] == "Zelenskyy – “ü”"


def test_a_subscription_is_named_by_id_or_by_its_only_name(stub: StubGateway) -> None:
    ran = run("alerts", "--watch", "sub_unknown", wiring=stub.wiring)
    assert (ran.exit_code, ran.err) == (2, "There is no subscription sub_unknown; see `pactwatch watches`.\n")
    for name in ("desk", "twice", "twice"):
        run("watch", "JPN", "--name", name, wiring=stub.wiring)
    assert "name one by its id: sub_2, sub_3" in run("unwatch", "twice", wiring=stub.wiring).err
    assert run("unwatch", "desk", wiring=stub.wiring).out == "sub_1 is ended.\n"


def test_what_is_only_planned_says_so(stub: StubGateway) -> None:
    stub.alerts = [alert()]
    stub.alerts[0]["event"]["modality"] = "planned"
    assert "signed (planned)" in run("alerts", wiring=stub.wiring).out
