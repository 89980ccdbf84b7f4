"""From a parametric fit to the Model that parametric() returns."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import pandas as pd

from recoveryeval.models.coefficient_rows import coefficient_rows
from recoveryeval.models.distributions.parametric_input import ParametricInput
from recoveryeval.models.distributions.parametric_rows import restricted_mean_rows, survival_rows
from recoveryeval.models.distributions.parametric_variance import (
    ParametricVariance,
    parametric_variance,
)
from recoveryeval.models.distributions.parametric_words import (
    OF,
    WORDS,
    converged,
    parametric_methods,
)
from recoveryeval.models.lone_levels import ALONE, hide_lone
from recoveryeval.models.reference_grid import reference_grid
from recoveryeval.models.regression import Regression, regression_model
from recoveryeval.models.survival.survival_words import event_of
from recoveryeval.models.survival.visit_times import visit_check
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.results.blank_text import blank_text
from recoveryeval.results.model import Model
from recoveryeval.results.status import worst
from recoveryeval.stats.coefficients import Coefficients
from recoveryeval.stats.distributions.parametric_families import Distribution
from recoveryeval.stats.distributions.parametric_fit import ParametricFit
from recoveryeval.stats.distributions.parametric_forms import Ratio


@dataclass(frozen=True, slots=True)
class Asked:
    """What the user asked of parametric()."""

    formula: str | None
    distribution: Distribution
    ratio: Ratio
    weights: str | None
    cluster: str | None
    times: tuple[float, ...]
    horizon: float | None
    by: str | None
    knots: int
    conf_level: float

    @property
    def predicts(self) -> bool:
        """Whether rows that are not logarithms were asked for."""
        return bool(self.times) or self.horizon is not None

    @property
    def scale(self) -> str:
        """What a coefficient is."""
        return f"log ratio of {self.ratio}"


def parametric_result(
    outcome: Outcome, given: ParametricInput, fit: ParametricFit, asked: Asked
) -> Model:
    """Return the Model of a fit: coefficients, shape parameters, predictions asked for."""
    known = parametric_variance(fit, given, asked.ratio)
    own = hide_lone(known.coefficients, given.found, given.frame)
    table = _table(outcome, given, known, asked, _coefficient_rows(given, own, known, asked))
    told = Regression(
        kind="parametric",
        title=f"{WORDS[fit.distribution].capitalize()} model of {event_of(outcome)}",
        table=table,
        summary={**_summary(fit, given, outcome), "status": worst(table["status"])},
        contrast=f"ratio of {OF[asked.ratio]} {event_of(outcome)} per term, at equal values of the "
        "others",
        x_label=asked.scale.removeprefix("" if asked.predicts else "log ").capitalize(),
        methods_text=parametric_methods(
            event_of(outcome),
            fit.distribution,
            asked.ratio,
            weighted=asked.weights is not None,
            clustered=known.method if asked.cluster else "",
        ),
        parameters={**asdict(asked), "times": list(asked.times)},
        rows_used=len(given.frame),
        checks=(*given.check_rows, *known.check_rows, *visit_check(outcome), converged(fit)),
        log_scale=not asked.predicts,
        extras=_carried(given, own, asked, known.reason),
        libraries=("scipy",),
        dropped=given.dropped,
    )
    return regression_model(outcome, given.found, told)


def _coefficient_rows(
    given: ParametricInput, own: Coefficients, known: ParametricVariance, asked: Asked
) -> pd.DataFrame:
    """Return a tidy row per coefficient and shape parameter."""
    found, shapes = given.found, known.shapes
    terms = ("intercept",) if found is None else found.terms
    contrasts = ("",) if found is None else found.contrasts
    return coefficient_rows(
        own,
        (*terms, *shapes),
        (*contrasts, *[""] * len(shapes)),
        [asked.scale] * len(terms) + ["shape parameter"] * len(shapes),
        conf_level=asked.conf_level,
        method=_method(asked, known),
        silent=ALONE,
        no_error=known.reason,
    )


def _table(
    outcome: Outcome,
    given: ParametricInput,
    known: ParametricVariance,
    asked: Asked,
    coefficients: pd.DataFrame,
) -> pd.DataFrame:
    """Return coefficients, then survival and restricted means where asked for."""
    parts, fit = [coefficients], known.fit
    shared: dict[str, Any] = {
        "by": asked.by,
        "last": outcome.follow_up,
        "conf_level": asked.conf_level,
        "no_error": known.reason,
    }
    if asked.times:
        parts.append(survival_rows(fit, given, times=asked.times, **shared))
    if asked.horizon is not None:
        parts.append(restricted_mean_rows(fit, given, horizon=asked.horizon, **shared))
    table = pd.concat(parts, ignore_index=True).assign(method=_method(asked, known))
    return blank_text(table, ("group", "contrast", "reason"))


def _method(asked: Asked, known: ParametricVariance) -> str:
    """Return the method of the rows."""
    return WORDS[asked.distribution] + (f", {known.method}" if known.method else "")


def _summary(fit: ParametricFit, given: ParametricInput, outcome: Outcome) -> dict[str, object]:
    """Return the one summary row; with weights the likelihood is no basis for comparing models."""
    happened = ~np.isinf(given.data.upper)
    weighted = given.weight is not None
    return {
        "n": float(given.people.sum()),
        "n_event": float(given.people[happened].sum()),
        "n_censor": float(given.people[~happened].sum()),
        "log_likelihood": np.nan if weighted else fit.log_likelihood,
        "aic": np.nan if weighted else 2 * len(fit.theta) - 2 * fit.log_likelihood,
        "unit": outcome.unit,
        "method": WORDS[fit.distribution],
    }


def _carried(
    given: ParametricInput, own: Coefficients, asked: Asked, no_error: str
) -> dict[str, Any]:
    """Return what contrasts need later."""
    if given.found is None:
        return {}
    p = given.data.x.shape[1]
    return {
        "coefficients": {
            "beta": own.beta[:p],
            "covariance": own.covariance[:p, :p],
            "method": own.method,
            "dfs": own.dfs[:p],
        },
        "no_error": no_error,
        "grid": reference_grid(given.found, given.frame, given.data.n),
        "difference": asked.scale,
    }
