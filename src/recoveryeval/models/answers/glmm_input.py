"""From rows by cluster to distinct clusters with counts, as the quadrature wants them."""

from __future__ import annotations

import numpy as np

from recoveryeval.models.answers.gee_input import GeeRows
from recoveryeval.stats.answers.glmm_likelihood import Clustered

SHORT = 40  # clusters longer than this are hardly ever alike, and long keys cost memory


def clustered(rows: GeeRows) -> Clustered:
    """Return the rows sorted by cluster, identical clusters once with their number."""
    order = np.lexsort((rows.occasion, rows.cluster))
    y, x = rows.y[order], rows.found.matrix[order]
    offset = np.zeros(len(y)) if rows.offset is None else rows.offset[order]
    group = rows.cluster[order]
    starts = np.flatnonzero(np.r_[True, group[1:] != group[:-1]])
    sizes = np.diff(np.r_[starts, len(y)])
    first, count = _distinct(np.column_stack([y, offset, x]), starts, sizes)
    keep = np.concatenate([np.arange(starts[g], starts[g] + sizes[g]) for g in first])
    kept_sizes = sizes[first]
    return Clustered(
        y=y[keep],
        x=x[keep],
        offset=offset[keep],
        starts=np.r_[0, np.cumsum(kept_sizes)[:-1]].astype(np.int64),
        of=np.repeat(np.arange(len(first)), kept_sizes),
        n=count,
    )


def _distinct(
    rows: np.ndarray, starts: np.ndarray, sizes: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return one cluster of each kind, and how many there are of it."""
    if sizes.max() > SHORT:
        return np.arange(len(starts)), np.ones(len(starts))
    keys = [rows[s : s + k].tobytes() for s, k in zip(starts, sizes, strict=True)]
    known: dict[bytes, int] = {}
    counts: list[float] = []
    first: list[int] = []
    for place, key in enumerate(keys):
        if key in known:
            counts[known[key]] += 1
        else:
            known[key] = len(first)
            first.append(place)
            counts.append(1.0)
    return np.array(first), np.array(counts)
