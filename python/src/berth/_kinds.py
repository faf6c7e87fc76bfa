"""Kinds of components by their URIs. Imports nothing, because what generates the data classes uses it, too."""

from __future__ import annotations

from collections.abc import Callable, Mapping


class Spellings:
    """Under which names the kinds of one family are read: today's URI, older ones, and the name alone."""

    def __init__(self, prefixes: tuple[str, ...], folders: tuple[str, ...], classes: Mapping[str, str]) -> None:
        self._heads = (*(f"{prefix}{folder}/" for prefix in prefixes for folder in folders), "uri:")
        self._classes = classes

    _endings = ("-1.0.yaml", ".yaml", "-1.0")

    def class_name(self, kind: object) -> str | None:
        """Name of the class of a kind; ``None`` for one that is not known here."""
        if not isinstance(kind, str):
            return None
        head = next((head for head in self._heads if kind.startswith(head)), "")
        name = kind[len(head) :]
        if head.startswith("http"):
            ending = next((ending for ending in self._endings if name.endswith(ending)), "")
            name = name[: len(name) - len(ending)]
        return self._classes.get(name)


def tag_of(spellings: Spellings, classes: frozenset[str]) -> Callable[[object], str]:
    """Tells by the kind of a document, or the class of a value, which class of a family it belongs to."""

    def tag(value: object) -> str:
        if isinstance(value, Mapping):
            return spellings.class_name(value.get("kind")) or "other"
        name = type(value).__name__
        return name if name in classes else "other"

    return tag


def kind_name(kind: str | None) -> str:
    """The last word of a kind: ``docker-container``."""
    name = (kind or "").rsplit("/", 1)[-1].removeprefix("uri:")
    for ending in (".yaml", "-1.0"):
        name = name.removesuffix(ending)
    return name
