"""The API's manual as one HTML page, made from its OpenAPI description."""

import json
import shlex
from collections.abc import Iterator
from html import escape
from typing import Any

BASE = "http://127.0.0.1:8787"


def body(described: dict[str, Any]) -> str:
    """The page's content: every operation with its parameters, an example request, its answers."""
    return "\n".join(_lines(described))


def _lines(described: dict[str, Any]) -> Iterator[str]:
    yield f"<h1>{escape(described['info']['title'])} API</h1>"
    yield from _paragraphs(described["info"]["description"])
    yield '<p>For programs: <a href="/openapi.json">OpenAPI 3.1</a>.</p>'
    for tag in described["tags"]:
        yield f"<h2>{escape(tag['name'].capitalize())}</h2><p>{escape(tag['description'])}</p>"
        for path, operations in described["paths"].items():
            for method, operation in operations.items():
                if tag["name"] in operation["tags"]:
                    yield from _operation(method.upper(), path, operation)


def _operation(method: str, path: str, operation: dict[str, Any]) -> Iterator[str]:
    identity = escape(operation["operationId"])
    yield f'<h3 id="{identity}">{escape(operation["summary"])}: <code>{method} {escape(path)}</code></h3>'
    yield from _paragraphs(operation["description"])
    parameters = operation.get("parameters", [])
    if parameters:
        yield "<table><tr><th>Parameter</th><th></th></tr>"
        for parameter in parameters:
            yield f"<tr><td><code>{escape(parameter['name'])}</code></td><td>{escape(_about(parameter))}</td></tr>"
        yield "</table>"
    yield from (f"<pre>{escape(command)}</pre>" for command in _commands(method, path, operation))
    for status, response in operation["responses"].items():
        yield f"<details><summary>{status} {escape(response['description'])}</summary>"
        for content in response.get("content", {}).values():
            yield f"<pre>{escape(json.dumps(content.get('example'), indent=2, ensure_ascii=False))}</pre>"
        yield "</details>"


def _paragraphs(text: str) -> Iterator[str]:
    yield from (f"<p>{escape(paragraph)}</p>" for paragraph in text.strip().split("\n\n"))


def _about(parameter: dict[str, Any]) -> str:
    told: str = parameter.get("description") or parameter["schema"].get("description", "")
    return f"{told} Example: {parameter['example']}." if "example" in parameter else told


def _commands(method: str, path: str, operation: dict[str, Any]) -> Iterator[str]:
    """Example requests, ready for a shell."""
    for parameter in operation.get("parameters", []):
        path = path.replace(f"{{{parameter['name']}}}", str(parameter.get("example")))
    command = "curl" if method == "GET" else f"curl -X {method}"
    examples = operation.get("requestBody", {}).get("content", {})
    if not examples:
        yield f"{command} {BASE}{path}"
    for media_type, content in examples.items():
        for example in content["examples"].values():
            value = example["value"]
            sent = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
            yield (
                f"# {example['summary']}\n{command} {BASE}{path} -H 'Content-Type: {media_type}' \\\n"
                f"  --data-binary {shlex.quote(sent)}"
            )
