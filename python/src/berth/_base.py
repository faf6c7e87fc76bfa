"""What every class of the data model shares. The classes themselves are generated: see ``_model.py``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict
from typing_extensions import Self

T = TypeVar("T")


def _absent_is_empty(value: object) -> object:
    return [] if value is None else value


Items = Annotated[list[T], BeforeValidator(_absent_is_empty)]
"""A list that may be missing or null in a document, and is empty then."""


class Model(BaseModel):
    """A document of the wire, or a part of one. Members that are not known here are kept and written again."""

    model_config = ConfigDict(
        extra="allow",
        # Schemas are built when they are first needed: importing the package stays quick.
        defer_build=True,
        protected_namespaces=(),
        # The wire takes a number where a text is asked as its text: ``command: [sleep, 10]``.
        coerce_numbers_to_str=True,
    )

    @classmethod
    def read(cls, document: Mapping[str, Any]) -> Self:
        """Makes it from a document.

        Raises: ``pydantic.ValidationError`` (a ``ValueError``) with the path of each member that is wrong.
        """
        return cls.model_validate(document)

    def document(self) -> dict[str, Any]:
        """As it is written in JSON; what is null or empty is left out."""
        pruned = _pruned(self.model_dump(mode="json", exclude_none=True, warnings=False))
        return pruned if isinstance(pruned, dict) else {}


def _pruned(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _pruned(member) for name, member in value.items() if member is not None and member != []}
    if isinstance(value, list):
        return [_pruned(item) for item in value]
    return value
