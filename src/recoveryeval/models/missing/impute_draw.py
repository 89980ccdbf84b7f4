"""One completed version of person-wide scores."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recoveryeval.errors import EstimationError
from recoveryeval.models.missing.impute_wide import PersonWide
from recoveryeval.stats.missing.chained_equations import Method, Wide, complete
from recoveryeval.stats.missing.jump_to_reference import given, jump, normal_draw


@dataclass(frozen=True, slots=True)
class Rule:
    """How gaps are filled: method, rounds of the chain, and the reference arm if people jump."""

    method: Method
    iterations: int
    reference: str | None


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """Scores (n, k) and auxiliaries (n, q) without the gaps that were to be filled."""

    scores: np.ndarray
    helpers: np.ndarray


def draw(wide: PersonWide, rule: Rule, rng: np.random.Generator) -> Drawn:
    """Return scores and auxiliaries with every gap filled that is to be filled."""
    arms = sorted(set(wide.arm))
    columns = {arm: _filled(wide, wide.arm == arm, rule, rng) for arm in arms}
    q, first = wide.helpers.shape[1], wide.helpers.shape[1] + wide.fixed.shape[1]
    out, helpers = np.empty_like(wide.scores), np.empty_like(wide.helpers)
    reference = None if rule.reference is None else columns[rule.reference]
    for arm in arms:
        rows, filled = wide.arm == arm, columns[arm]
        helpers[rows] = filled[:, :q]
        out[rows] = filled[:, first:]
        if reference is not None and arm != rule.reference:
            out[rows] = _jumped(filled, reference, wide.left[rows], rng)
    return Drawn(np.where(wide.fill, out, wide.scores), helpers)


def _jumped(
    filled: np.ndarray, reference: np.ndarray, left: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    """Return one group's scores (n, k) with what comes after leaving drawn from the reference.

    What people are like, such as their age, goes with them: both groups' means are those
    of people like them.
    """
    first = filled.shape[1] - left.shape[1]
    vary = (np.ptp(filled, axis=0) > 0) & (np.ptp(reference, axis=0) > 0)
    like, at = np.flatnonzero(vary[:first]), np.flatnonzero(vary[first:])
    use = np.concatenate([like, first + at])
    own, ref = (normal_draw(found[:, use], rng) for found in (filled, reference))
    people = filled[:, like]
    out = filled[:, first:].copy()
    out[:, at] = jump(out[:, at], left[:, at], given(own, people), given(ref, people), rng)
    return out


def refuse_thin(wide: PersonWide, *, reference: str | None) -> None:
    """Refuse groups in which too few people were seen for the equations to be estimated."""
    columns = wide.scores.shape[1] + wide.helpers.shape[1] + wide.fixed.shape[1]
    for arm in sorted(set(wide.arm)):
        seen = (~np.isnan(wide.scores[wide.arm == arm])).sum(axis=0)
        if seen.min() <= columns + 1:
            raise EstimationError(
                f"Too few people of a group were seen at a wave ({int(seen.min())}) for equations "
                f"with {columns} coefficients",
                code="RE-MI43",
                rows=int(seen.min()),
                do="Use fewer waves or auxiliaries, or impute the groups together (by=None).",
            )
    if reference is not None and reference not in set(wide.arm):
        raise EstimationError(
            "The reference is none of the groups",
            code="RE-MI43",
            do="Name by= and one of its groups as reference=.",
        )


def _filled(wide: PersonWide, rows: np.ndarray, rule: Rule, rng: np.random.Generator) -> np.ndarray:
    """Return helpers, fixed columns and scores of one group without gaps, (n, q + p + k)."""
    values = np.column_stack([wide.helpers[rows], wide.scores[rows]])
    binary = np.concatenate([wide.binary, np.full(wide.scores.shape[1], wide.answers)])
    fixed = wide.fixed[rows]
    fixed = fixed[:, np.ptp(fixed, axis=0) > 0] if len(fixed) else fixed
    found = complete(
        Wide(values, fixed, binary), method=rule.method, iterations=rule.iterations, rng=rng
    )
    q = wide.helpers.shape[1]
    return np.column_stack([found[:, :q], wide.fixed[rows], found[:, q:]])
