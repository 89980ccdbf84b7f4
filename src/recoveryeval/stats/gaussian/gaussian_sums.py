"""Sums over patterns that likelihood, errors and degrees of freedom are made of.

The covariance of one person is linear in ``phi``: D = sum_k phi_k G_k, where
phi holds the lower triangle of the random-effects covariance, column by
column, and last, when there is one, the residual variance.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recoveryeval.stats.gaussian.gaussian_patterns import Batch, Patterns


@dataclass(frozen=True, slots=True, eq=False)
class Sums:
    """Sums with D inverse between.

    Of what people brought, ``a`` (w, w), with G_k between ``b`` (K, w, w), with
    G_k and G_l ``c`` (K, K, w, w); of ones by leaf with it, ``az`` (leaves, w),
    ``bz`` (K, leaves, w), ``cz`` (K, K, leaves, w); of ones with ones ``s``
    (leaves,), ``e`` (K, leaves), ``f`` (K, K, leaves). ``first`` (K,) and
    ``second`` (K, K) are traces. Second products are empty unless asked for.
    """

    a: np.ndarray
    b: np.ndarray
    c: np.ndarray
    az: np.ndarray
    bz: np.ndarray
    cz: np.ndarray
    s: np.ndarray
    e: np.ndarray
    f: np.ndarray
    log_det: float
    first: np.ndarray
    second: np.ndarray


def triangle(r: int) -> list[tuple[int, int]]:
    """Return the positions of a lower triangle, column by column."""
    return [(i, j) for j in range(r) for i in range(j, r)]


def basis(batch: Batch, residual: bool) -> np.ndarray:
    """Return G (K, P, m, m): the derivative of the covariance in each element of phi."""
    z = batch.z
    outer = z[:, :, None, :, None] * z[:, None, :, None, :]  # (P, m, m, r, r)
    parts = [
        outer[..., i, j] + (outer[..., j, i] if i != j else 0.0) for i, j in triangle(z.shape[2])
    ]
    if residual:
        parts.append(np.broadcast_to(np.eye(z.shape[1]), outer.shape[:3]))
    return np.stack(parts)


def summed(patterns: Patterns, phi: np.ndarray, *, residual: bool, second: bool) -> Sums | None:
    """Return the sums over patterns, or None where a covariance is not positive definite."""
    k, w, leaves = len(phi), patterns.q + 1, len(patterns.above)
    kk = k if second else 0
    total = Sums(
        a=np.zeros((w, w)), b=np.zeros((k, w, w)), c=np.zeros((kk, kk, w, w)),
        az=np.zeros((leaves, w)), bz=np.zeros((k, leaves, w)), cz=np.zeros((kk, kk, leaves, w)),
        s=np.zeros(leaves), e=np.zeros((k, leaves)), f=np.zeros((kk, kk, leaves)),
        log_det=0.0, first=np.zeros(k), second=np.zeros((kk, kk)),
    )  # fmt: skip
    log_det = 0.0
    for batch in patterns.items:
        g = basis(batch, residual)
        v = np.tensordot(phi, g, axes=1)
        try:
            root, inverse = np.linalg.cholesky(v), np.linalg.inv(v)
        except np.linalg.LinAlgError:
            return None
        diagonal = np.diagonal(root, axis1=1, axis2=2)
        log_det += 2 * float(batch.n @ np.log(diagonal).sum(axis=1))
        _add(total, batch, g, inverse, second=second)
    log_det += _spare(total, patterns, float(phi[-1]), second=second)
    symmetric = [(x + np.swapaxes(x, 0, 1)) / 2 for x in (total.c, total.cz, total.f)]
    return Sums(
        total.a, total.b, symmetric[0], total.az, total.bz, symmetric[1], total.s, total.e,
        symmetric[2], log_det, total.first, total.second,
    )  # fmt: skip


def _add(total: Sums, batch: Batch, g: np.ndarray, inverse: np.ndarray, *, second: bool) -> None:
    """Add one batch to the sums: g (K, P, m, m), inverse (P, m, m)."""
    size = inverse.size
    products = batch.products.reshape(size, -1)
    ig = inverse @ g
    igi = ig @ inverse
    k, w = len(g), total.a.shape[0]
    total.a[...] += (inverse.reshape(1, size) @ products).reshape(w, w)
    total.b[...] += (igi.reshape(k, size) @ products).reshape(k, w, w)
    total.first[...] += np.einsum("kpaa,p->k", ig, batch.n)
    igigi = np.empty((0, 0, *inverse.shape))
    if second:
        igigi = ig[:, None] @ igi[None]
        total.c[...] += (igigi.reshape(k * k, size) @ products).reshape(k, k, w, w)
        weighted = (ig.swapaxes(2, 3) * batch.n[:, None, None]).reshape(k, size)
        total.second[...] += ig.reshape(k, size) @ weighted.T
    _add_leaves(total, batch, inverse, igi, igigi)


def _add_leaves(
    total: Sums, batch: Batch, inverse: np.ndarray, igi: np.ndarray, igigi: np.ndarray
) -> None:
    """Add what ones by leaf make with what people brought, and with each other."""
    found = batch.leaves
    if found is None:
        return
    targets = ((total.az, total.s), (total.bz, total.e), (total.cz, total.f))
    for matrices, (mixed, ones) in zip((inverse, igi, igigi), targets, strict=True):
        if matrices.size == 0:
            continue
        shares = np.einsum("...pab,pa->...pb", matrices, batch.one)
        with_ones = np.einsum("...pb,pb->...p", shares, batch.one)[..., found.pattern] * found.n
        brought = np.einsum("...eb,ebw->...ew", shares[..., found.pattern, :], found.first)
        for index in np.ndindex(*ones.shape[:-1]):
            np.add.at(ones[index], found.leaf, with_ones[index])
            np.add.at(mixed[index], found.leaf, brought[index])


def _spare(total: Sums, patterns: Patterns, variance: float, *, second: bool) -> float:
    """Add the rows that have residual variance only; return what they add to log determinants."""
    spare = patterns.spare
    if spare is None:
        return 0.0
    total.a[...] += spare.products / variance
    total.b[-1] += spare.products / variance**2
    total.first[-1] += spare.n / variance
    if second:
        total.c[-1, -1] += spare.products / variance**3
        total.second[-1, -1] += spare.n / variance**2
    return spare.n * float(np.log(variance))
