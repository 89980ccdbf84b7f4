"""A design column's name in words."""

from __future__ import annotations


def in_words(column: str, levels: dict[str, tuple[str, ...]]) -> tuple[str, str]:
    """Return a design column's term and what it compares, in words."""
    if column == "Intercept":
        return "intercept", ""
    terms, contrasts = [], []
    for part in column.split(":") if "[" in column else [column]:
        name, bracket, rest = part.partition("[")
        level = rest.rstrip("]").removeprefix("T.")
        if not bracket or ("(" in name and name not in levels and not name.startswith("C(")):
            terms.append(part)
            continue
        bare = name if name in levels else name.removeprefix("C(").rstrip(")")
        terms.append(f"{bare}: {level}")
        contrasts.append(f"{level} - {levels[bare][0]}" if bare in levels else level)
    return " x ".join(terms), contrasts[0] if len(terms) == 1 and contrasts else ""
