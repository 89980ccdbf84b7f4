"""Model: a Result with coefficients, which can be asked for means, contrasts and slopes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any, Literal

import numpy as np
import pandas as pd

from recoveryeval.errors import EstimationError, nearest
from recoveryeval.results.observed_mean import observed_mean
from recoveryeval.results.result import Result
from recoveryeval.results.row_answer import tested
from recoveryeval.stats.multiplicity import Adjustment, adjusted


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Model(Result):
    """A fitted regression; what it is asked later needs only what it stores."""

    def means(self, by: str | list[str], *, conf_level: float = 0.95) -> Result:
        """Return the estimated mean at each level, other factors weighted equally.

        Parameters
        ----------
        by : str or list of str
            Factor or factors whose levels get a mean.
        conf_level : float
            Confidence level, between 0 and 1.

        Returns
        -------
        Result
            Rows by ``group`` (and ``level`` for a second factor); ``observed`` is
            the mean of the ``n`` scores seen there.
        """
        if "mean" not in self.extras:
            raise EstimationError(
                "This model estimates comparisons only, so it has no means",
                code="RE-M01",
                do="Use contrasts().",
            )
        factors = [by] if isinstance(by, str) else list(by)
        rows = [
            {
                "term": " x ".join(factors),
                **_placed(levels),
                "estimand": self.extras["mean"],
                **tested(self, row, conf_level),
                **observed_mean(self.extras.get("observed", {}), levels),
            }
            for levels, row in _averaged(self, factors)
        ]
        asked = _asked(self, rows, "means", f"Estimated means by {' and '.join(factors)}")
        if "wave" not in factors:
            return asked
        words = {**asked.labels, "time": "wave", "factors": "; ".join(factors),
                 "y": str(self.extras["mean"]).capitalize()}  # fmt: skip
        return replace(asked, plot_name="means", labels=words)

    def contrasts(
        self,
        of: str,
        by: str | None = None,
        *,
        method: Literal["reference", "pairwise"] = "reference",
        adjust: Adjustment = "none",
        conf_level: float = 0.95,
    ) -> Result:
        """Return differences between the levels of a factor, or the slope of a number.

        Parameters
        ----------
        of : str
            Factor to compare, or numeric covariate whose slope is wanted.
        by : str or None
            Factor within whose levels to compare.
        method : {"reference", "pairwise"}
            Compare with the first level, or every pair.
        adjust : {"none", "holm", "bonferroni"}
            Correction of p values for the number of comparisons.
        conf_level : float
            Confidence level, between 0 and 1.

        Returns
        -------
        Result
            Rows by ``contrast`` (and ``level`` of the second factor).
        """
        rows = []
        for level in [None] if by is None else _levels(self, by):
            where = {} if by is None else {by: str(level)}
            for name, row in _differences(self, of, where, method):
                place = {"term": of, "contrast": name, "estimand": self.extras["difference"]}
                if level is not None:
                    place["level"] = f"{by}: {level}"
                rows.append({**place, **tested(self, row, conf_level)})
        p_values = adjusted(np.array([r["p_value"] for r in rows]), adjust)
        rows = [{**row, "p_value": float(p)} for row, p in zip(rows, p_values, strict=True)]
        title = f"Differences in {of}" + (f" within {by}" if by else "")
        return _asked(self, rows, "contrasts", title)


def _grid(model: Model) -> dict[str, Any]:
    """Return the reference grid that the model carries."""
    if "grid" not in model.extras:
        raise EstimationError(
            "This model carries no coefficients that levels could be compared by",
            code="RE-M01",
            do="Read the comparisons in tidy().",
        )
    return dict(model.extras["grid"])


def _levels(model: Model, factor: str) -> list[str]:
    """Return the levels of a factor in their order."""
    known = _grid(model)["levels"]
    if factor not in known:
        raise EstimationError(
            "The model has no factor of that name",
            code="RE-M02",
            column=factor,
            do="Name a factor of the formula." + nearest(factor, known),
        )
    return list(dict.fromkeys(known[factor]))


def _averaged(model: Model, factors: list[str]) -> list[tuple[dict[str, str], np.ndarray]]:
    """Return, for each combination of levels, the average of the grid rows that have it."""
    grid = _grid(model)
    for factor in factors:
        _levels(model, factor)
    keys = list(zip(*(grid["levels"][f] for f in factors), strict=True))
    rows = np.asarray(grid["rows"])
    out = []
    for key in dict.fromkeys(keys):
        mask = np.array([k == key for k in keys])
        out.append((dict(zip(factors, key, strict=True)), rows[mask].mean(axis=0)))
    return out


def _differences(
    model: Model, of: str, where: dict[str, str], method: str
) -> list[tuple[str, np.ndarray]]:
    """Return named contrast rows of a factor's levels, or the slope of a covariate."""
    grid = _grid(model)
    mask = np.ones(len(np.asarray(grid["rows"])), dtype=bool)
    for factor, level in where.items():
        mask &= np.array(grid["levels"][factor]) == level
    if of in grid["slopes"]:
        return [("slope per unit", np.asarray(grid["slopes"][of])[mask].mean(axis=0))]
    levels, labels = _levels(model, of), np.array(grid["levels"][of])
    at = {lv: np.asarray(grid["rows"])[mask & (labels == lv)].mean(axis=0) for lv in levels}
    pairs = (
        [(levels[0], other) for other in levels[1:]]
        if method == "reference"
        else list(combinations(levels, 2))
    )
    return [(f"{second} - {first}", at[second] - at[first]) for first, second in pairs]


def _placed(levels: dict[str, str]) -> dict[str, str]:
    """Return the group and, for a second factor, the level that a row is about."""
    names = list(levels.items())
    if len(names) == 1:
        return {"group": names[0][1]}
    rest = ", ".join(f"{k}: {v}" for k, v in names[1:])
    return {"group": names[0][1], "level": rest}


def _asked(model: Model, rows: list[dict[str, Any]], kind: str, title: str) -> Result:
    """Return a Result that answers a question to the model, with the model's record."""
    estimand = replace(model.estimand, contrast=f"{title.lower()}, from the fitted model")
    return Result(
        kind=kind,
        title=f"{title}: {model.title}",
        table=pd.DataFrame(rows),
        summary=model.glance(),
        spec=model.spec,
        estimand=estimand,
        methods_text=model.methods_text,
        check_rows=model.check_rows,
        labels={**model.labels, "title": title},
        plot_name="forest",
        log_scale=model.log_scale,
    )
