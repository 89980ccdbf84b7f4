"""Headings made comparable, and refused where they would be ambiguous."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

from recoveryeval.errors import LoadError
from recoveryeval.loaders.repair import Repair

_INVISIBLE = re.compile("[\ufeff\u200b\u200c\u200d\u2060\x00]")
_SPACE = re.compile(r"\s+")


def normalize(heading: str) -> str:
    """Return a heading without invisible marks, with single plain spaces."""
    visible = _INVISIBLE.sub("", unicodedata.normalize("NFC", heading))
    return _SPACE.sub(" ", visible).strip()


def normalized(raw: Sequence[str]) -> tuple[list[str], tuple[Repair, ...]]:
    """Return clean headings and how many had to be cleaned."""
    names = [normalize(heading) for heading in raw]
    changed = sum(name != heading for name, heading in zip(names, raw, strict=True))
    return names, ((Repair("heading_cleaned", changed),) if changed else ())


def numbered(names: Sequence[str]) -> list[str]:
    """Return headings made unique: a second 'score' becomes 'score (2)'."""
    seen: Counter[str] = Counter()
    unique = []
    for name in names:
        seen[name] += 1
        unique.append(name if seen[name] == 1 or not name else f"{name} ({seen[name]})")
    return unique


def refuse_repeated(names: Sequence[str], label: str, *, trusted: bool) -> None:
    """Raise when two columns have one name; names are listed only if they surely are headings."""
    repeated = [name for name, count in Counter(names).items() if name and count > 1]
    if not repeated:
        return
    told = f": {', '.join(repr(name) for name in repeated[:10])}" if trusted else ""
    raise LoadError(
        f"{len(repeated)} column name{'' if len(repeated) == 1 else 's'} used more than once{told}",
        code="RE-F20",
        file=label,
        column=repeated[0] if trusted else None,
        do="Rename the columns, or set repeated_headings = 'number' for this source and map "
        "'name (2)' for the second one.",
    )
