"""Concordance: how often, of two people, the one with the higher risk has the event first.

Pairs count where one had the event while the other was under observation for longer; ties of the
predictor count half. The error is that of the infinitesimal jackknife: each person's pull on the
concordance, squared and summed (over clusters where there are some).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from recoveryeval.stats.sandwich import cluster_sums
from recoveryeval.stats.survival.cells import Cells, Floats, Ints
from recoveryeval.stats.survival.range_ranks import amounts_by_rank, amounts_in
from recoveryeval.stats.survival.time_grid import distinct, time_grid


@dataclass(frozen=True, slots=True, eq=False)
class Concordance:
    """Share of pairs in which the higher risk came first; counts of pairs; influence (N,).

    ``influence`` is the pull of one person of each row, from which clustered errors are made.
    All is NaN where no two people can be compared.
    """

    concordance: float
    std_error: float
    concordant: float
    discordant: float
    tied: float
    influence: Floats


def concordance(cells: Cells, risk: ArrayLike, *, clustered: bool = False) -> Concordance:
    """Return the concordance of a risk score (N,), higher for an earlier event."""
    rank = distinct(np.asarray(risk, np.float64))[1]
    # Each pair is seen from both of its sides.
    seen = _from_earlier(cells, rank) + _from_later(cells, rank)
    amount = cells.n * cells.weight
    agree, differ, tie = (float(side @ amount) / 2 for side in seen)
    compared = agree + differ + tie
    if compared <= 0:
        nan = float("nan")
        return Concordance(nan, nan, agree, differ, tie, np.full(rank.size, np.nan))
    share = (agree + tie / 2) / compared
    pull = cells.weight * (seen[0] + seen[2] / 2 - share * seen.sum(axis=0)) / compared
    if clustered:
        variance = float((cluster_sums((cells.n * pull)[None], cells.cluster) ** 2).sum())
    else:
        variance = float(cells.n @ pull**2)
    return Concordance(share, float(np.sqrt(variance)), agree, differ, tie, pull)


def _keys(cells: Cells) -> tuple[Ints, Ints, Ints]:
    """Return begin, end and a place past all ends (N,), on one line on which strata follow."""
    grid = time_grid(cells.entry, cells.time)
    size = grid.time.size + 1
    base = cells.stratum * size
    return base + grid.first, base + grid.last, base + size


def _from_earlier(cells: Cells, rank: Ints) -> Floats:
    """Return pairs (3, N) - agreeing, not, tied - of each event with those observed longer."""
    begin, end, past = _keys(cells)
    who = np.flatnonzero(cells.event)
    amount = cells.n * cells.weight
    bar, stop = 2 * end[who] + 1, 2 * past[who]
    out = np.zeros((3, rank.size))
    # Those censored at the moment of an event were observed longer; those yet to enter were not.
    for sign, key in ((1.0, 2 * end + ~cells.event), (-1.0, 2 * begin)):
        order, before = _sorted(key, int(stop.max(initial=0)))
        own = _against(rank[order], amount[order], before[bar], before[stop], rank[who])
        out[:, who] += sign * own
    return out


def _from_later(cells: Cells, rank: Ints) -> Floats:
    """Return pairs (3, N) - agreeing, not, tied - of each row with the events it outlasted."""
    begin, end, _ = _keys(cells)
    events = np.flatnonzero(cells.event)
    last = end + ~cells.event
    order, before = _sorted(end[events], int(last.max(initial=0)))
    events = events[order]
    amount = (cells.n * cells.weight)[events]
    below, above, tied = _against(rank[events], amount, before[begin], before[last], rank)
    return np.stack([above, below, tied])


def _sorted(key: Ints, top: int) -> tuple[Ints, Ints]:
    """Return the order (M,) of keys, and how many keys lie below each of 0 .. ``top``."""
    narrow = key.astype(np.uint16) if key.max(initial=0) < 2**16 else key  # these sort by counting
    counts = np.bincount(key, minlength=top + 1)
    return np.argsort(narrow, kind="stable"), np.concatenate([[0], np.cumsum(counts)])


def _against(rank: Ints, amount: Floats, start: Ints, stop: Ints, own: Ints) -> Floats:
    """Return sums (3, Q) of amounts below, above, and at one's own rank."""
    out = np.zeros((3, own.size))
    some = np.flatnonzero(start < stop)
    if some.size == 0:
        return out
    # Neighbors in rank walk through neighboring places.
    some = some[np.argsort(own[some], kind="stable")]
    start, stop = start[some], stop[some]
    below, tied = amounts_by_rank(rank, amount, start, stop, own[some])
    out[:, some] = below, amounts_in(amount, start, stop) - below - tied, tied
    return out
