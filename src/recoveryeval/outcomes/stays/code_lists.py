"""Lists of codes that the caller brings; the package ships none."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from recoveryeval.errors import OutcomeError


def code_list(
    name: str, given: Sequence[str] | Mapping[str, Sequence[str]] | None
) -> tuple[str, ...] | None:
    """Return the codes of one list or of several, each once; None where none was given."""
    if given is None:
        return None
    lists = given if isinstance(given, Mapping) else {name: given}
    found: dict[str, str] = {}
    for title, codes in lists.items():
        if isinstance(codes, str):
            raise _refusal(name, f"The list {title} is one text, not a list of codes", 1)
        if not isinstance(codes, Collection):
            raise _refusal(name, f"The list {title} is no list of codes", 0)
        for code in {str(c).strip().upper() for c in codes}:
            if code in found:
                raise _refusal(name, f"A code stands in both {found[code]} and {title}", 2)
            found[code] = title
    if not found:
        raise _refusal(name, "The list of codes is empty", 0)
    return tuple(sorted(found))


def _refusal(name: str, what: str, rows: int) -> OutcomeError:
    """Return the error for a list that cannot be used."""
    return OutcomeError(
        what, code="RE-O44", column=name, rows=rows or None, do="Give each code once, as text."
    )
