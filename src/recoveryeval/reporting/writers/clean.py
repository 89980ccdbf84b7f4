"""Text without the characters that neither HTML nor XML may hold, or that change direction."""

from __future__ import annotations

import re
import unicodedata

_TURNING = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_ILLEGAL = frozenset("\ufffe\uffff")


def clean(text: str) -> str:
    """Return the text as one line, without control, surrogate and direction-changing characters."""
    spaced = re.sub(r"[ \t\r\n\f\v]+", " ", str(text)).strip(" ")  # a no-break space stays
    dropped = _TURNING | _ILLEGAL
    return "".join(
        c for c in spaced if c not in dropped and unicodedata.category(c) not in ("Cc", "Cs")
    )
