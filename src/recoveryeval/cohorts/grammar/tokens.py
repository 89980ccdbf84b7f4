"""Words, numbers, texts and signs of an eligibility condition; nothing in it is ever executed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from recoveryeval.errors import CohortError

Kind = Literal["name", "text", "number", "word", "sign", "end"]
WORDS = ("and", "or", "not", "in", "is", "missing", "True", "False")
LONGEST = 10_000

_PATTERN = re.compile(
    r"""(?P<space>\s+)
    | (?P<number>-?[0-9]+(?:\.[0-9]+)?(?![\w.]))
    | (?P<quoted>'[^'\n]*'|"[^"\n]*")
    | (?P<column>`[^`\n]+`)
    | (?P<name>[^\W\d]\w*)
    | (?P<sign><=|>=|==|!=|<|>|\(|\)|\[|\]|,)""",
    re.VERBOSE,
)
# What people write out of habit from other languages, and what it is called here.
_HABITS = {
    "=": "Write == for 'equals'.",
    "&": "Write 'and'.",
    "|": "Write 'or'.",
    "!": "Write 'not', or != for 'differs'.",
    "~": "Write 'not'.",
    "'": "Close the quotation mark.",
    '"': "Close the quotation mark.",
    "`": "Close the backquote.",
}
_HELP = "Use columns, numbers, quoted texts, comparisons, in, is missing, and, or, not, brackets."


@dataclass(frozen=True, slots=True)
class Token:
    """One piece of a condition, with its first and last place in the text."""

    kind: Kind
    value: str
    start: int
    stop: int


def tokens(text: str) -> tuple[Token, ...]:
    """Return the pieces of a condition, ended by a token of kind ``end``."""
    if len(text) > LONGEST:
        raise CohortError(
            f"The condition is longer than {LONGEST} characters",
            code="RE-K01",
            do="Make a column that holds what the condition should say, and use it.",
        )
    found: list[Token] = []
    place = 0
    while place < len(text):
        match = _PATTERN.match(text, place)
        if match is None:
            do = _HABITS.get(text[place], _HELP)
            raise not_understood("A sign that has no meaning here", place, do)
        if match.lastgroup != "space":
            found.append(_token(match))
        place = match.end()
    return (*found, Token("end", "", len(text), len(text)))


def _token(match: re.Match[str]) -> Token:
    """Return the token a match stands for, without its quotation marks."""
    text, kind = match.group(), match.lastgroup
    if kind in ("quoted", "column"):
        role: Kind = "text" if kind == "quoted" else "name"
        return Token(role, text[1:-1], match.start(), match.end())
    if kind == "number":
        return Token("number", text, match.start(), match.end())
    if kind == "sign":
        return Token("sign", text, match.start(), match.end())
    return Token("word" if text in WORDS else "name", text, match.start(), match.end())


def not_understood(what: str, place: int, do: str = _HELP) -> CohortError:
    """Return the error for a condition that is not in the grammar."""
    return CohortError(
        f"The condition could not be read: {what} at character {place + 1}", code="RE-K02", do=do
    )
