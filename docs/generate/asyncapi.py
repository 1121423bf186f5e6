"""The AsyncAPI 3.0 document: every topic as a channel, every service's business with it as an operation."""

import json
from pathlib import Path
from typing import Any

import yaml

import shared
from docs.generate import schemas
from docs.generate.examples import AT, EXAMPLES
from docs.generate.flows import FLOWS, Flow
from shared import cloudevents
from shared.messages import Message
from shared.topics import ALL, Topic, by_name

FILE = schemas.FOLDER / "asyncapi.yaml"
KAFKA_BINDING = "0.5.0"


def _message(model: type[Message]) -> dict[str, Any]:
    example = EXAMPLES[model]
    sender = next(flow.service for flow in FLOWS if flow.action == "send" and flow.topic.message is model)
    headers = cloudevents.headers(example, sender, AT)
    return {
        "name": model.__name__,
        "title": model.__name__,
        "summary": (model.__doc__ or "").strip(),
        "contentType": "application/json",
        "headers": schemas.cloudevents_schema(model),
        "payload": {"$ref": f"./{schemas.file_name(model)}"},
        "examples": [
            {
                "headers": {name: value.decode() for name, value in headers},
                "payload": json.loads(example.model_dump_json(exclude_defaults=True)),
            }
        ],
    }


def _rejected() -> dict[str, Any]:
    return {
        "name": "Rejected",
        "title": "Refused message",
        "summary": "A message that could not be read: the original bytes, with the reason in the headers.",
        "contentType": "application/octet-stream",
        "headers": {"$ref": "./rejection-headers.schema.json"},
        "payload": {"description": "The bytes as they were received, whatever they are."},
    }


def _message_key(topic: Topic) -> str:
    return topic.message.__name__ if topic.message else "Rejected"


def _channel(topic: Topic) -> dict[str, Any]:
    kept = "for ever" if topic.retention is None else f"for {topic.retention.days} days"
    settings = topic.configuration()
    return {
        "address": topic.name,
        "summary": f"Keyed by {topic.key}, kept {kept}.",
        "messages": {_message_key(topic): {"$ref": f"#/components/messages/{_message_key(topic)}"}},
        "bindings": {
            "kafka": {
                "topic": topic.name,
                "topicConfiguration": {
                    "cleanup.policy": settings["cleanup.policy"].split(","),
                    "retention.ms": int(settings["retention.ms"]),
                    "max.message.bytes": int(settings["max.message.bytes"]),
                },
                "bindingVersion": KAFKA_BINDING,
            }
        },
    }


def _operation(flow: Flow) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "action": flow.action,
        "channel": {"$ref": f"#/channels/{flow.topic.name}"},
        "summary": f"The {'command line' if flow.service == 'cli' else flow.service} {flow.why}",
        "tags": [{"name": flow.service}],
    }
    if flow.action == "receive" and flow.service != "cli":
        group = {"type": "string", "const": flow.service}
        operation["bindings"] = {"kafka": {"groupId": group, "bindingVersion": KAFKA_BINDING}}
    return operation


def _operation_name(flow: Flow) -> str:
    return f"{flow.service}-{flow.action}-{flow.topic.name.replace('.', '-')}"


def document() -> dict[str, Any]:
    """The whole document."""
    messages = {_message_key(topic): _message(topic.message) for topic in ALL if topic.message}
    # The key of a message is plain text; which text, its channel says.
    for topic in ALL:
        if topic.message:
            key = {"type": "string", "description": f"The {topic.key}."}
            messages[_message_key(topic)]["bindings"] = {"kafka": {"key": key, "bindingVersion": KAFKA_BINDING}}
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Pactwatch",
            "version": shared.__version__,
            "description": (
                "The topics of Pactwatch. Delivery is at least once; every message has a deterministic id (`ce_id`), "
                "so a repeat is recognised. Readers ignore fields they do not know. A topic's name on the broker has "
                "the setting `PACTWATCH_TOPIC_PREFIX` before it."
            ),
            "license": {"name": "Apache-2.0"},
        },
        "defaultContentType": "application/json",
        "servers": {
            "local": {"host": "localhost:9092", "protocol": "kafka", "description": "`pactwatch up` on this machine."}
        },
        "channels": {topic.name: _channel(by_name(topic.name)) for topic in ALL},
        "operations": {_operation_name(flow): _operation(flow) for flow in FLOWS},
        "components": {"messages": {**messages, "Rejected": _rejected()}},
    }


class _Plain(yaml.SafeDumper):
    """YAML as people write it: no references to values, lists indented under their name."""

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def render() -> dict[Path, str]:
    """The document as a file."""
    text = yaml.dump(document(), Dumper=_Plain, sort_keys=False, allow_unicode=True, width=100)
    return {FILE: text}
