"""Searches of a fake Cloud and a fake Data Center site over numbered issues, as far as paging is concerned."""

from __future__ import annotations

from typing import Any

from tests.site.scripted import Answer, Asked, Scripted, serve_sign_in


def issue(number: int, fields: list[str] | None = None) -> dict[str, Any]:
    """Issue `number`; without fields as an id-only search tells it."""
    found: dict[str, Any] = {"id": str(number)}
    if fields is not None and fields != ["id"]:
        found |= {
            "self": f"https://site.example/rest/api/2/issue/{number}",
            "key": f"A-{number}",
            "fields": {"summary": f"n {number}"},
        }
    return found


class Cloud:
    """`numbers`: ids in the order of any search. `hidden`: found by search, left out of bulk reads. `deleted`: 404
    besides.
    """

    def __init__(self, site: Scripted, numbers: list[int]) -> None:
        self.numbers, self.hidden, self.deleted, self.late = numbers, set[int](), set[int](), set[int]()
        self.most = 5000
        serve_sign_in(site, cloud=True)
        site.routes["/rest/api/2/search/jql"] = self._search
        site.routes["/rest/api/2/issue/bulkfetch"] = self._bulk
        for number in numbers:
            site.routes[f"/rest/api/2/issue/{number}"] = self._one

    def _search(self, asked: Asked) -> Answer:
        body = asked.json()
        start = int(body.get("nextPageToken", "t0")[1:])
        narrow = set(body["fields"]) <= {"id", "key"}
        end = min(start + min(body["maxResults"], self.most if narrow else 100), len(self.numbers))
        content: dict[str, Any] = {
            "issues": [issue(number, body["fields"]) for number in self.numbers[start:end]],
            "isLast": end == len(self.numbers),
        }
        if not content["isLast"]:
            content["nextPageToken"] = f"t{end}"
        return Answer(content=content)

    def _bulk(self, asked: Asked) -> Answer:
        body = asked.json()
        wanted = body["issueIdsOrKeys"]
        assert len(wanted) <= 100
        numbers = sorted(int(each.rpartition("-")[2]) for each in wanted)
        shown = [
            number
            for number in numbers
            if number in self.numbers and number not in self.hidden | self.deleted | self.late
        ]
        self.late -= set(numbers)
        return Answer(content={"issues": [issue(number, body["fields"]) for number in shown], "issueErrors": []})

    def _one(self, asked: Asked) -> Answer:
        number = int(asked.path.rpartition("/")[2])
        return (
            Answer(404, {"errorMessages": ["Issue does not exist"]})
            if number in self.deleted
            else Answer(content=issue(number))
        )


class DataCenter:
    """`most`: clamp of a page. `changes`: start of a page -> ids that leave the search just before it is answered,
    once.
    """

    def __init__(self, site: Scripted, numbers: list[int]) -> None:
        self.numbers, self.most = list(numbers), 1000
        self.changes: dict[int, list[int]] = {}
        self.short: set[int] = set()
        serve_sign_in(site, cloud=False)
        site.routes["/rest/api/2/search"] = self._search

    def _search(self, asked: Asked) -> Answer:
        body = asked.json()
        start, size = body["startAt"], min(body["maxResults"], self.most)
        for number in self.changes.pop(start, []):
            self.numbers = [each for each in self.numbers if each != number]
        named = body["jql"].partition(" in (")[2].partition(")")[0]
        numbers = self.numbers
        if named:
            wanted = {int(each.strip().strip('"').rpartition("-")[2]) for each in named.split(",")}
            numbers = [number for number in numbers if number in wanted]
        page = numbers[start : start + size]
        if start in self.short:
            page = page[:-1]
        issues = [issue(number, body["fields"]) for number in page]
        return Answer(content={"startAt": start, "maxResults": size, "total": len(numbers), "issues": issues})
