"""Cross-products by observed-visit pattern: all that a Gaussian repeated-measures model needs.

People who were seen at the same visits share one covariance matrix, so the
likelihood needs, for each such pattern, only the sum of products of what they
brought: 145,718 visits become a handful of small matrices, whose numbers are
the same whether rows or a database summed them. Random effects of coaches and
sites, within which people lie, need the sums by coach besides.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from recoveryeval.stats.gaussian.gaussian_turn import alike, turned, upright


@dataclass(frozen=True, slots=True, eq=False)
class Leaves:
    """Sums by innermost group and pattern, one entry (E,) per pair that has people.

    ``pattern`` and ``leaf`` (E,) say which pair, ``n`` (E,) how many people,
    ``first`` (E, m, q+1) sums what they brought.
    """

    pattern: np.ndarray
    leaf: np.ndarray
    n: np.ndarray
    first: np.ndarray


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """Patterns of equally many visits, stacked.

    ``n`` (P,) people; ``z`` (P, m, r) is the random-effects design of their m
    visits; ``one`` (P, m) stands for a column of ones; ``products``
    (P, m, m, q+1, q+1) sums w_a w_b' over people, w_a being the q fixed-effects
    columns and the response at visit a.
    """

    n: np.ndarray
    z: np.ndarray
    one: np.ndarray
    products: np.ndarray
    leaves: Leaves | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Spare:
    """What lies outside the random effects' reach: ``n`` rows with residual variance only.

    ``products`` (q+1, q+1) sums their w w'.
    """

    n: float
    products: np.ndarray


@dataclass(frozen=True, slots=True, eq=False)
class Patterns:
    """All patterns, the least-squares start that was taken off the response, and sizes.

    ``back`` (q, q) turns coefficients of the columns summed into those of the
    design: columns are summed at right angles, so that dates and incomes lose
    no digits. ``above`` (leaves, groups) says in which groups, of all levels,
    each innermost group lies; ``level`` (groups,) codes the level of each group.
    """

    items: tuple[Batch, ...]
    offset: np.ndarray
    n_rows: float
    n_people: float
    spare: Spare | None = None
    above: np.ndarray = field(default_factory=lambda: np.empty((0, 0)))
    level: np.ndarray = field(default_factory=lambda: np.empty(0, dtype=int))
    back: np.ndarray | None = None

    def summed(self, beta: np.ndarray) -> np.ndarray:
        """Return the coefficients (q,) of the columns that were summed."""
        return beta if self.back is None else np.linalg.solve(self.back, beta)

    @property
    def q(self) -> int:
        """Number of fixed-effects columns."""
        return len(self.offset)

    @property
    def r(self) -> int:
        """Number of random-effects columns."""
        return int(self.items[0].z.shape[2])

    @property
    def levels(self) -> int:
        """Number of levels of groups above people."""
        return int(self.level.max(initial=-1)) + 1


@dataclass(frozen=True, slots=True, eq=False)
class Nesting:
    """Innermost group of each row, ``leaf`` (rows,), and the groups it lies in, as in Patterns."""

    leaf: np.ndarray
    above: np.ndarray
    level: np.ndarray


def from_rows(
    person: np.ndarray,
    x: np.ndarray,
    z: np.ndarray,
    y: np.ndarray,
    *,
    nesting: Nesting | None = None,
    turn: bool = False,
) -> Patterns:
    """Return the patterns of rows: person (rows,) codes, x (rows, q), z (rows, r), y (rows,).

    ``turn`` keeps of each person's visits only what random effects can reach
    (for models with one residual variance), so that many visits cost no more
    than few; ``z`` must then hold a column of ones first.
    """
    columns, offset, back = upright(x, y)
    order = np.lexsort((*z.T[::-1], person))
    who, zs = person[order], z[order]
    wide = columns[order]
    starts = np.flatnonzero(np.r_[True, who[1:] != who[:-1]])
    leaf = None if nesting is None else nesting.leaf[order][starts]
    sizes, ones = np.diff(np.r_[starts, len(who)]), bool((z[:, 0] == 1.0).all())
    found, spare = [], Spare(0.0, np.zeros((wide.shape[1],) * 2))
    for size in np.unique(sizes):
        mine = sizes == size
        rows = starts[mine][:, None] + np.arange(size)
        brought, (designs, which) = wide[rows], alike(zs[rows])
        if turn and size > z.shape[1]:
            brought, designs, more = turned(brought, designs, which)
            spare = Spare(spare.n + more[0], spare.products + more[1])
        batch = stacked(designs, which, brought, ones=ones)
        if leaf is not None:
            batch = replace(batch, leaves=_leaves(which, leaf[mine], brought))
        found.append(batch)
    return Patterns(
        items=tuple(found),
        offset=offset,
        n_rows=float(len(y)),
        n_people=float(len(starts)),
        spare=spare if spare.n else None,
        above=np.empty((0, 0)) if nesting is None else nesting.above,
        level=np.empty(0, dtype=int) if nesting is None else nesting.level,
        back=back,
    )


def stacked(designs: np.ndarray, which: np.ndarray, wide: np.ndarray, *, ones: bool) -> Batch:
    """Return the batch of people with equally many visits, wide (people, m, q+1).

    designs (P, m, r) are the random-effects designs, ``which`` (people,) each
    one's; ``ones`` says that their first column stands for ones; else all do together.
    """
    order = np.argsort(which, kind="stable")
    stops = np.cumsum(np.bincount(which, minlength=len(designs)))
    m, width = wide.shape[1:]
    flat = wide.reshape(len(wide), -1)[order]
    spans = zip(np.r_[0, stops[:-1]], stops, strict=True)
    products = np.stack([flat[a:b].T @ flat[a:b] for a, b in spans])
    return Batch(
        n=np.bincount(which, minlength=len(designs)).astype(float),
        z=designs,
        one=designs[:, :, 0] if ones else designs.sum(axis=2),
        products=products.reshape(-1, m, width, m, width).transpose(0, 1, 3, 2, 4).copy(),
    )


def _leaves(pattern: np.ndarray, leaf: np.ndarray, wide: np.ndarray) -> Leaves:
    """Return sums by pattern and leaf of people: pattern, leaf (people,), wide (people, m, q+1)."""
    pairs, which = np.unique(np.column_stack([pattern, leaf]), axis=0, return_inverse=True)
    which = which.ravel()
    order = np.argsort(which, kind="stable")
    starts = np.flatnonzero(np.r_[True, np.diff(which[order]) > 0])
    return Leaves(
        pattern=pairs[:, 0],
        leaf=pairs[:, 1],
        n=np.bincount(which).astype(float),
        first=np.add.reduceat(wide[order], starts, axis=0),
    )
