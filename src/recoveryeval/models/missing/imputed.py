"""The noun Imputed: several completed versions of one outcome, answered as one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from recoveryeval.errors import EstimationError
from recoveryeval.models.confidence import check_conf_level
from recoveryeval.models.missing.pooled_checks import left_out, outside, shared
from recoveryeval.models.missing.pooled_summary import pooled_summary
from recoveryeval.models.missing.pooled_table import pooled_table
from recoveryeval.models.progress import with_bar
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.results.check import Check, Verdict
from recoveryeval.results.result import Result
from recoveryeval.results.spec import Spec
from recoveryeval.results.status import worst

BOTH = "People with both scores"


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Imputed:
    """Completed versions of one outcome; every question is put to all of them and pooled.

    Give it to a model as you would an outcome, or put a longer question to ``fit``.

    Parameters
    ----------
    outcomes : tuple of Outcome
        At least two completed versions.
    source : Outcome
        The outcome as it was observed.
    filled : int
        Values that were imputed in each version.
    methods_text : str
        How they were imputed, in journal style.
    parameters : mapping
        The call, for the record.
    check_rows : tuple of Check
        What every pooled result must repeat.
    """

    outcomes: tuple[Outcome, ...]
    source: Outcome
    filled: int
    methods_text: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    check_rows: tuple[Check, ...] = ()

    def __post_init__(self) -> None:
        """Refuse fewer than two versions, which cannot say how uncertain they are."""
        if len(self.outcomes) < 2:
            raise EstimationError(
                "One imputation cannot say how uncertain it is",
                code="RE-MI40",
                do="Use at least two versions; twenty or more for a paper.",
            )

    def fit(self, model: Callable[[Outcome], Result], *, conf_level: float = 0.95) -> Result:
        """Put one question to every version, and pool the answers by Rubin's rules.

        Parameters
        ----------
        model : callable
            From an Outcome to a Result, such as
            ``lambda outcome: rv.mmrm(outcome, "arm * wave").contrasts("arm", by="wave")``.
        conf_level : float
            Confidence level of the limits, between 0 and 1.

        Returns
        -------
        Result
            The rows of the model's result, pooled, with Barnard-Rubin degrees
            of freedom.

        Raises
        ------
        EstimationError
            When the model answers different questions in different versions.

        Notes
        -----
        Each row is pooled on the scale on which its limits are even: ratios as
        logarithms, shares on the log odds, survival on log(-log S). Rows whose
        limits come without a standard error take it from their width. Tests
        without an estimate are pooled as Li, Meng, Raghunathan and Rubin (1991)
        do; adjusted p values are left out, and a check says so.

        References
        ----------
        Barnard J, Rubin DB (1999). doi:10.1093/biomet/86.4.948
        """
        check_conf_level(conf_level)
        bar = with_bar(self.outcomes, "Pooling", len(self.outcomes))
        answers = [_answer(model, outcome) for outcome in bar]
        table, found = pooled_table([answer.table for answer in answers], conf_level)
        first = answers[0]
        share = found.pooled.missing_information
        cost = share[np.isfinite(share)]
        checks = (
            *shared(answers),
            *self.check_rows,
            self._cost(float(cost.max(initial=0.0))),
            *left_out(found),
            *(outside(self.parameters, self.source, first) if self.filled else ()),
        )
        summary = pooled_summary(answers).assign(status=worst(table["status"]))
        return Result(
            kind=first.kind,
            title=f"{first.title}, {len(self.outcomes)} imputations pooled",
            table=table,
            summary=summary,
            spec=self._spec(first, conf_level),
            estimand=replace(first.estimand, missing=self._missing()),
            methods_text=f"{first.methods_text} {self.methods_text}",
            check_rows=checks,
            labels=self._labels(first),
            plot_name=first.plot_name,
            log_scale=first.log_scale,
        )

    def _spec(self, first: Result, conf_level: float) -> Spec:
        """Return the record of a pooled answer: the model's, and the imputation's."""
        asked = {
            **first.spec.parameters,
            **{f"impute.{name}": value for name, value in self.parameters.items()},
            "conf_level": conf_level,
        }
        return replace(first.spec, parameters=asked)

    def _labels(self, first: Result) -> dict[str, str]:
        """Return the words of the picture, which say that absent values were imputed."""
        title = f"{first.labels.get('title', first.title)} ({len(self.outcomes)} imputations)"
        x = first.labels.get("x", "").replace(BOTH, "People, absent scores imputed")
        return {**first.labels, "title": title, "x": x, "counted": "people"}

    def _missing(self) -> str:
        """Return what was done about missing values, in words."""
        reference = self.parameters.get("reference")
        after = f", and that people who left went on as {reference} does" if reference else ""
        return (
            f"{self.filled} absent values were imputed {len(self.outcomes)} times, on the "
            f"assumption that absence depends on what was seen{after}"
        )

    def _cost(self, cost: float) -> Check:
        """Say which share of the information is missing, and whether there are enough versions."""
        m = len(self.outcomes)
        if self.filled == 0:
            return Check("missing_information", "No value was missing.", "note", statistic=0.0)
        few = m < 100 * cost
        told = (
            f"At most {100 * cost:.0f}% of the information of an estimate is missing; "
            f"{m} imputations were pooled"
            + (
                f", and {int(np.ceil(100 * cost))} would make the errors repeatable."
                if few
                else "."
            )
        )
        verdict: Verdict = "concern" if cost > 0.5 or m < 5 else "note"
        return Check("missing_information", told, verdict, statistic=cost)

    def __repr__(self) -> str:
        """Return counts only."""
        return f"<Imputed {self.source.name}: {self.filled} values, {len(self.outcomes)} versions>"


def _answer(model: Any, outcome: Outcome) -> Result:
    """Return what a model says of one version; what is no model, or no result, is refused."""
    found = model(outcome) if callable(model) else None
    if not isinstance(found, Result):
        raise EstimationError(
            "What is asked of every version has to be a function from an outcome to a result",
            code="RE-MI41",
            do="Write for example fit(lambda outcome: rv.linear(outcome, 'arm', wave=180)).",
        )
    return found
