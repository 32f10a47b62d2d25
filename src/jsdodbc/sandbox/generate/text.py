"""Sentences for summaries, descriptions and comments: quotes, reserved words, wide characters, the words of JQL."""

from __future__ import annotations

from jsdodbc.sandbox.generate.chance import pick, roll

_OPENINGS = (
    "Cannot connect to",
    "Please reset",
    "Order for",
    "Slow response of",
    "Request access to",
    "Broken link in",
    "Question about",
    "Printer jams in",
    "Can't print from",
    "Überprüfung von",
    "Outage of",
    'The "new" version of',
    "NULL pointer in",
)
_THINGS = (
    "the VPN",
    "my password",
    "a laptop",
    "the mail server",
    "SELECT * FROM users",
    "O'Brien's desk",
    "the 会議室",
    "printer 😀 4",
    "C:\\temp\\%APPDATA%",
    "the wiki_page",
    "billing 50% off",
    "connections to db-01",
    "Ångström labs",
)
_ENDINGS = ("", " today", " since Monday", " (urgent!)", " \u2013 again", " and not working", " in order by floor", ";")
_SENTENCES = (
    "The users report that connecting fails after a while.",
    "We restarted the server twice; nothing changed.",
    "Steps: open the page, press *Save*, wait.",
    "h2. Environment\nWindows 11, office 4711",
    "{code}SELECT 1{code}",
    "It worked yesterday.",
    'The message says "access denied".',
    "Bitte um Rückruf.",
    "これはテストです。",
    "See also SUP-1 and [~admin].",
    "Thanks \U0001f64f\U0001f3fd, the customer's team",
    "Tab\there, backslash \\ there, 100% sure.",
)


def summary(seed: int, index: int, salt: int) -> str:
    bits = roll(seed, index, salt)
    return f"{pick(_OPENINGS, bits)} {pick(_THINGS, bits >> 8)}{pick(_ENDINGS, bits >> 16)}"


def prose(seed: int, index: int, salt: int, length: int) -> str:
    """At least `length` characters of sentences, in paragraphs."""
    pieces: list[str] = []
    total, at = 0, 0
    while total < length:
        sentence = pick(_SENTENCES, roll(seed, index * 1009 + at, salt))
        pieces.append(sentence)
        total += len(sentence) + 1
        at += 1
    return "".join(piece + ("\n\n" if at % 4 == 3 else " ") for at, piece in enumerate(pieces)).rstrip()
