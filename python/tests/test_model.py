"""The generated data classes: made from the schemas, and true to every document."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from berth import ExecutionRequest, ExecutionSession, OfferSetResponse, _model
from berth._base import Model
from conftest import EXAMPLES, ROOT


def test_the_file_is_what_the_schemas_make() -> None:
    found = subprocess.run(
        [sys.executable, ROOT / "python/tools/generate_model.py", "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (found.returncode, found.stderr) == (0, "")


def test_a_change_of_the_schemas_is_noticed(tmp_path: Path) -> None:
    sys.path.insert(0, str(ROOT / "python/tools"))
    import generate_model

    definitions = generate_model.definitions()
    text = generate_model.Writer(definitions).text()
    assert text == generate_model.TARGET.read_text(encoding="utf-8")
    definitions["MinMaxInteger"]["properties"]["typical"] = {"type": "integer", "description": "New."}
    assert "typical: int | None" in generate_model.Writer(definitions).text()


def class_of(name: str) -> type[Model]:
    if name.startswith("offerset"):
        return OfferSetResponse
    return ExecutionSession if name == "session.json" else ExecutionRequest


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.json")), ids=lambda path: path.name)
def test_every_example_is_read_and_written_as_it_was(path: Path) -> None:
    document = json.loads(path.read_text(encoding="utf-8"))
    if path.name == "accept.json":
        assert _model.EnumValueUpdate.read(document).document() == document
    else:
        assert class_of(path.name).read(document).document() == document


def test_members_and_kinds_that_are_not_known_are_kept() -> None:
    document: dict[str, Any] = {
        "executable": {"kind": "https://example.org/kinds/teleporter", "beam": {"width": [1, None, 3]}},
        "compute": {"kind": "simple-compute-resource", "cores": {"min": 1, "typical": 2}, "colour": "blue"},
        "mood": "good",
    }
    request = ExecutionRequest.read(document)
    assert type(request.executable) is _model.Executable
    assert type(request.compute) is _model.SimpleComputeResource
    assert request.document() == document


@pytest.mark.parametrize(
    "kind",
    [
        "https://www.purl.org/ivoa.net/Calycopis-openapi/schema/v1.0/kinds/executable/docker-container.yaml",
        "https://www.purl.org/ivoa.net/EB/schema/types/executable/docker-container-1.0",
        "https://www.purl.org/ivoa.net/EB/schema/v1.0/types/executable/docker-container-1.0",
        "docker-container",
    ],
)
def test_older_prefixes_are_the_same_kind(kind: str) -> None:
    request = ExecutionRequest.read({"executable": {"kind": kind, "command": ["sleep", 10]}})
    assert isinstance(request.executable, _model.DockerContainer)
    assert request.executable.command == ["sleep", "10"]
    assert request.document()["executable"]["kind"] == kind


def test_a_kind_of_another_family_is_none() -> None:
    kind = "https://www.purl.org/ivoa.net/Calycopis-openapi/schema/v1.0/kinds/compute/docker-container.yaml"
    assert type(ExecutionRequest.read({"executable": {"kind": kind}}).executable) is _model.Executable


def test_words_that_are_not_known_are_kept() -> None:
    session = ExecutionSession.read({"phase": "PONDERING"})
    assert session.phase == "PONDERING"
    known = ExecutionSession.read({"phase": "RUNNING"})
    assert known.phase is _model.SessionPhase.RUNNING
    assert f"{known.phase}" == "RUNNING"


def test_a_value_of_the_wrong_type_is_told_with_its_path() -> None:
    with pytest.raises(ValidationError, match=r"compute.*cores.*min"):
        ExecutionRequest.read({"compute": {"kind": "simple-compute-resource", "cores": {"min": "many"}}})


def test_requests_are_built_of_classes() -> None:
    request = ExecutionRequest(
        executable=_model.BatchScript(script="date"),
        compute=_model.SimpleComputeResource(cores=_model.MinMaxInteger(min=2)),
    )
    document = request.document()
    assert document["executable"]["kind"].endswith("/executable/batch-script.yaml")
    assert document["compute"]["cores"] == {"min": 2}
    assert ExecutionRequest.read(document) == request
