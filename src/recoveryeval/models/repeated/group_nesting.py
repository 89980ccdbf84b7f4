"""People within coaches within sites: which group each row lies in, or why that is not so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd

from recoveryeval.errors import EstimationError
from recoveryeval.models.groups import label
from recoveryeval.stats.gaussian.gaussian_patterns import Nesting


@dataclass(frozen=True, slots=True, eq=False)
class Level:
    """One level of groups above people: the column's name, and the groups' labels in order."""

    name: str
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Nested:
    """Levels from the outermost in, and where each row lies."""

    levels: tuple[Level, ...]
    nesting: Nesting


def named_groups(groups: object) -> tuple[str, ...]:
    """Return the columns of groups that are named: none, one or several, each once."""
    named = () if groups is None else (groups,) if isinstance(groups, str) else groups
    if not isinstance(named, (list, tuple)) or not all(isinstance(n, str) for n in named):
        raise EstimationError(
            "Groups above people are named as text",
            code="RE-M60",
            do="Write groups='coach', or groups=['site', 'coach'].",
        )
    return tuple(dict.fromkeys(named))


def nested(
    frame: pd.DataFrame, person: np.ndarray, groups: Sequence[str], *, people: float
) -> Nested | None:
    """Return the nesting of rows in groups, whatever order they are named in; None without groups.

    A person with two coaches, or a coach at two sites, is crossed with them and refused.
    """
    if not groups:
        return None
    codes, levels = {}, {}
    for name in groups:
        text = np.array([label(v) for v in frame[name]], dtype=object)
        codes[name], found = pd.factorize(text, sort=True)
        levels[name] = Level(name, tuple(map(str, found)))
    order = sorted(groups, key=lambda name: len(levels[name].labels))
    _refuse_crossed(person, [codes[name] for name in order], order)
    _refuse_sizes([levels[name] for name in order], people=int(people))
    leaf = codes[order[-1]]
    inner = pd.DataFrame({name: codes[name] for name in order}).drop_duplicates(order[-1])
    inner = inner.sort_values(order[-1])
    above = [np.eye(len(levels[name].labels))[inner[name].to_numpy()] for name in order]
    level = np.repeat(np.arange(len(order)), [block.shape[1] for block in above])
    return Nested(tuple(levels[name] for name in order), Nesting(leaf, np.hstack(above), level))


def _refuse_crossed(person: np.ndarray, codes: Sequence[np.ndarray], order: Sequence[str]) -> None:
    """Raise where members of one level lie in several groups of the next, counting them."""
    chain = [("person", person), *zip(reversed(order), reversed(codes), strict=True)]
    for (inner, low), (outer, high) in pairwise(chain):
        pairs = pd.DataFrame({"low": low, "high": high}).drop_duplicates()
        twice = int((pairs["low"].value_counts() > 1).sum())
        if twice:
            who = "people" if inner == "person" else f"groups of '{inner}'"
            raise EstimationError(
                f"{twice} {who} lie in more than one group of '{outer}': the two are crossed, and "
                "this model covers only what lies one within the other",
                code="RE-M50",
                column=outer,
                rows=twice,
                do=f"Give each one group of '{outer}' by a stated rule (the first, or the one seen "
                f"most), make labels that several share unique, or leave '{outer}' out of groups=.",
            )


def _refuse_sizes(levels: Sequence[Level], *, people: int) -> None:
    """Raise where a level has one group, or as many groups as the level below it has members."""
    sizes = [*(len(level.labels) for level in levels), people]
    for level, size, below in zip(levels, sizes, sizes[1:], strict=False):
        if size < 2:
            raise EstimationError(
                "There is one group only, so groups cannot be told apart",
                code="RE-E14",
                column=level.name,
                rows=size,
                do=f"Leave '{level.name}' out of groups=.",
            )
        if size == below:
            raise EstimationError(
                f"Each group of '{level.name}' holds one member, so that two levels are one",
                code="RE-M51",
                column=level.name,
                rows=size,
                do=f"Leave '{level.name}' out of groups=.",
            )
