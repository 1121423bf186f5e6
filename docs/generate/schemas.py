"""JSON Schemas of what travels: one file a message, and one for each kind of Kafka headers."""

import json
from pathlib import Path
from typing import Any

from shared import rejection
from shared.cloudevents import TYPES
from shared.decoding import Reason
from shared.messages import Article, Message
from shared.topics import WITH_MESSAGES

FOLDER = Path("docs/contracts")
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def file_name(model: type[Message]) -> str:
    """`pact-report.schema.json` for PactReport, after the type its CloudEvents header names."""
    return TYPES[model].split(".")[1] + ".schema.json"


def message_schema(model: type[Message]) -> dict[str, Any]:
    """What a reader accepts: fields with a default may be left out."""
    return {"$schema": DIALECT, **model.model_json_schema(mode="validation")}


def cloudevents_schema(model: type[Message]) -> dict[str, Any]:
    """The headers every message carries, CloudEvents 1.0 in the binary mode of its Kafka binding."""
    ours = ["ce_specversion", "ce_id", "ce_type", "ce_source", "ce_time", "content-type"]
    return {
        "type": "object",
        # Any Kafka client may publish an article, with or without headers.
        "required": [] if model is Article else ours,
        "properties": {
            "ce_specversion": {"const": "1.0"},
            "ce_id": {"type": "string", "description": "Recognises a repeat of the same message."},
            "ce_type": {"const": TYPES[model]},
            "ce_source": {"type": "string", "pattern": "^/pactwatch/[a-z]+$", "description": "The service."},
            "ce_time": {"type": "string", "format": "date-time"},
            "content-type": {"const": "application/json"},
        },
    }


def rejection_schema() -> dict[str, Any]:
    """The headers of a refused message; its value is the original bytes, untouched."""
    text = {"type": "string"}
    fields: dict[str, Any] = {
        "id": {**text, "description": "Deterministic, from where the message stood; also the message's key."},
        "topic": {**text, "description": "The topic it was refused from, without prefix."},
        "partition": {**text, "pattern": "^[0-9]+$"},
        "offset": {**text, "pattern": "^[0-9]+$"},
        "reason": {"enum": [reason.value for reason in Reason]},
        "detail": {**text, "description": "Sentences for people: what is wrong, and what to do."},
        "service": {**text, "description": "The service that refused it."},
        "at": {**text, "format": "date-time"},
        "field": {**text, "description": "The first field that is wrong, if one is."},
        "key": {"description": "The original key, as bytes, if there was one."},
    }
    optional = {"field", "key"}
    return {
        "$schema": DIALECT,
        "title": "RejectionHeaders",
        "description": "Kafka headers on a `*.rejected` topic. The message's value is what was refused, byte for byte.",
        "type": "object",
        "required": [rejection.PREFIX + name for name in fields if name not in optional],
        "properties": {rejection.PREFIX + name: schema for name, schema in fields.items()},
    }


def render() -> dict[Path, str]:
    """Every schema file with its content."""
    schemas: dict[str, dict[str, Any]] = {
        file_name(topic.message): message_schema(topic.message) for topic in WITH_MESSAGES if topic.message
    }
    schemas["rejection-headers.schema.json"] = rejection_schema()
    return {FOLDER / name: json.dumps(schema, indent=2, ensure_ascii=False) + "\n" for name, schema in schemas.items()}
