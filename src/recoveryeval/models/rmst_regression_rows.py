"""Rows of a regression of the restricted mean: differences, then ratios."""

from __future__ import annotations

import numpy as np
import pandas as pd

from recoveryeval.models.coefficient_rows import coefficient_rows
from recoveryeval.models.lone_levels import ALONE, lone_terms, without_lone
from recoveryeval.models.rmst_pseudo import RmstInput
from recoveryeval.models.rmst_rows import DIFFERENCE, MEAN, RATIO
from recoveryeval.results.check import Check, Verdict
from recoveryeval.stats.coefficients import Coefficients
from recoveryeval.stats.pseudo_regression import Link, PseudoData, pseudo_regression

FEW, VERY_FEW = 40, 10
NO_RATIO = "the mean has no logarithm under this formula: ratios have no solution"


def fitted_rows(
    found: RmstInput, conf_level: float
) -> tuple[pd.DataFrame, Coefficients, tuple[Check, ...]]:
    """Return rows, the coefficients of the differences, and checks on clusters."""
    terms = found.found.terms
    reason, checks = _clusters(found)
    reason = found.reason or reason
    difference = _solved(found, "identity", hidden=bool(reason))
    ratio = _solved(found, "log", hidden=bool(reason))
    words = [MEAN if t == "intercept" else DIFFERENCE for t in terms]
    error = "CR2" if found.clustered_by else "HC3"
    first = _rows(found, difference, words, conf_level, f"pseudo-observations, {error}")
    second = _rows(found, ratio, [RATIO] * len(terms), conf_level, f"log link, {error}")
    second = _as_ratios(second[second["term"] != "intercept"])
    table = pd.concat([first, second], ignore_index=True)
    silent = table["status"] == "not_estimable"
    alone = np.tile(lone_terms(found.found, found.frame), 2)[: len(table)]
    told = reason or NO_RATIO
    table.loc[silent, "reason"] = np.where(
        table.loc[silent, "term"].isin(np.array(terms)[alone[: len(terms)]]) & (not reason),
        ALONE,
        told,
    )
    return table, difference, checks


def _solved(found: RmstInput, link: Link, *, hidden: bool) -> Coefficients:
    """Return the coefficients; all NaN where nothing can be estimated."""
    q = len(found.found.terms)
    nothing = Coefficients(np.full(q, np.nan), np.full((q, q), np.nan))
    if hidden:
        return nothing
    data = PseudoData(found.pseudo, found.found.matrix, found.n, found.cluster)
    solved = pseudo_regression(data, link)
    if solved is None:
        return nothing
    return without_lone(solved, lone_terms(found.found, found.frame))


def _rows(
    found: RmstInput, known: Coefficients, words: list[str], conf_level: float, method: str
) -> pd.DataFrame:
    """Return one row per term."""
    design = found.found
    return coefficient_rows(
        known, design.terms, design.contrasts, words, conf_level=conf_level, method=method
    )


def _as_ratios(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows of the log link as ratios; standard errors by the delta method."""
    ratio = np.exp(rows["estimate"])
    return rows.assign(
        contrast=rows["contrast"].str.replace(" - ", " / ", regex=False),
        estimate=ratio,
        std_error=ratio * rows["std_error"],
        conf_low=np.exp(rows["conf_low"]),
        conf_high=np.exp(rows["conf_high"]),
    )


def _clusters(found: RmstInput) -> tuple[str, tuple[Check, ...]]:
    """Return why clusters are too few for any error, and what few clusters mean."""
    if found.cluster is None:
        return "", ()
    count = int(np.unique(found.cluster).size)
    if count < 3:
        reason = f"a robust variance cannot be estimated from {count} clusters"
        return reason, (Check("few_clusters", f"{count} clusters: {reason}.", "fail", count),)
    if count >= FEW:
        return "", ()
    told = (
        f"There are {count} clusters; the variance is corrected for their number, and each "
        "comparison is judged by t with degrees of freedom of its own."
    )
    verdict: Verdict = "concern" if count < VERY_FEW else "note"
    return "", (Check("few_clusters", told, verdict, statistic=float(count)),)
