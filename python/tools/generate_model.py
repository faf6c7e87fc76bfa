"""Writes ``src/berth/_model.py`` from the JSON Schema under ``schemas/``, which is made from the Swift shapes.

Usage: python tools/generate_model.py [--check]

A general generator was tried (datamodel-code-generator): it makes no unions of the families, whose members the
schema tells apart by ``kind``, so that what is in an executable would be lost, and it makes two classes of each type,
one for requests and one for answers. Here a type is one class, whose members may all be missing: other brokers leave
out more than ours.
"""

from __future__ import annotations

import json
import keyword
import re
import sys
import textwrap
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
TARGET = ROOT / "python/src/berth/_model.py"
SOURCES = ("execution-request", "execution-session", "offerset-response", "update")
WIDTH = 120
Schema = dict[str, Any]


def definitions() -> dict[str, Schema]:
    """Every definition by its name, those of requests and of answers as one."""
    found: dict[str, Schema] = {}
    for source in SOURCES:
        schema = json.loads((ROOT / f"schemas/{source}.json").read_text(encoding="utf-8"))
        for name, definition in schema["$defs"].items():
            own = merged_name(name)
            found[own] = merge(found.get(own, {}), definition)
    return found


def merged_name(name: str) -> str:
    return name.removesuffix("Request") if name != "ExecutionRequest" else name


def merge(one: Schema, other: Schema) -> Schema:
    """Members of both; of two that differ the one of the request, which allows more, is read with the other's words."""
    result = dict(one)
    for key, value in other.items():
        if key in ("properties",) or isinstance(value, dict):
            result[key] = merge(one.get(key, {}), value)
        elif key == "allOf" and "allOf" in one:
            result[key] = [merge(left, right) for left, right in zip(one["allOf"], value, strict=True)]
        elif key == "enum" and key in one:
            result[key] = one[key] + [word for word in value if word not in one[key]]
        else:
            result.setdefault(key, value)
    return result


def reference(schema: Schema) -> str | None:
    """Name of the definition that a member refers to, also when it may be null."""
    for option in [schema, *schema.get("anyOf", []), *schema.get("allOf", [])]:
        if "$ref" in option:
            return merged_name(option["$ref"].rsplit("/", 1)[-1])
    return None


def json_type(schema: Schema) -> str | None:
    names = schema.get("type")
    return next((name for name in [names] if isinstance(name, str)), None) or next(
        (name for name in names or [] if name != "null"), None
    )


