"""Running sums that start anew in every segment, such as the risk sets of a stratum.

One running sum over all segments, less its value at each segment's edge, would carry rounding
errors of the large segments into the small ones. Here each segment is summed on its own: segments
of similar length are laid side by side as rows of a table, so that no loop runs over segments.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recoveryeval.stats.survival.cells import Floats, Ints


@dataclass(frozen=True, slots=True, eq=False)
class Segments:
    """Bounds (S + 1,) of segments of (T,) positions, and the tables they are laid out in.

    A table (rows, width) holds positions, right-aligned; ``T`` stands for an empty place.
    """

    bounds: Ints
    tables: tuple[Ints, ...]

    @property
    def size(self) -> int:
        """Number of positions, T."""
        return int(self.bounds[-1])

    def suffix_sums(self, values: Floats) -> Floats:
        """Return sums (..., T) from each position to the end of its segment."""
        if not self.tables:
            return values[..., ::-1].cumsum(axis=-1)[..., ::-1]
        padded = np.concatenate([values, np.zeros((*values.shape[:-1], 1))], axis=-1)
        out = np.empty_like(padded)
        for table in self.tables:
            out[..., table] = padded[..., table][..., ::-1].cumsum(axis=-1)[..., ::-1]
        return out[..., :-1]


def segments(bounds: Ints) -> Segments:
    """Return the layout of segments whose bounds (S + 1,) rise from 0 to T."""
    lengths = np.diff(bounds)
    if lengths.size <= 1:
        return Segments(bounds, ())
    width_class = np.ceil(np.log2(np.maximum(lengths, 1))).astype(np.int64)
    present = np.unique(width_class[lengths > 0])
    return Segments(bounds, tuple(_table(bounds, width_class == k, 2**k) for k in present))


def _table(bounds: Ints, chosen: NDArray[np.bool_], width: int) -> Ints:
    """Return positions (rows, width), right-aligned, of the chosen segments."""
    start, end = bounds[:-1][chosen], bounds[1:][chosen]
    filled = end > start
    place = end[filled, None] - width + np.arange(width)
    return np.where(place >= start[filled, None], place, bounds[-1])
