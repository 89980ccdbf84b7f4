"""A code list looked up the way people write codes: case and a trailing .0 do not matter."""

from __future__ import annotations

import re
from collections.abc import Mapping

_WHOLE = re.compile(r"([+-]?\d+)\.0+")


class Lookup:
    """Terms by code: as written, else without case, else as a whole number."""

    __slots__ = ("_exact", "_folded")

    def __init__(self, codes: Mapping[str, str], *, ignore_case: bool = True) -> None:
        self._exact = {code.strip(): term for code, term in codes.items()}
        self._folded = {c.casefold(): t for c, t in self._exact.items()} if ignore_case else {}

    def __call__(self, text: str) -> str | None:
        """Return the term of a text, or None."""
        found = self._exact.get(text, self._folded.get(text.casefold()))
        if found is None and (whole := _WHOLE.fullmatch(text)):
            return self._exact.get(whole[1])
        return found
