"""Scores, test and rows of a comparison of groups whose events visits only bracket."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from recoveryeval.models.bracketed.interval_checks import refuse_short_of_maximum
from recoveryeval.models.bracketed.interval_input import IntervalInput
from recoveryeval.models.bracketed.interval_limits import bar
from recoveryeval.models.resampling import check_repeats, generator
from recoveryeval.results.blank_text import blank_text
from recoveryeval.stats.bracketed.interval_scores import (
    ScoreName,
    ScoreTest,
    interval_scores,
    permutation_moments,
    permuted_share,
    score_test,
)
from recoveryeval.stats.bracketed.turnbull import turnbull
from recoveryeval.stats.survival.cells import Floats, Ints

FEWEST = 100
CURVES = "difference between survival curves"


@dataclass(frozen=True, slots=True, eq=False)
class IntervalTest:
    """The test, its p values (one by permutation, or missing) and what a group's sum means."""

    name: ScoreName
    test: ScoreTest
    p_value: float
    permuted: float | None
    estimand: str
    reason: str


def interval_comparison(
    found: IntervalInput,
    name: ScoreName,
    *,
    rng: int | np.random.Generator | None,
    n_permutations: int,
) -> IntervalTest:
    """Return the comparison of groups, scores taken within strata."""
    from scipy.special import chdtrc

    size = len(found.labels)
    total, covariance = np.zeros(size), np.zeros((size, size))
    strata = []
    for code in np.unique(found.stratum):
        score, n, group = _scored(found, found.stratum == code, name)
        sums, spread = permutation_moments(score, n, group, size)
        total, covariance = total + sums, covariance + spread
        strata.append(_people(score, n, group, size))
    test, reason = score_test(total, covariance), _why_not(found)
    permuted = None
    if rng is not None and not reason:
        permuted = _permuted(strata, test, rng, n_permutations)
    return IntervalTest(
        name=name,
        test=test,
        p_value=float(chdtrc(test.df, test.statistic)) if test.df else np.nan,
        permuted=permuted,
        estimand="events above those expected" if name == "log-rank" else "sum of scores",
        reason=reason or ("" if test.df else "all people have the same score"),
    )


def comparison_rows(found: IntervalInput, tested: IntervalTest) -> pd.DataFrame:
    """Return the row of the test, that of its permutation p value, and a row per group."""
    events = found.n * np.isfinite(found.right)
    status = "not_estimable" if tested.reason else "ok"
    shared = {"term": tested.name, "status": status, "reason": tested.reason}
    whole = {
        **shared,
        "estimand": CURVES,
        "statistic": tested.test.statistic,
        "n": float(found.n.sum()),
        "n_event": float(events.sum()),
    }
    rows: list[dict[str, Any]] = [
        {**whole, "df": tested.test.df, "p_value": tested.p_value, "method": "chi-square"}
    ]
    if tested.permuted is not None:
        rows.append({**whole, "p_value": tested.permuted, "method": "permutation"})
    rows += [{**shared, **_group_row(found, tested, code)} for code in range(len(found.labels))]
    return blank_text(pd.DataFrame(rows), ("group",))


def _group_row(found: IntervalInput, tested: IntervalTest, code: int) -> dict[str, Any]:
    """Return the sum of scores of a group."""
    own = found.group == code
    return {
        "group": found.labels[code],
        "estimand": tested.estimand,
        "estimate": float(tested.test.total[code]),
        "std_error": float(np.sqrt(tested.test.covariance[code, code])),
        "n": float(found.n[own].sum()),
        "n_event": float(found.n[own & np.isfinite(found.right)].sum()),
        "method": "permutation variance",
    }


def _scored(found: IntervalInput, rows: np.ndarray, name: ScoreName) -> tuple[Floats, Floats, Ints]:
    """Return score, people and group (M,) of distinct intervals of a stratum, in order."""
    columns = np.stack([found.left, found.right, found.group.astype(float)])[:, rows]
    keys, which = np.unique(columns, axis=1, return_inverse=True)
    n = np.bincount(np.ravel(which), found.n[rows], minlength=keys.shape[1])
    fit = turnbull(keys[0], keys[1], n)
    refuse_short_of_maximum([fit])
    return interval_scores(fit, keys[0], keys[1], n, name), n, keys[2].astype(np.int64)


def _people(score: Floats, n: Floats, group: Ints, size: int) -> tuple[Floats, Ints]:
    """Return the score of every person of a stratum, and people in each group (G,)."""
    whole = np.round(n).astype(np.int64)
    sizes = np.bincount(group, whole, size).astype(np.int64)
    return np.repeat(score, whole), sizes


def _permuted(
    strata: list[tuple[Floats, Ints]],
    test: ScoreTest,
    rng: int | np.random.Generator,
    repeats: int,
) -> float:
    """Return the permutation p value."""
    told = "A permutation p value rests on permutations:"
    check_repeats("n_permutations", repeats, FEWEST, 10_000, told)
    source, watch = generator(rng), bar("Permuting")
    return permuted_share(strata, test, repeats=repeats, rng=source, watch=watch)


def _why_not(found: IntervalInput) -> str:
    """Return why the test says nothing, or an empty text."""
    if not np.isfinite(found.right).any():
        return "no events in any group"
    people = np.bincount(found.group, found.n, len(found.labels))
    return "a group is one person" if (people <= 1).any() else ""
