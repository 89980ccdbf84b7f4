"""Does the larger of two models say more than the smaller? Likelihood-ratio test and criteria."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from recoveryeval.errors import EstimationError
from recoveryeval.models.fit_criteria import Likelihood, criteria, named
from recoveryeval.models.repeated.nested_parts import Extra, extra_parts
from recoveryeval.results.model import Model
from recoveryeval.results.result import Result


@dataclass(frozen=True, slots=True, eq=False)
class _Compared:
    """Both models, the smaller first, by which likelihood, and what the larger has more."""

    smaller: Model
    larger: Model
    by: Likelihood
    extra: Extra


def compare_fits(first: Model, second: Model) -> Result:
    """Ask whether the larger of two models fits better than chance would make it.

    The estimand is twice the difference in log-likelihood of two models of the
    same scores, one of which is a special case of the other.

    Parameters
    ----------
    first, second : Model
        Two results of ``mixed_model()``, or two of ``mmrm()``, on the same rows,
        in either order.

    Returns
    -------
    Result
        Row ``likelihood ratio`` with statistic, df and p_value, and rows for
        log-likelihood, AIC and BIC of each model (``group`` tells which).

    Raises
    ------
    EstimationError
        When the models rest on different rows, or neither lies within the other.

    Notes
    -----
    Models that differ in the formula are compared by full likelihood, to which
    both are fitted anew; models that differ in variances only, by restricted
    likelihood where both have it. A variance that the smaller model sets to
    zero lies on the edge of what is possible: the statistic then follows a
    half-and-half mixture of chi-squares with one degree of freedom less and
    with all. With several such variances the p value is an upper bound.
    AIC and BIC follow the same likelihood: the restricted counts variance
    parameters only, the full one all; BIC counts people.

    References
    ----------
    Self SG, Liang KY (1987). doi:10.1080/01621459.1987.10478472.
    Stram DO, Lee JW (1994). doi:10.2307/2533455

    Examples
    --------
    >>> import pandas as pd
    >>> import recoveryeval as rv
    >>> seen = pd.DataFrame(
    ...     {"id": list("aabbccdd"), "month": [0, 3] * 4, "gse": [24.0, 29, 26, 27, 21, 26, 28, 31]}
    ... )
    >>> scores = rv.repeated_measures(seen, value="gse", person="id", wave="month")
    >>> found = rv.compare_fits(rv.mixed_model(scores, "1"), rv.mixed_model(scores, "wave"))
    >>> found.tidy()["method"].iloc[0]
    'full likelihood, chi-square(1)'
    """
    _refuse(first, second)
    compared = _ordered(first, second)
    smaller, larger = compared.smaller, compared.larger
    rows = [*criteria(smaller, compared.by), *criteria(larger, compared.by)]
    title = f"Likelihood ratio: {named(smaller)} against {named(larger)}"
    return Result(
        kind="compare_fits",
        title=title,
        table=pd.DataFrame([_ratio(compared), *rows]),
        summary=larger.glance(),
        spec=replace(
            larger.spec,
            function="compare_fits",
            parameters={"smaller": named(smaller), "larger": named(larger), "by": compared.by},
        ),
        estimand=replace(larger.estimand, contrast="gain in log-likelihood by the larger model"),
        methods_text=(
            f"{larger.methods_text} It was compared with the model {named(smaller)} by a "
            f"likelihood-ratio test ({compared.extra.reference}; doi:10.2307/2533455)."
        ),
        check_rows=tuple(dict.fromkeys((*smaller.check_rows, *larger.check_rows))),
        labels={"title": title, "x": "", "y": ""},
        plot_name="none",
    )


def _refuse(first: Model, second: Model) -> None:
    """Raise unless both are Gaussian models of one kind on the same rows."""
    for model in (first, second):
        if "likelihood" not in getattr(model, "extras", {}):
            raise EstimationError(
                "This result carries no likelihood that could be compared",
                code="RE-M55",
                do="Give two results of mixed_model(), or two of mmrm().",
            )
    if first.kind != second.kind:
        raise EstimationError(
            "A mixed model and an MMRM are no special cases of each other",
            code="RE-M55",
            do="Compare two results of one function.",
        )
    same = first.spec.input_hash == second.spec.input_hash
    if not same or first.spec.rows_used != second.spec.rows_used:
        raise EstimationError(
            "The two models rest on different rows, so their likelihoods cannot be compared",
            code="RE-M56",
            rows=abs(first.spec.rows_used - second.spec.rows_used),
            do="Fit both to the people who have every covariate of either.",
        )


def _ordered(first: Model, second: Model) -> _Compared:
    """Return the two in order, or raise when neither lies within the other."""
    for smaller, larger in ((first, second), (second, first)):
        extra = extra_parts(smaller.extras["likelihood"], larger.extras["likelihood"])
        if extra is not None:
            return _Compared(smaller, larger, _likelihood(smaller, larger, extra), extra)
    raise EstimationError(
        "Neither model is a special case of the other",
        code="RE-M57",
        do="Compare a model with one that has all its terms and variances and more; set models "
        "that are not nested side by side by AIC.",
    )


def _likelihood(smaller: Model, larger: Model, extra: Extra) -> Likelihood:
    """Return which likelihood makes the two comparable."""
    both = [model.extras["likelihood"]["reml"] for model in (smaller, larger)]
    return "reml" if extra.fixed == 0 and np.isfinite(both).all() else "ml"


def _ratio(compared: _Compared) -> dict[str, Any]:
    """Return the row of the test."""
    low, high = (
        float(m.extras["likelihood"][compared.by]) for m in (compared.smaller, compared.larger)
    )
    statistic = 2 * (high - low)
    row = {
        "term": "likelihood ratio",
        "estimand": "twice the difference in log-likelihood",
        "method": f"{'restricted' if compared.by == 'reml' else 'full'} likelihood, "
        f"{compared.extra.reference}",
    }
    if not statistic > -1e-4:
        why = "one fit did not converge by that likelihood, or the larger is the less likely"
        return {**row, "status": "not_estimable", "reason": why}
    clipped = max(statistic, 0.0)
    return {
        **row,
        "statistic": clipped,
        "df": float(compared.extra.df),
        "p_value": compared.extra.p_value(clipped),
        "status": "flagged" if compared.extra.variances > 1 else "ok",
        "reason": "several variances on the edge: the p value is an upper bound"
        if compared.extra.variances > 1
        else "",
    }
