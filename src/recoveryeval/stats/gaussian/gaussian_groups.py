"""Coaches and sites above people: their random intercepts join the sums by Woodbury's identity.

V = D + Z T Z', D within people, Z ones by group of every level, T the variance
of each group's level. Everything with V inverse follows from sums with D
inverse between, since V^-1 = D^-1 - D^-1 Z M Z' D^-1 with
M = T^1/2 (I + T^1/2 Z'D^-1 Z T^1/2)^-1 T^1/2, which exists at a variance of zero too.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recoveryeval.stats.gaussian.gaussian_patterns import Patterns
from recoveryeval.stats.gaussian.gaussian_sums import Sums


@dataclass(frozen=True, slots=True, eq=False)
class Lifted:
    """``m`` (g, g) as above, ``s`` (g, g) is Z'D^-1 Z, ``log_det`` what groups add to log |V|."""

    m: np.ndarray
    s: np.ndarray
    log_det: float


def lifted(patterns: Patterns, s_leaf: np.ndarray, tau: np.ndarray) -> Lifted:
    """Return M and Z'D^-1 Z from ones by leaf, s_leaf (leaves,), and tau (levels,)."""
    above = patterns.above
    s = (above.T * s_leaf) @ above
    root = np.sqrt(np.maximum(tau, 0.0))[patterns.level]
    inner = np.eye(len(root)) + root[:, None] * s * root
    return Lifted(
        root[:, None] * np.linalg.inv(inner) * root, s, float(np.linalg.slogdet(inner)[1])
    )


def with_groups(patterns: Patterns, sums: Sums, tau: np.ndarray) -> Sums:
    """Return the sums with V inverse between; elements of phi are followed by tau (levels,)."""
    above = patterns.above
    lift = lifted(patterns, sums.s, tau)
    az, bz = above.T @ sums.az, above.T @ sums.bz
    down = -lift.m @ az  # (g, w)
    e = np.einsum("lg,kl,lh->kgh", above, sums.e, above, optimize=True)
    x = bz + e @ down  # Z'D^-1 G_k V^-1 W
    own = [np.flatnonzero(patterns.level == v) for v in range(len(tau))]
    kz = az + lift.s @ down  # Z'V^-1 W
    zz = lift.s - lift.s @ lift.m @ lift.s  # Z'V^-1 Z
    swapped = np.swapaxes(bz, 1, 2) @ down
    b = sums.b + swapped + np.swapaxes(swapped, 1, 2) + down.T @ e @ down
    first = sums.first - np.einsum("gh,kgh->k", lift.m, e)
    small = Sums(
        a=sums.a + az.T @ down, b=np.concatenate([b, [kz[v].T @ kz[v] for v in own]]),
        c=sums.c, az=kz, bz=x, cz=sums.cz, s=zz, e=e, f=sums.f,
        log_det=sums.log_det + lift.log_det,
        first=np.r_[first, [np.trace(zz[np.ix_(v, v)]) for v in own]], second=sums.second,
    )  # fmt: skip
    if not sums.second.size:
        return small
    return _second(patterns, sums, small, lift=lift, down=down, own=own)


def _second(
    patterns: Patterns,
    sums: Sums,
    at: Sums,
    *,
    lift: Lifted,
    down: np.ndarray,
    own: list[np.ndarray],
) -> Sums:
    """Return the sums with second products: person with person, person with group, groups."""
    above, k, w = patterns.above, len(at.bz), len(at.a)
    total = k + len(own)
    c, second = np.zeros((total, total, w, w)), np.zeros((total, total))
    cz = above.T @ sums.cz
    f = np.einsum("lg,ijl,lh->ijgh", above, sums.f, above, optimize=True)
    swapped = np.swapaxes(cz, 2, 3) @ down
    crossed = np.einsum("igw,gh,jhv->ijwv", at.bz, lift.m, at.bz, optimize=True)
    c[:k, :k] = sums.c + swapped + np.swapaxes(swapped, 2, 3) + down.T @ f @ down - crossed
    me = lift.m @ at.e
    second[:k, :k] = (
        sums.second - 2 * np.einsum("gh,ijgh->ij", lift.m, f) + np.einsum("igh,jhg->ij", me, me)
    )
    left = np.eye(len(lift.s)) - lift.s @ lift.m
    y = left @ at.bz  # Z'V^-1 G_k V^-1 W
    spread = np.einsum("gh,khj,gj->kg", left, at.e, left, optimize=True)
    for v, mine in enumerate(own, start=k):
        c[:k, v] = np.einsum("kgw,gu->kwu", y[:, mine], at.az[mine])
        second[:k, v] = second[v, :k] = spread[:, mine].sum(axis=1)
        for u, other in enumerate(own, start=k):
            between = at.s[np.ix_(mine, other)]
            c[v, u] = at.az[mine].T @ between @ at.az[other]
            second[v, u] = (between**2).sum()
    c[:k, k:] = (c[:k, k:] + np.swapaxes(c[:k, k:], 2, 3)) / 2
    c[k:, :k] = np.swapaxes(c[:k, k:], 0, 1)
    c = (c + np.swapaxes(c, 0, 1)) / 2
    return Sums(
        at.a, at.b, c, at.az, at.bz, cz, at.s, at.e, f, at.log_det, at.first, second,
    )  # fmt: skip
