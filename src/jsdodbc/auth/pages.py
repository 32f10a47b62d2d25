"""Forms and words of HTML pages, as far as signing in needs them. No script runs, nothing is fetched."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin

_NAMES_A_USER = ("text", "email", "")
_UNSENT = ("checkbox", "radio", "image", "reset", "button", "file")
_MOST_WORDS = 200


@dataclass(slots=True)
class Form:
    """`action`: whole address. `fields`: what the page fills in. `user`, `password`: names of the fields a person
    types into, "" without.
    """

    action: str
    fields: dict[str, str] = field(default_factory=dict)
    user: str = ""
    password: str = ""

    def typed(self, user: str, password: str) -> dict[str, str]:
        """What a person fills in."""
        return {name: value for name, value in ((self.user, user), (self.password, password)) if name}


class Page(HTMLParser):
    """What stands in the HTML text of a page that came from `url`."""

    def __init__(self, url: str, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[Form] = []
        self._url = url
        self._inside = False
        self._read: list[str] = []
        self._listening = ""
        self._depth = 0
        self._title: list[str] = []
        self._complaint: list[str] = []
        self.feed(text)  # not closed: to make the best of what never ends takes the parser the square of its length

    @property
    def complaint(self) -> str:
        """What the page says went wrong, at most 200 characters."""
        return _line(self._complaint)

    @property
    def words(self) -> str:
        """The complaint, else the title; at most 200 characters."""
        return self.complaint or _line(self._title)

    def holding(self, name: str) -> Form | None:
        """The first form with a field of that name."""
        return next((form for form in self.forms if name in form.fields), None)

    @property
    def login(self) -> Form | None:
        """The first form with a password to type."""
        return next((form for form in self.forms if form.password), None)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == self._listening:
            self._depth += 1
        elif not self._listening:
            self._listen(tag, given)
        if tag == "base" and given.get("href"):
            self._url = joined(self._url, given["href"])
        elif tag == "form":
            self.forms.append(Form(joined(self._url, given.get("action", "").strip())))
            self._inside = True
        elif tag in ("input", "button") and self._inside:
            self._take(tag, given)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False
        if tag == self._listening:
            self._depth -= 1
            self._listening = self._listening if self._depth else ""

    def parse_html_declaration(self, i: int) -> int:
        """As browsers do, and later Pythons: of what they don't know this one makes an AssertionError."""
        return self.parse_bogus_comment(i) if self.rawdata.startswith("<![", i) else super().parse_html_declaration(i)

    def handle_data(self, data: str) -> None:
        if self._listening:
            self._read.append(data)

    def _listen(self, tag: str, given: dict[str, str]) -> None:
        """From here to the end of the element."""
        complains = "error" in given.get("class", "").casefold() and tag in ("div", "p", "span", "li")
        if complains or tag == "title":
            self._listening, self._depth = tag, 1
            self._read = self._complaint if complains else self._title

    def _take(self, tag: str, given: dict[str, str]) -> None:
        name, kind, form = given.get("name", ""), given.get("type", "").casefold(), self.forms[-1]
        if not name or (tag == "button" and not given.get("value")):
            return
        if kind == "password":
            form.password = form.password or name
        elif kind in _NAMES_A_USER and tag == "input" and not form.password:
            form.user = name
        if kind not in _UNSENT or "checked" in given:
            form.fields.setdefault(name, given.get("value", ""))


def joined(base: str, target: str) -> str:
    """`target` as seen from `base`; as it stands when it is no address, which whoever would go there sees."""
    try:
        return urljoin(base, target)
    except ValueError:
        return target


def _line(words: list[str]) -> str:
    return " ".join(" ".join(words).split())[:_MOST_WORDS]
