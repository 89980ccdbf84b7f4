"""Plain estimators with Monte Carlo errors, written apart from the package's own."""

from __future__ import annotations

import numpy as np
import pandas as pd

FOLDS = 60


def share(happened):
    """A share and its Monte Carlo error."""
    happened = np.asarray(happened, dtype="float64")
    return happened.mean(), happened.std() / np.sqrt(len(happened))


def mean(values, cluster=None):
    """A mean and its Monte Carlo error; people of one cluster vary together."""
    values = np.asarray(values, dtype="float64")
    if cluster is None:
        return values.mean(), values.std() / np.sqrt(len(values))
    totals = pd.Series(values - values.mean()).groupby(np.asarray(cluster)).sum()
    return values.mean(), np.sqrt((totals**2).sum()) / len(values)


def jackknife(estimate, n):
    """An estimate from all rows, and its error by leaving out each of sixty folds.

    ``estimate`` maps a boolean mask of the n rows to a number.
    """
    fold = np.arange(n) % FOLDS
    left_out = np.array([estimate(fold != k) for k in range(FOLDS)])
    spread = (FOLDS - 1) / FOLDS * ((left_out - left_out.mean()) ** 2).sum()
    return estimate(np.ones(n, dtype=bool)), float(np.sqrt(spread))


def incidence(time, cause, of, day):
    """Cumulative incidence of a cause by the end of a day, from whole days; 0 is censored."""
    top = int(time.max()) + 1
    risk = np.bincount(time, minlength=top)[::-1].cumsum()[::-1]
    any_event = np.bincount(time[cause > 0], minlength=top)
    this = np.bincount(time[cause == of], minlength=top)
    free = np.cumprod(1 - any_event / np.maximum(risk, 1))
    before = np.concatenate([[1.0], free[:-1]])
    return float((before * this / np.maximum(risk, 1))[: day + 1].sum())


def standardized(value, stratum, weight):
    """A mean standardized over strata to given weights, and its error."""
    frame = pd.DataFrame({"v": np.asarray(value, dtype="float64"), "s": np.asarray(stratum)})
    cells = frame.groupby("s")["v"].agg(["mean", "var", "size"])
    weight = pd.Series(weight).reindex(cells.index)
    weight = weight / weight.sum()
    variance = (weight**2 * cells["var"].fillna(0) / cells["size"]).sum()
    return float((weight * cells["mean"]).sum()), float(np.sqrt(variance))


def logistic_fit(x, y):
    """Intercept and slope of a logistic regression on one covariate, by Newton steps."""
    design = np.column_stack([np.ones(len(x)), x])
    beta = np.zeros(2)
    for _ in range(25):
        p = 1 / (1 + np.exp(-design @ beta))
        step = np.linalg.solve((design * (p * (1 - p))[:, None]).T @ design, design.T @ (y - p))
        beta = beta + step
    return beta


def inverse_probability_mean(total, held, due, last_seen, wave):
    """Mean total at a wave, each interview weighted by the inverse of its chance of being held.

    The chance of being held is a logistic regression on the last observed total,
    fitted wave by wave among those who were there before and are due.
    """
    weight = np.ones(len(total))
    for k in range(1, wave + 1):
        risk = due[:, k] & held[:, k - 1]
        beta = logistic_fit(last_seen[risk, k - 1], held[risk, k].astype("float64"))
        weight = weight * (1 + np.exp(-(beta[0] + beta[1] * last_seen[:, k - 1])))
    seen = held[:, wave]
    return float(np.average(total[seen, wave], weights=weight[seen]))


def cox_log_hazard_ratios(time, covariates):
    """Cox regression without censoring or ties, by Newton steps; estimates and errors."""
    order = np.argsort(-time)
    x = covariates[order] - covariates.mean(axis=0)
    beta = np.zeros(x.shape[1])
    for _ in range(12):
        risk = np.exp(x @ beta)
        total = np.cumsum(risk)
        first = np.cumsum(risk[:, None] * x, axis=0) / total[:, None]
        pairs = np.einsum("ni,nj->nij", x, x)
        second = np.cumsum(risk[:, None, None] * pairs, axis=0) / total[:, None, None]
        information = (second - np.einsum("ni,nj->nij", first, first)).sum(axis=0)
        beta = beta + np.linalg.solve(information, (x - first).sum(axis=0))
    return beta, np.sqrt(np.diag(np.linalg.inv(information)))
