"""The people of a generated site: agents, customers, an app, inactive and former users, groups, organisations."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote
from uuid import UUID

from jsdodbc.sandbox.generate.chance import pick, roll, salt
from jsdodbc.sandbox.generate.entities import Entity

AGENTS = (
    "Ada Agent",
    "Björn Åkesson",
    "Chidi O'Brien",
    'Dana "Dee" Quick',
    "李小龙",
    "Eve Select",
    "ada agent",
    "Zoë 😀 Emoji",
    "Grace Hopper",
    "Hassan el-Tayeb",
    "Null",
    "A%b_c Underscore",
)
_GIVEN = ("Alex", "Bo", "Carla", "Deniz", "Émile", "Fatima", "Göran", "Hina", "Ivo", "Jóhanna", "Kofi", "Lena")
_FAMILY = (
    "Smith",
    "O'Neil",
    "Müller",
    "García",
    "Ng",
    "van der Berg",
    "Nowak",
    "Ito",
    "Haddad",
    "Świerk",
    "Black",
    "Øye",
)
ORGANIZATIONS = (
    "Acme Corp",
    "acme corp labs",
    "O'Reilly & Sons",
    'The "Quoted" Company',
    "Ünïted Ñations",
    "Order By Ltd",
    "🦄 Unicorns",
)
GROUPS = ("jira-administrators", "jira-servicedesk-users", "select", "Night Shift's crew")


def _account_id(seed: int, number: int, kind: str) -> str:
    def uuid(part: str) -> str:
        return str(UUID(int=(roll(seed, number, salt(kind + part)) << 66) | roll(seed, number, salt(part + kind))))

    if kind == "customer":
        return f"qm:{uuid('a')}:{uuid('b')}"
    return f"712020:{uuid('a')}" if number % 2 else uuid("c").replace("-", "")[:24]


def _avatars(base: str, number: int) -> dict[str, str]:
    return {f"{size}x{size}": f"{base}/avatar/{number}?s={size}" for size in (48, 24, 16, 32)}


def _time_zone(number: int) -> str:
    return pick(("Europe/Berlin", "America/Chicago", "Asia/Kolkata", "Etc/GMT"), number)


class People:
    """`everybody`: all users; `agents` and `customers` are slices of it. The account of the session is agent 0."""

    def __init__(self, base: str, *, cloud: bool, seed: int, size: int, user: str, time_zone: str) -> None:
        self.base, self.cloud, self.seed = base, cloud, seed
        self.agents = [self._person(at, name, "atlassian") for at, name in enumerate(AGENTS)]
        self.agents[0] = self._account(user, time_zone)
        count = 40 + min(3000, size // 50)
        self.customers = [self._person(100 + at, self._customer_name(at), "customer") for at in range(count)]
        self.app = self._person(50, "Automation for Jira", "app")
        self.inactive = self._person(51, "Ines Inactive", "atlassian", active=False)
        self.former = self._former()
        self.everybody = [*self.agents, self.app, self.inactive, self.former, *self.customers]
        self.groups = [self._group(at, name) for at, name in enumerate(GROUPS)]
        self.organizations = [self._organization(at, name) for at, name in enumerate(ORGANIZATIONS)]

    def _customer_name(self, at: int) -> str:
        bits = roll(self.seed, at, salt("customer name"))
        return f"{pick(_GIVEN, bits)} {pick(_FAMILY, bits >> 8)}" + (f" {at}" if at > 60 else "")

    def _person(self, number: int, name: str, kind: str, *, active: bool = True) -> Entity:
        if self.cloud:
            email = {0: None, 1: ""}.get(number % 7, f"person{number}@example.com")
            return self._cloud(
                _account_id(self.seed, number, kind), name, kind, email, active, _time_zone(number), number
            )
        return self._server(
            f"user{number}",
            f"JIRAUSER{10100 + number}",
            name,
            f"person{number}@example.com",
            active,
            _time_zone(number),
            number,
        )

    def _account(self, user: str, time_zone: str) -> Entity:
        if self.cloud:
            return self._cloud(_account_id(self.seed, 0, "atlassian"), AGENTS[0], "atlassian", user, True, time_zone, 0)
        return self._server(user, "JIRAUSER10100", AGENTS[0], "agent@example.com", True, time_zone, 0)

    def _former(self) -> Entity:
        if self.cloud:
            return self._cloud(_account_id(self.seed, 52, "unknown"), "Former user", "unknown", "", False, None, 52)
        json = {"self": f"{self.base}/rest/api/2/user?username=gone", "name": "gone", "displayName": "gone"}
        return Entity("gone", "gone", json, aliases=("gone",), extra={"active": False})

    def _cloud(
        self, account: str, name: str, kind: str, email: str | None, active: bool, zone: str | None, number: int
    ) -> Entity:
        json: dict[str, Any] = {
            "self": f"{self.base}/rest/api/2/user?accountId={quote(account, safe='')}",
            "accountId": account,
            "accountType": kind,
            "avatarUrls": _avatars(self.base, number),
            "displayName": name,
            "active": active,
        }
        if email is not None:
            json["emailAddress"] = email
        if zone:
            json["timeZone"] = zone
        return Entity(account, name, json, aliases=(email.lower(),) if email else ())

    def _server(self, login: str, key: str, name: str, email: str, active: bool, zone: str, number: int) -> Entity:
        json = {
            "self": f"{self.base}/rest/api/2/user?username={quote(login)}",
            "name": login,
            "key": key,
            "emailAddress": email,
            "avatarUrls": _avatars(self.base, number),
            "displayName": name,
            "active": active,
            "timeZone": zone,
        }
        return Entity(login, name, json, aliases=(key.lower(), email.lower()))

    def cloud_person(self, account: str, name: str, email: str) -> Entity:
        """A customer who is new on Cloud."""
        return self._cloud(account, name, "customer", email, True, _time_zone(0), 0)

    def server_person(self, login: str, key: str, name: str, email: str) -> Entity:
        """A user who is new on Data Center."""
        return self._server(login, key, name, email, True, _time_zone(0), 0)

    def _group(self, at: int, name: str) -> Entity:
        json = {"name": name, "self": f"{self.base}/rest/api/2/group?groupname={quote(name)}"}
        if self.cloud:
            json["groupId"] = str(UUID(int=roll(self.seed, at, salt("group"))))
        return Entity(json.get("groupId", name), name, json, rank=at)

    def _organization(self, at: int, name: str) -> Entity:
        number = str(at + 1)
        json: dict[str, Any] = {
            "id": number,
            "name": name,
            "_links": {"self": f"{self.base}/rest/servicedeskapi/organization/{number}"},
        }
        if self.cloud:
            json["uuid"] = str(UUID(int=roll(self.seed, at, salt("organization"))))
            json["scimManaged"] = False
        return Entity(number, name, json, rank=at)

    def members(self, group: Entity) -> list[Entity]:
        """Every agent is in the second group; the others hold every third."""
        return list(self.agents) if group.rank == 1 else self.agents[group.rank % 3 :: 3]

    def organization_of(self, customer: Entity) -> Entity:
        return self.organizations[sum(map(ord, customer.id)) % len(self.organizations)]
