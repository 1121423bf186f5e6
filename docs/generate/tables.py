"""The reference tables: every setting, every metric, every topic, read from the code that declares them."""

import importlib
import inspect
import pkgutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from prometheus_client.metrics import MetricWrapperBase
from pydantic import SecretStr
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined
from pydantic_settings import BaseSettings

import services
from docs.generate import flows, schemas
from shared.settings import PREFIX, CommonSettings
from shared.topics import ALL, Topic

HEAD = "<!-- Generated from the code by `make contracts`; edit the code, not this file. -->\n"


def modules(name: str) -> Iterator[tuple[str, ModuleType]]:
    """`services.<service>.<name>` of every service that has it, in alphabetical order."""
    for service in sorted(found.name for found in pkgutil.iter_modules(services.__path__) if found.ispkg):
        try:
            yield service, importlib.import_module(f"services.{service}.{name}")
        except ModuleNotFoundError as error:
            if error.name != f"services.{service}.{name}":
                raise


def settings_types() -> dict[str, type[BaseSettings]]:
    """Each service's settings class; every one has the common settings too."""
    return {
        service: found
        for service, module in modules("settings")
        for found in vars(module).values()
        if inspect.isclass(found) and issubclass(found, BaseSettings) and found.__module__ == module.__name__
    }


def metrics_of(module: ModuleType) -> list[MetricWrapperBase]:
    """The metrics a module declares."""
    return [value for value in vars(module).values() if isinstance(value, MetricWrapperBase)]


def all_metrics() -> dict[str, list[MetricWrapperBase]]:
    """The metrics every service shares under `shared`, and each service's own."""
    found = {"shared": metrics_of(importlib.import_module("shared.metrics"))}
    return found | {service: metrics_of(module) for service, module in modules("metrics")}


def table(titles: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A Markdown table."""
    lines = [list(titles), *(list(row) for row in rows)]
    lines.insert(1, ["---"] * len(lines[0]))
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines) + "\n"


def _default(field: FieldInfo) -> str:
    value = field.get_default(call_default_factory=True, validated_data={})
    if value is PydanticUndefined:
        return "must be set"
    if isinstance(value, SecretStr):
        value = value.get_secret_value()
    return f"`{value}`" if str(value) not in {"", "None"} else "none"


def _settings_rows(settings: type[BaseSettings], names: Iterable[str]) -> Iterator[list[str]]:
    for name in names:
        field = settings.model_fields[name]
        yield [f"`{PREFIX}{name.upper()}`", _default(field), field.description or ""]


def settings_page() -> str:
    """Every setting of every service."""
    titles = ("variable", "default", "meaning")
    own = {
        service: [name for name in found.model_fields if name not in CommonSettings.model_fields]
        for service, found in settings_types().items()
    }
    parts = [
        HEAD,
        "# Settings\n",
        "Every setting is an environment variable. A wrong value ends the start with a sentence that names it.\n",
        "## Every service\n",
        table(titles, _settings_rows(CommonSettings, CommonSettings.model_fields)),
    ]
    for service, found in settings_types().items():
        if own[service]:
            parts += [
                f"## {service}\n",
                f"{inspect.getdoc(found)}\n",
                table(titles, _settings_rows(found, own[service])),
            ]
    return "\n".join(parts)


def _metric_row(metric: MetricWrapperBase) -> list[str]:
    family = next(iter(metric.describe()))
    name = f"{family.name}_total" if family.type == "counter" else family.name
    # prometheus_client tells a metric's labels nowhere else before the first value is there.
    labels = ", ".join(f"`{label}`" for label in metric._labelnames)
    return [f"`{name}`", family.type, labels or "none", family.documentation]


def metrics_page() -> str:
    """Every metric of every service."""
    titles = ("metric", "type", "labels", "meaning")
    parts = [
        HEAD,
        "# Metrics\n",
        (
            "Each service serves them at `/metrics` on its operations port, beside those of the Python process itself. "
            "Label values are few: topics, reasons, outcomes; never an address, a title or an id.\n"
        ),
    ]
    for owner, metrics in all_metrics().items():
        title = "Every service" if owner == "shared" else owner
        parts += [f"## {title}\n", table(titles, map(_metric_row, metrics))]
    return "\n".join(parts)


def _topic_row(topic: Topic) -> list[str]:
    message = topic.message
    carries = f"[{message.__name__}](contracts/{schemas.file_name(message)})" if message else "the refused bytes"
    kept = "for ever" if topic.retention is None else f"{topic.retention.days} days"
    written, read = (", ".join(flows.services(action, topic)) or "–" for action in ("send", "receive"))
    return [f"`{topic.name}`", carries, topic.key, kept, topic.cleanup, written, read]


def topics_page() -> str:
    """Every topic."""
    titles = ("topic", "carries", "keyed by", "kept", "clean-up", "written by", "read by")
    return "\n".join(
        [
            HEAD,
            "# Topics\n",
            (
                "A service creates what is missing at its start, with `PACTWATCH_TOPIC_PARTITIONS` partitions and "
                "`PACTWATCH_TOPIC_REPLICATION` replicas, and never changes what is there. "
                "The whole contract, with headers and examples, is [AsyncAPI](contracts/asyncapi.yaml).\n"
            ),
            table(titles, map(_topic_row, ALL)),
        ]
    )


def render() -> dict[Path, str]:
    """The pages as files."""
    pages: dict[str, Any] = {"settings": settings_page, "metrics": metrics_page, "topics": topics_page}
    return {Path("docs") / f"{name}.md": page() for name, page in pages.items()}
