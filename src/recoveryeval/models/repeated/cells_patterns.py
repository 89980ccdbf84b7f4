"""From sums over people to the patterns that a Gaussian model works on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recoveryeval.errors import EstimationError
from recoveryeval.models.repeated.cells_design import CellDesign
from recoveryeval.outcomes.repeated_cells import RepeatedCells
from recoveryeval.stats.gaussian.gaussian_patterns import Batch, Leaves, Nesting, Patterns, Spare


@dataclass(frozen=True, slots=True, eq=False)
class _Pattern:
    """One pattern: z (m, r), products (m, m, w, w), and per cell its leaf and first sums."""

    z: np.ndarray
    products: np.ndarray
    n: float
    leaf: np.ndarray
    leaf_n: np.ndarray
    first: np.ndarray
    spare: Spare


def cell_patterns(
    cells: RepeatedCells,
    found: CellDesign,
    z: np.ndarray,
    *,
    nesting: Nesting | None,
    turn: bool,
) -> Patterns:
    """Return patterns from sums over people; z (K, r) is the random-effects design by wave.

    ``nesting`` places cells, ``turn`` is as in ``from_rows``.
    """
    w = _wide(cells, found)
    center = _center(cells, found)
    made = []
    for mask in np.unique(found.seen, axis=0)[::-1]:
        own = np.flatnonzero((found.seen == mask).all(axis=1))
        leaf = np.zeros(len(own), dtype=int) if nesting is None else nesting.leaf[own]
        made.append(_one(w[own][:, mask], found.c[own], z[mask], leaf, turn=turn))
    offset, made = _without_means(made, found.turn.shape[2])
    sizes = sorted({p.z.shape[0] for p in made})
    spares = [p.spare for p in made if p.spare.n]
    rows = float((found.c[:, 0, 0][:, None] * found.seen).sum())
    ones = bool((z[:, 0] == 1.0).all())
    return Patterns(
        items=tuple(
            _batch([p for p in made if p.z.shape[0] == m], leaves=nesting is not None, ones=ones)
            for m in sizes
        ),
        offset=offset + center * np.eye(len(offset))[0],
        n_rows=rows,
        n_people=float(found.c[:, 0, 0].sum()),
        spare=Spare(sum(s.n for s in spares), np.sum([s.products for s in spares], axis=0))
        if spares
        else None,
        above=np.empty((0, 0)) if nesting is None else nesting.above,
        level=np.empty(0, dtype=int) if nesting is None else nesting.level,
    )


def _center(cells: RepeatedCells, found: CellDesign) -> float:
    """Return the mean of all scores."""
    k = len(cells.numbers)
    n = (found.c[:, 0, 0][:, None] * found.seen).sum(axis=0)
    centers = np.array(cells.centers[k:])
    total = found.c[:, 0, 1 + k :].sum(axis=0) + n * centers
    return float(total.sum() / n.sum())


def _wide(cells: RepeatedCells, found: CellDesign) -> np.ndarray:
    """Return what turns a one, numbers and scores into w (cells, K, q+1, d), scores centered."""
    k, waves = len(cells.numbers), len(cells.waves)
    count, q = len(found.c), found.turn.shape[2]
    wide = np.zeros((count, waves, q + 1, found.c.shape[1]))
    wide[:, :, :q, : k + 1] = found.turn
    center = _center(cells, found)
    for a in range(waves):
        wide[:, a, q, 1 + k + a] = 1.0
        wide[:, a, q, 0] = cells.centers[k + a] - center
    return wide


def _one(w: np.ndarray, c: np.ndarray, z: np.ndarray, leaf: np.ndarray, *, turn: bool) -> _Pattern:
    """Return one pattern from its cells: w (cells, m, q+1, d), c (cells, d, d), z (m, r)."""
    n, spare = c[:, 0, 0], Spare(0.0, np.zeros((w.shape[2],) * 2))
    if turn and z.shape[0] > z.shape[1]:
        whole = np.einsum("eawd,edf,eavf->wv", w, c, w, optimize=True)
        basis, root = np.linalg.qr(z)
        w = np.einsum("ar,eawd->erwd", basis, w)
        kept = np.einsum("eawd,edf,eavf->wv", w, c, w, optimize=True)
        spare = Spare(float(n.sum() * (z.shape[0] - z.shape[1])), whole - kept)
        z = root
    return _Pattern(
        z=z,
        products=np.einsum("eawd,edf,ebvf->abwv", w, c, w, optimize=True),
        n=float(n.sum()),
        leaf=leaf,
        leaf_n=n,
        first=np.einsum("eawd,ed->eaw", w, c[:, :, 0]),
        spare=spare,
    )


def _without_means(made: list[_Pattern], q: int) -> tuple[np.ndarray, list[_Pattern]]:
    """Return least squares (q,), and patterns whose response is what they leave over."""
    total = sum(np.einsum("aawv->wv", p.products) + p.spare.products for p in made)
    xx, xy = np.asarray(total)[:q, :q], np.asarray(total)[:q, q]
    size = np.sqrt(np.maximum(np.diag(xx), 1e-300))
    scaled = xx / np.outer(size, size)
    if np.linalg.eigvalsh(scaled)[0] < 1e-12:
        raise EstimationError(
            "A covariate is an exact combination of others in the formula",
            code="RE-E18",
            rows=int(sum(p.n for p in made)),
            do="Leave one of them out.",
        )
    offset = np.linalg.solve(scaled, xy / size) / size
    turn = np.eye(q + 1)
    turn[q, :q] = -offset
    return offset, [
        _Pattern(
            p.z,
            np.einsum("wx,abxy,vy->abwv", turn, p.products, turn, optimize=True),
            p.n,
            p.leaf,
            p.leaf_n,
            p.first @ turn.T,
            Spare(p.spare.n, turn @ p.spare.products @ turn.T),
        )
        for p in made
    ]


def _batch(made: list[_Pattern], *, leaves: bool, ones: bool) -> Batch:
    """Return patterns of equally many visits, stacked."""
    z = np.stack([p.z for p in made])
    found = None
    if leaves:
        found = Leaves(
            pattern=np.repeat(np.arange(len(made)), [len(p.leaf) for p in made]),
            leaf=np.concatenate([p.leaf for p in made]),
            n=np.concatenate([p.leaf_n for p in made]),
            first=np.concatenate([p.first for p in made]),
        )
    return Batch(
        n=np.array([p.n for p in made]),
        z=z,
        one=z[:, :, 0] if ones else z.sum(axis=2),
        products=np.stack([p.products for p in made]),
        leaves=found,
    )
