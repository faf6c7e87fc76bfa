"""Requests in every form that they may be given in."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from berth.errors import BerthError

if TYPE_CHECKING:
    from berth._model import ExecutionRequest

    Request = Mapping[str, Any] | str | os.PathLike[str] | ExecutionRequest
    """A document, the path of a YAML or JSON file, or the class."""

_largest_bytes = 16 << 20


def document_of(request: Request) -> dict[str, Any]:
    """The document of a request, as it is: what is not known here may be known to a broker.

    Raises: ``BerthError`` (``badRequest``).
    """
    if isinstance(request, Mapping):
        return _checked(dict(request))
    if isinstance(request, str | os.PathLike):
        return _read(Path(request))
    document = getattr(request, "document", None)
    if callable(document):
        return _checked(dict(document()))
    raise BerthError(
        "badRequest",
        f"A request is a dict, the path of a YAML or JSON file, or an ExecutionRequest, not {type(request).__name__}.",
    )


def _checked(document: dict[str, Any]) -> dict[str, Any]:
    try:
        json.dumps(document, allow_nan=False)
    except (TypeError, ValueError, RecursionError) as error:
        raise BerthError("badRequest", f"The request cannot be written as JSON: {error}") from None
    return document


def _read(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            data = file.read(_largest_bytes + 1)
    except OSError as error:
        raise BerthError("badRequest", f"{path} cannot be read: {error.strerror}.") from error
    if len(data) > _largest_bytes:
        raise BerthError("badRequest", f"{path} is larger than a request may be: 16 MiB.")
    try:
        text = data.decode("utf-8-sig")
        found = json.loads(text) if path.suffix == ".json" or text.lstrip()[:1] == "{" else read_yaml(text)
    except (ValueError, RecursionError) as error:
        raise BerthError("badRequest", f"{path} is no request: {error}") from error
    if not isinstance(found, dict):
        raise BerthError("badRequest", f"{path} is no request: it has no members.")
    return found


def read_yaml(text: str) -> Any:
    """Reads YAML 1.2: ``NO`` is a word, and a date is a text.

    Raises: ``ValueError``; ``BerthError`` where PyYAML is not installed.
    """
    try:
        import yaml
    except ImportError:
        raise BerthError(
            "badRequest", "Reading YAML needs PyYAML: pip install PyYAML; JSON can be read without it."
        ) from None

    class Loader(yaml.SafeLoader):
        yaml_implicit_resolvers = {
            first: [
                (tag, pattern)
                for tag, pattern in resolvers
                if tag not in ("tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:bool", "tag:yaml.org,2002:merge")
            ]
            for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
        }

        def compose_node(self, parent: Any, index: Any) -> Any:
            # An alias could make a document of a few bytes as large as the memory.
            if self.check_event(yaml.AliasEvent):
                raise ValueError("aliases are not read; write out what they stand for")
            return super().compose_node(parent, index)

    import re

    Loader.add_implicit_resolver(
        "tag:yaml.org,2002:bool", re.compile(r"true|True|TRUE|false|False|FALSE"), list("tTfF")
    )
    try:
        return yaml.load(text, Loader=Loader)  # noqa: S506 - a SafeLoader
    except yaml.YAMLError as error:
        raise ValueError(str(error)) from error
