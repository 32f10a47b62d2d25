"""What is said of a connection property."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Property:
    """One connection property.

    `type`: "string", "boolean", "integer", "number", "enum" or "path". `default`: as it would be written. `values`:
    allowed values of an enum. `minimum`, `maximum`: of an integer or number, None for no bound. `secret`: never shown,
    logged or returned. `text`: what it does, for people.
    """

    name: str
    group: str
    type: str
    default: str
    text: str
    aliases: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    secret: bool = False
    minimum: int | None = None
    maximum: int | None = None


def folded(name: str) -> str:
    """A name as names are compared: case, spaces and underscores do not matter."""
    return name.casefold().replace(" ", "").replace("_", "")


def index(properties: tuple[Property, ...]) -> dict[str, Property]:
    """Folded name or alias -> property."""
    return {folded(key): entry for entry in properties for key in (entry.name, *entry.aliases)}
