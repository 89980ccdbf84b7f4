"""The caller's lists of codes: which services and medications count, each code in one list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from recoveryeval.errors import OutcomeError, nearest

LISTS = ("service", "medication", "long_acting")
Codes = Mapping[str, frozenset[str]]


def code_lists(codes: Mapping[str, Sequence[str]] | None) -> Codes:
    """Return the lists, or say what is wrong with them.

    Two lists that share a code are refused: which list it belongs to would
    depend on the order in which a program asks.
    """
    held: dict[str, frozenset[str]] = {}
    for name, values in (codes or {}).items():
        if name not in LISTS:
            raise OutcomeError(
                "There is no list of codes of that name",
                code="RE-O30",
                column=str(name),
                do=f"Use some of {', '.join(LISTS)}." + nearest(str(name), LISTS),
            )
        listed = [values] if isinstance(values, str) else values
        held[name] = frozenset(str(value).strip().upper() for value in listed)
    _refuse_shared(held)
    return held


def _refuse_shared(held: Codes) -> None:
    """Raise when a code stands in two lists."""
    names = list(held)
    for i, one in enumerate(names):
        for other in names[i + 1 :]:
            shared = held[one] & held[other]
            if shared:
                raise OutcomeError(
                    f"The lists of codes '{one}' and '{other}' share {len(shared)} code(s)",
                    code="RE-O31",
                    rows=len(shared),
                    do="Keep each code in one list; long_acting medications count as medication.",
                )


def in_list(column: pd.Series, codes: Codes, *names: str) -> pd.Series:
    """Return which codes (n,) are in any of the lists; a missing code is in none."""
    wanted = frozenset[str]().union(*(codes.get(name, frozenset()) for name in names))
    return column.astype("string").str.strip().str.upper().isin(wanted).fillna(False).astype(bool)
