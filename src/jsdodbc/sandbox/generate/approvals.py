"""Approvals of a request: approved, declined, pending."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from jsdodbc.sandbox.generate.chance import pick
from jsdodbc.sandbox.generate.entities import Entity
from jsdodbc.sandbox.times import parts

DECISIONS = ("approved", "declined", "pending")


@dataclass(frozen=True, slots=True)
class Approval:
    """`approvers`: (user, decision); `created`, `completed` in epoch ms, the latter None while pending."""

    id: str
    name: str
    decision: str
    approvers: tuple[tuple[Entity, str], ...]
    created: int
    completed: int | None

    def asks(self, user: str, *, pending_only: bool) -> bool:
        return any(
            each.id.lower() == user and (not pending_only or decision == "pending") for each, decision in self.approvers
        )

    def json(self, link: str, zone: ZoneInfo) -> dict[str, Any]:
        found: dict[str, Any] = {
            "id": self.id,
            "name": self.name,
            "finalDecision": self.decision,
            "canAnswerApproval": False,
            "approvers": [
                {"approver": user.fragment, "approverDecision": decision} for user, decision in self.approvers
            ],
            "createdDate": parts(self.created, zone),
            "_links": {"self": f"{link}/approval/{self.id}"},
        }
        if self.completed is not None:
            found["completedDate"] = parts(self.completed, zone)
        return found


def approvals(index: int, bits: int, agents: list[Entity], created: int) -> tuple[Approval, ...]:
    """One or two approvals, by one or two agents each."""
    return tuple(_approval(index, place, bits >> 7 * place, agents, created) for place in range(1 + bits % 2))


def _approval(index: int, place: int, bits: int, agents: list[Entity], created: int) -> Approval:
    decision = pick(DECISIONS, bits)
    people = {pick(agents, bits >> 3).id: pick(agents, bits >> 3), pick(agents, bits >> 9).id: pick(agents, bits >> 9)}
    asked = created + 600_000 * (place + 1)
    completed = None if decision == "pending" else asked + bits % 90_000_000
    return Approval(
        str(index * 10 + place),
        ("Waiting for approval", "Change manager's approval")[place],
        decision,
        tuple((user, decision) for user in people.values()),
        asked,
        completed,
    )