class Writer:
    def __init__(self, found: dict[str, Schema]) -> None:
        self.found = found
        self.families = {name: self.members(name) for name in found if "dependentSchemas" in found[name]}
        self.enums = {name for name in found if found[name].get("type") == "string" and "enum" in found[name]}
        self.prefixes: dict[str, None] = {}

    def members(self, family: str) -> dict[str, list[str]]:
        """Class and spellings of each kind of a family, in the order of the schema."""
        kinds: dict[str, list[str]] = {}
        branch = self.found[family]["dependentSchemas"]["kind"]
        while branch:
            name = merged_name(branch["then"]["$ref"].split("/")[2])
            kinds[name] = branch["if"]["properties"]["kind"]["enum"]
            branch = branch.get("else")
        return kinds

    # Types of members.

    def annotation(self, schema: Schema) -> str:
        name = reference(schema)
        if name in self.families:
            return f"Any{name}"
        if name in self.enums:
            return f"Any{name}"
        if name:
            return name
        kind = json_type(schema)
        if kind == "array":
            return f"Items[{self.annotation(schema['items'])}]"
        if kind == "object":
            return f"dict[str, {self.annotation(schema['additionalProperties'])} | None]"
        return {"string": "str", "integer": "int", "number": "float", "boolean": "bool"}[kind or ""]

    def field(self, name: str, schema: Schema) -> list[str]:
        own = name + "_" if keyword.iskeyword(name) else name
        if own != name:
            raise SystemExit(f"{name} is a word of Python; teach this generator to write an alias.")
        kind = self.annotation(schema)
        default = schema.get("default")
        if kind.startswith("Items["):
            line = f"{own}: {kind} = Field(default_factory=list)"
        elif default is not None:
            line = f"{own}: {kind} | None = {json.dumps(default)}"
            if len(line) + 4 > WIDTH:
                lines = [f"{own}: {kind} | None = (", f"    {json.dumps(default)}", ")"]
                return [f"    {part}" for part in [*lines, *docstring(schema.get("description"), 4)]]
        else:
            line = f"{own}: {kind} | None = None"
        return [f"    {part}" for part in [line, *docstring(schema.get("description"), 4)]]

    # Classes.

    def class_(self, name: str) -> list[str]:
        schema = self.found[name]
        parent, properties = "Model", schema.get("properties", {})
        if "allOf" in schema:
            parent = reference(schema) or parent
            properties = schema["allOf"][1].get("properties", {})
        lines = [f"class {name}({parent}):", *docstring(schema["description"], 4, indent="    "), ""]
        # What tells the kind stands first; the only kind of a document is its default.
        for member in sorted(properties, key=lambda member: member != "kind"):
            own = dict(properties[member])
            if member == "kind" and name not in self.families and "default" not in own and own.get("enum"):
                own["default"] = own["enum"][0]
            if member == "kind" and "description" not in own:
                own["description"] = "Which kind it is."
            lines += self.field(member, own)
        return lines

    def enum(self, name: str) -> list[str]:
        schema = self.found[name]
        lines = [f"class {name}(str, Enum):", *docstring(schema["description"], 4, indent="    "), ""]
        lines += [f'    {re.sub("[^A-Za-z0-9]", "_", word)} = "{word}"' for word in schema["enum"]]
        lines += ["", "    def __str__(self) -> str:", "        return self.value"]
        words = f'Any{name} = Annotated[{name} | str, Field(union_mode="left_to_right")]'
        return [*lines, "", "", words, f'"""A {name}, or a word that is not known here."""']

    def family(self, name: str) -> list[str]:
        kinds = self.families[name]
        folders: dict[str, None] = {}
        prefixes: dict[str, None] = {}
        shorts: dict[str, str] = {}
        for own, spellings in kinds.items():
            for spelling in spellings:
                if match := re.fullmatch(r"(https://.*/)([^/]+)/([^/]+?)(-1\.0)?(\.yaml)?", spelling):
                    prefixes[match[1]] = None
                    folders[match[2]] = None
                    shorts[match[3]] = own
        self.check(name, tuple(prefixes), tuple(folders), shorts)
        table = "".join(f'\n        "{short}": "{own}",' for short, own in shorts.items())
        lines = [f"_{name}_spellings = Spellings("]
        lines += ["    (", *[f'        "{prefix}",' for prefix in prefixes], "    ),"]
        lines += [f"    ({', '.join(json.dumps(folder) for folder in folders)},),", f"    {{{table}\n    }},", ")"]
        lines += [f"Any{name} = Annotated[", "    ("]
        for index, own in enumerate(kinds):
            lines += [f'        {"| " if index else ""}Annotated[{own}, Tag("{own}")]']
        lines += [f'        | Annotated[{name}, Tag("other")]', "    ),"]
        names = ", ".join(json.dumps(own) for own in kinds)
        line = f"    Discriminator(tag_of(_{name}_spellings, frozenset({{{names}}}))),"
        if len(line) > WIDTH:
            lines += [
                "    Discriminator(",
                "        tag_of(",
                f"            _{name}_spellings,",
                "            frozenset(",
            ]
            lines += ["                {", *[f'                    "{own}",' for own in kinds], "                }"]
            lines += ["            ),", "        )", "    ),"]
        else:
            lines += [line]
        lines += ["]", f'"""A {name} of a kind that is known here, or a plain {name} with all that was in it."""']
        return lines

    def check(self, family: str, prefixes: tuple[str, ...], folders: tuple[str, ...], shorts: dict[str, str]) -> None:
        sys.path.insert(0, str(ROOT / "python/src"))
        from berth._kinds import Spellings

        reader = Spellings(prefixes, folders, shorts)
        for own, spellings in self.families[family].items():
            for spelling in spellings:
                if reader.class_name(spelling) != own:
                    raise SystemExit(f"{spelling} would not be read as {own}.")

    def text(self) -> str:
        blocks: list[list[str]] = [self.enum(name) for name in sorted(self.enums)]
        members = [own for kinds in self.families.values() for own in kinds]
        others = [name for name in self.found if name not in self.enums]
        blocks += [self.class_(name) for name in self.families]
        blocks += [self.class_(name) for name in members]
        blocks += [self.family(name) for name in self.families]
        blocks += [self.class_(name) for name in others if name not in self.families and name not in members]
        exported = sorted([*self.enums, *others, *(f"Any{name}" for name in [*self.families, *self.enums])])
        head = [
            '"""The data model of IVOA ExecutionBroker 1.0. Generated: change the shapes, then run scripts/generate.',
            "",
            "Every member may be missing, because other services leave out more than this one; a list that is missing",
            "is empty. Instants, durations and intervals are texts of ISO 8601 here: ``berth.times`` reads them.",
            '"""',
            "",
            "from __future__ import annotations",
            "",
            "from enum import Enum",
            "from typing import Annotated",
            "",
            "from pydantic import Discriminator, Field, Tag",
            "",
            "from berth._base import Items, Model",
            "from berth._kinds import Spellings, tag_of",
            "",
            "__all__ = [",
            *[f'    "{name}",' for name in exported],
            "]",
        ]
        return "\n\n\n".join("\n".join(block) for block in [head, *blocks]) + "\n"


def docstring(text: str | None, margin: int, indent: str = "") -> list[str]:
    if not text:
        return []
    text = text.replace("\\", "\\\\")
    if len(indent or " " * margin) + len(text) + 6 <= WIDTH:
        return [f'{indent}"""{text}"""']
    lines = textwrap.wrap(text, WIDTH - margin - 3)
    return [f'{indent}"""{lines[0]}', *[f"{indent}{line}" for line in lines[1:]], f'{indent}"""']


def main() -> int:
    text = Writer(definitions()).text()
    if "--check" not in sys.argv:
        TARGET.write_text(text, encoding="utf-8")
        return 0
    if TARGET.read_text(encoding="utf-8") == text:
        return 0
    print(f"{TARGET.relative_to(ROOT)} is not what schemas/ make. Remedy: scripts/generate", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
