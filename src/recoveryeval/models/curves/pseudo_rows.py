"""Rows of a regression of pseudo-observations: differences, then ratios."""

from __future__ import annotations

import numpy as np
import pandas as pd

from recoveryeval.models.coefficient_rows import coefficient_rows
from recoveryeval.models.curves.pseudo_input import PseudoInput
from recoveryeval.models.curves.pseudo_silent import told_without_events
from recoveryeval.models.lone_levels import ALONE, lone_terms, without_values
from recoveryeval.models.too_few_clusters import LEAST, LONE, no_error, too_few_check
from recoveryeval.results.check import Check, Verdict
from recoveryeval.stats.coefficients import Coefficients
from recoveryeval.stats.survival.pseudo_regression import Link, PseudoData, pseudo_regression

FEW, VERY_FEW = 40, 10
NO_RATIO = "the mean has no logarithm under this formula: ratios have no solution"


def fitted_rows(
    found: PseudoInput, conf_level: float
) -> tuple[pd.DataFrame, Coefficients, tuple[Check, ...]]:
    """Return rows, the coefficients of the differences, and checks on clusters."""
    terms = found.found.terms
    without, checks = _clusters(found)
    difference = _solved(found, "identity", errorless=bool(without))
    ratio = _solved(found, "log", errorless=bool(without))
    aim = found.aim
    words = [aim.mean if t == "intercept" else aim.difference for t in terms]
    error = "CR2" if found.clustered_by else "HC3"
    first = _rows(found, difference, words, conf_level, (f"pseudo-observations, {error}", without))
    second = _rows(
        found, ratio, [aim.ratio] * len(terms), conf_level, (f"log link, {error}", without)
    )
    second = _as_ratios(second[second["term"] != "intercept"])
    table = pd.concat([first, second], ignore_index=True)
    alone = table["term"].isin(np.array(terms)[lone_terms(found.found, found.frame)])
    if not found.reason:
        table.loc[alone & (table["status"] == "not_estimable"), "reason"] = ALONE
    return told_without_events(table, found), difference, checks


def _rows(
    found: PseudoInput,
    known: Coefficients,
    words: list[str],
    conf_level: float,
    how: tuple[str, str],
) -> pd.DataFrame:
    """Return one row per term; ``how`` is the method, and why there are no errors."""
    design, (method, without) = found.found, how
    return coefficient_rows(
        known,
        design.terms,
        design.contrasts,
        words,
        conf_level=conf_level,
        method=method,
        silent=found.reason or NO_RATIO,
        no_error=without or (LONE if found.clustered_by else ""),
    )


def _solved(found: PseudoInput, link: Link, *, errorless: bool) -> Coefficients:
    """Return the coefficients; all NaN where nothing can be estimated.

    Without a covariance where clusters are too few for one (``errorless``).
    """
    q = len(found.found.terms)
    nothing = Coefficients(np.full(q, np.nan), np.full((q, q), np.nan))
    if found.reason:
        return nothing
    data = PseudoData(found.pseudo, found.found.matrix, found.n, found.cluster)
    solved = pseudo_regression(data, link)
    if solved is None:
        return nothing
    known = without_values(solved, lone_terms(found.found, found.frame))
    return Coefficients(known.beta, nothing.covariance) if errorless else known


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


def _clusters(found: PseudoInput) -> tuple[str, tuple[Check, ...]]:
    """Return why clusters are too few for any error, and what few clusters mean."""
    if found.cluster is None:
        return "", ()
    count = int(np.unique(found.cluster).size)
    if count < LEAST:
        return no_error(count), (too_few_check(count, found.clustered_by),)
    if count >= FEW:
        return "", ()
    told = (
        f"There are {count} clusters; the variance is corrected for their number, and each "
        "comparison is judged by t with degrees of freedom of its own."
    )
    verdict: Verdict = "concern" if count < VERY_FEW else "note"
    return "", (Check("few_clusters", told, verdict, statistic=float(count)),)
