"""Model: a Result with coefficients, which can be asked for means, contrasts and slopes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from recoveryeval.errors import EstimationError
from recoveryeval.results.asked import asked
from recoveryeval.results.conf_level import check_conf_level
from recoveryeval.results.contrast_options import estimand_of_contrast, placed, settled
from recoveryeval.results.model_rows import (
    averaged,
    changes,
    grid_of,
    levels_of,
    named_factors,
    some_factors,
    within,
)
from recoveryeval.results.observed_mean import observed_mean
from recoveryeval.results.result import Result
from recoveryeval.results.row_answer import tested
from recoveryeval.results.standardized import Spread, denominator, divided
from recoveryeval.results.term_tests import term_tests
from recoveryeval.results.together import refuse_correction, tested_together, told_together
from recoveryeval.stats.simultaneous import Correction


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
        check_conf_level(conf_level)
        if "mean" not in self.extras:
            raise EstimationError(
                "This model estimates comparisons only, so it has no means",
                code="RE-M01",
                do="Use contrasts().",
            )
        factors = some_factors(by)
        rows = [
            {
                "term": " x ".join(factors),
                **placed(levels),
                "estimand": self.extras["mean"],
                **tested(self, row, conf_level),
                **observed_mean(self.extras.get("observed", {}), levels),
            }
            for levels, row in averaged(grid_of(self.extras), factors)
        ]
        found = asked(self, rows, "means", f"Estimated means by {' and '.join(factors)}")
        if "wave" not in factors:
            return found
        words = {**found.labels, "time": "wave", "factors": "; ".join(factors),
                 "y": str(self.extras["mean"]).capitalize()}  # fmt: skip
        return replace(found, plot_name="means", labels=words)

    def contrasts(
        self,
        of: str,
        by: str | list[str] | None = None,
        *,
        since: object = None,
        reference: object = None,
        standardize: Spread | None = None,
        method: Literal["reference", "pairwise"] = "reference",
        adjust: Correction = "none",
        conf_level: float = 0.95,
    ) -> Result:
        """Return differences between the levels of a factor, or the slope of a number.

        Parameters
        ----------
        of : str
            Factor to compare, or numeric covariate whose slope is wanted.
        by : str, list of str or None
            Factor or factors within whose levels to compare.
        since : level of ``by`` or None
            With ``by="wave", since=0``: differences in change since that wave; of
            several factors, along the last.
        reference : level of ``of`` or None
            Level that the others are compared with; None takes the first.
        standardize : {"within groups", "first wave"}, float or None
            Standard deviation to divide by, which the rows then name: of scores
            around the means of the model's factors, the same at the first wave
            only, or a number of points.
        method : {"reference", "pairwise"}
            Compare with the reference, or every pair.
        adjust : {"none", "holm", "bonferroni", "sidak", "tukey"}
            Correction of p values for the number of all rows and, but for Holm's
            steps, of limits; Tukey's is for every pair of levels.
        conf_level : float
            Confidence level, between 0 and 1.

        Returns
        -------
        Result
            Rows by ``contrast`` (and ``level`` of the factors in ``by``).
        """
        check_conf_level(conf_level)
        factors = named_factors(by)
        reference = settled(self, of, factors, since=since, reference=reference, method=method)
        unit = None if standardize is None else denominator(self, standardize)
        grid = grid_of(self.extras)
        levels = len(levels_of(grid, of)) if of not in grid["slopes"] else 0
        refuse_correction(adjust, method, levels)
        asked_for = [
            ({"term": of, "contrast": name, **({"level": level} if level else {})}, row)
            for level, wheres in within(grid, factors, since)
            for name, row in changes(grid, of, wheres, method=method, reference=reference)
        ]
        found = tested_together(
            self, [row for _, row in asked_for], adjust, levels=levels, conf_level=conf_level
        )
        estimand = estimand_of_contrast(str(self.extras["difference"]), since is not None, unit)
        last = {"estimand": estimand, "conf_level": conf_level}
        rows = [
            {**place, **(r if unit is None else divided(r, unit)), **last}
            for (place, _), r in zip(asked_for, found, strict=True)
        ]
        what = "Differences in change by" if since is not None else "Differences in"
        inside = f" within {' and '.join(factors)}" if factors and since is None else ""
        result = asked(self, rows, "contrasts", f"{what} {of}{inside}")
        return told_together(result, adjust)

    def terms(self) -> Result:
        """Test each term of the formula as a whole, whether it does anything at all.

        Returns
        -------
        Result
            One F test per term (type III: factors by means averaged equally over
            the others, covariates by slopes at the others' means), with its
            degrees of freedom by the model's method.
        """
        found = asked(self, term_tests(self), "terms", "Tests of terms")
        return replace(found, plot_name="none")
