"""What kind of site it is, and who signed in."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Deployment(enum.Enum):
    """The two kinds of Jira; Server counts as Data Center."""

    CLOUD = "Cloud"
    DATA_CENTER = "Data Center"


@dataclass(frozen=True, slots=True)
class Site:
    """`version`: "" where it was not asked for. `time_zone`: IANA name of the server's zone, "" if it doesn't tell."""

    deployment: Deployment
    version: str = ""
    time_zone: str = ""

    @property
    def major(self) -> int:
        """The first number of the version, 0 if not known; on Cloud it means nothing."""
        first = self.version.partition(".")[0]
        return int(first) if first.isdigit() else 0


@dataclass(frozen=True, slots=True)
class Account:
    """`identifier`: accountId on Cloud, user name on Data Center. `time_zone`: IANA name of the account's profile: JQL
    dates are read in it.
    """

    identifier: str
    display_name: str
    time_zone: str


def site_of(information: dict[str, object]) -> Site:
    """From the answer of `/rest/api/2/serverInfo`."""
    cloud = str(information.get("deploymentType", "")).casefold() == "cloud"
    deployment = Deployment.CLOUD if cloud else Deployment.DATA_CENTER
    zone = information.get("serverTimeZone")
    return Site(deployment, str(information.get("version") or ""), zone if isinstance(zone, str) else "")


def account_of(information: dict[str, object], site: Site) -> Account:
    """From the answer of `/rest/api/2/myself`; the site's zone stands in for a missing zone of the account."""
    identifier = information.get("accountId") or information.get("name") or information.get("key") or ""
    name = information.get("displayName") or identifier
    return Account(str(identifier), str(name), str(information.get("timeZone") or site.time_zone or "UTC"))
