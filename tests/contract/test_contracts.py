"""The published contracts are today's, are valid, and every message ever published in their form can still be read."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator, Draft202012Validator

from docs.generate import asyncapi, schemas
from docs.generate.__main__ import ROOT, broken_contracts, render
from docs.generate.examples import EXAMPLES
from docs.generate.flows import FLOWS, services
from shared.cloudevents import TYPES
from shared.decoding import decode
from shared.messages import Message
from shared.topics import ALL, CONSUMED, WITH_MESSAGES

HERE = Path(__file__).parent
OLD_MESSAGES = sorted((HERE / "old_messages").glob("*.json"))
RENDERED = render()
MODELS = {name.split(".")[1].replace("-", "_"): model for model, name in TYPES.items()}


@pytest.mark.parametrize("path", sorted(RENDERED), ids=str)
def test_generated_files_are_current(path: Path) -> None:
    assert (ROOT / path).read_text(encoding="utf-8") == RENDERED[path], f"{path} is old: run make contracts"


def test_no_generated_file_is_left_over() -> None:
    there = {path.relative_to(ROOT) for path in (ROOT / schemas.FOLDER).iterdir()}
    assert there == {path for path in RENDERED if path.parent == schemas.FOLDER}


def test_no_message_broke_its_contract() -> None:
    assert broken_contracts() == []


@pytest.mark.parametrize("path", OLD_MESSAGES, ids=lambda path: path.stem)
def test_old_messages_are_still_read(path: Path) -> None:
    model = next(model for name, model in MODELS.items() if path.stem.startswith(name))
    raw = path.read_bytes()
    message = decode(model, raw)
    assert message.schema_version == 1
    Draft202012Validator(schemas.message_schema(model)).validate(json.loads(raw))


def test_there_are_old_messages_of_every_kind() -> None:
    for name in MODELS:
        kinds = {path.stem.removeprefix(name + "_") for path in OLD_MESSAGES if path.stem.startswith(name)}
        assert "whole_with_unknown_fields" in kinds
        assert kinds & {"least", "only_text"}


@pytest.mark.parametrize("model", EXAMPLES, ids=lambda model: model.__name__)
def test_what_is_written_fits_the_schema_and_reads_back(model: type[Message]) -> None:
    written = EXAMPLES[model].model_dump_json().encode()
    Draft202012Validator(schemas.message_schema(model)).validate(json.loads(written))
    assert decode(model, written) == EXAMPLES[model]


def test_the_asyncapi_document_is_valid() -> None:
    specification = json.loads((HERE / "asyncapi" / "3.0.0.schema.json").read_text(encoding="utf-8"))
    problems = [f"{error.json_path}: {error.message}" for error in Draft7Validator(specification).iter_errors(_plain())]
    assert problems == []


def test_every_reference_in_the_asyncapi_document_leads_somewhere() -> None:
    document = _plain()
    for reference in _references(document):
        file, _, pointer = reference.partition("#")
        if file:
            assert (ROOT / schemas.FOLDER / file).is_file(), reference
            continue
        place: Any = document
        for step in pointer.strip("/").split("/"):
            assert step in place, reference
            place = place[step]


def test_every_topic_has_a_writer_and_what_services_take_has_a_reader() -> None:
    for topic in ALL:
        assert services("send", topic), topic.name
    for topic in CONSUMED:
        assert services("receive", topic), topic.name
    assert {flow.topic for flow in FLOWS} == set(ALL)
    assert {topic.message for topic in WITH_MESSAGES} == set(TYPES)


def _plain() -> dict[str, Any]:
    """The document as a reader of the file gets it."""
    plain: dict[str, Any] = json.loads(json.dumps(asyncapi.document()))
    return plain


def _references(value: object) -> list[str]:
    if isinstance(value, dict):
        own = [value["$ref"]] if isinstance(value.get("$ref"), str) else []
        return own + [reference for inner in value.values() for reference in _references(inner)]
    if isinstance(value, list):
        return [reference for inner in value for reference in _references(inner)]
    return []
