"""What a query is evaluated against."""

from __future__ import annotations

from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from jsdodbc.sandbox.fields import Field, Store
from jsdodbc.sandbox.generate.entities import Entity
from jsdodbc.sandbox.jql.errors import JqlError


@dataclass(slots=True)
class Context:
    """`zone`: the searching account's; `moment`: epoch ms; `strict`: unknown values are errors, else `warnings`."""

    store: Store
    account: Entity | None
    zone: ZoneInfo
    moment: int
    cloud: bool
    strict: bool = True
    warnings: list[str] = field(default_factory=list)
    asked_the_clock: bool = False

    @property
    def now(self) -> int:
        """Epoch ms; whoever asks makes the answer one of this moment."""
        self.asked_the_clock = True
        return self.moment

    def complain(self, message: str) -> None:
        """An unknown name or value: an error, or a warning when the query is not validated."""
        if self.strict:
            raise JqlError(message)
        self.warnings.append(message)

    def fields_named(self, name: str) -> list[Field]:
        """The fields a clause name means: several custom fields may share one name."""
        wanted = name.lower()
        return [each for each in self.store.fields if any(clause.lower() == wanted for clause in each.clauses)]
