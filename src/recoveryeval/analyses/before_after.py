"""Events in equal windows before and after time zero: rates, their ratio, and a picture."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from recoveryeval.errors import OutcomeError
from recoveryeval.models.confidence import check_conf_level
from recoveryeval.models.count_models.rates import rates
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.results.estimand import Estimand
from recoveryeval.results.result import Result
from recoveryeval.results.spec import Spec, make_spec

_KEEP = ("rate", "rate ratio", "rate difference")
_METHODS = (
    "Events were counted in windows of equal length before and after time zero, cut into steps of "
    "equal length. Rates are events per {per:g} {unit} under observation, with limits from the "
    "residuals of each person, so that a person's windows are not taken as independent; where "
    "nobody had an event, exact Poisson limits. The comparison has no control group, and describes "
    "a change, not an effect."
)


def before_after(outcome: Outcome, *, per: float = 100.0, conf_level: float = 0.95) -> Result:
    """Compare how often something happened before and after, and draw it step by step.

    The estimand is the rate per time observed after time zero against the rate
    before it, in the same people as far as they are observed.

    Parameters
    ----------
    outcome : Outcome
        From ``utilization(..., form="mirrored")``.
    per : float
        Days that rates are given for.
    conf_level : float
        Confidence level of the limits, between 0 and 1.

    Returns
    -------
    Result
        Kind ``before_after``; rows of the two windows (``level`` ``whole
        window``) and of their steps (``level`` ``step``, ``time`` the middle of
        the step), by ``group``, and the ratio and difference by ``contrast``.

    Raises
    ------
    OutcomeError
        When the outcome has no mirrored windows.

    Notes
    -----
    People enter a program because of a crisis: the last step before time zero
    is high, and the next ones would be lower without any program. Look at the
    steps before judging the ratio, and at the checks.

    References
    ----------
    Barnett AG, van der Pols JC, Dobson AJ (2005). doi:10.1093/ije/dyh299

    Examples
    --------
    >>> import recoveryeval as rv
    >>> made, truth = rv.synthetic_program(300, rng=1)
    >>> stays = rv.utilization(rv.cohort(made), definition="inpatient", form="mirrored")
    >>> found = rv.before_after(stays)
    >>> found.tidy().query("level == 'whole window'")["estimand"].tolist()
    ['rate', 'rate', 'rate ratio', 'rate difference']
    """
    check_conf_level(conf_level)
    # Whatever was given, only an outcome has these covariates.
    if not {"period", "step"} <= set(getattr(outcome, "covariates", ())):
        raise OutcomeError(
            "The outcome has no windows before and after time zero",
            code="RE-O45",
            do="Build it with utilization(..., form='mirrored').",
        )
    whole = rates(outcome, by="period", per=per, conf_level=conf_level)
    steps = _each_step(outcome, per, conf_level)
    parts = [_robust_first(whole.tidy(), "whole window"), _steps(steps, outcome)]
    return Result(
        kind="before_after",
        title=f"{outcome.name[:1].upper()}{outcome.name[1:]} before and after",
        table=pd.concat(parts, ignore_index=True),
        summary=whole.glance(),
        spec=_spec(outcome, {"per": per, "conf_level": conf_level}),
        estimand=_estimand(outcome),
        methods_text=_METHODS.format(per=per, unit=outcome.unit),
        check_rows=whole.check_rows,
        labels=_labels(outcome, per),
        plot_name="before_after",
    )


def _spec(outcome: Outcome, parameters: dict[str, float]) -> Spec:
    """Return the record of the comparison."""
    return make_spec(
        "before_after",
        parameters,
        outcome.frame,
        rows_in=outcome.rows_in,
        rows_used=len(outcome.frame),
        dropped=outcome.dropped,
        libraries=("scipy",),
    )


def _robust_first(table: pd.DataFrame, level: str) -> pd.DataFrame:
    """Return one row per group and contrast: robust limits where there are any, else exact ones."""
    kept = table[table["estimand"].isin(_KEEP)]
    order = kept["status"].eq("not_estimable") | kept["estimate"].isna()
    kept = kept.assign(_last=order.astype(int) * 2 + (kept["term"] != "robust").astype(int))
    key = [c for c in ("estimand", "group", "contrast") if c in kept]
    kept = kept.sort_values("_last", kind="stable").drop_duplicates(key).sort_index()
    return kept.drop(columns=["_last", "term"]).assign(level=level)


def _each_step(outcome: Outcome, per: float, conf_level: float) -> pd.DataFrame:
    """Return the rate of every step by itself: steps are shown, not compared."""
    parts = [
        rates(replace(outcome, frame=part.reset_index(drop=True)), per=per, conf_level=conf_level)
        .tidy()
        .assign(group=str(step))
        for step, part in outcome.frame.groupby("step", observed=True)
    ]
    return pd.concat(parts, ignore_index=True)


def _steps(table: pd.DataFrame, outcome: Outcome) -> pd.DataFrame:
    """Return the rates of the steps, in time, with the middle of each."""
    rows = _robust_first(table[table["estimand"] == "rate"], "step")
    lengths = outcome.frame.groupby("step", observed=True)["exposure"].max()
    length, last = float(lengths.max()), float(outcome.horizon or 0.0)
    first = last - float(lengths[lengths.index > 0].sum()) + 1
    number = pd.to_numeric(rows["group"])
    begins = first + (number.abs() - 1) * length
    middle = (begins + (begins + length - 1).clip(upper=last)) / 2
    time = middle.where(number > 0, -middle)
    group = number.map(lambda n: "after" if n > 0 else "before")
    return rows.assign(time=time, group=group, contrast="").sort_values("time", ignore_index=True)


def _estimand(outcome: Outcome) -> Estimand:
    """Return what is estimated, in words."""
    return Estimand(
        population=outcome.population,
        contrast=f"rate of {outcome.name} after time zero against before it, in the same people",
        time_zero=outcome.origin,
        horizon=f"{outcome.horizon:g} {outcome.unit} on either side",
        other_events="time ends with death, which nobody had before time zero",
        missing="time not observed is not counted",
    )


def _labels(outcome: Outcome, per: float) -> dict[str, str]:
    """Return the words of the picture."""
    return {
        "title": f"{outcome.name[:1].upper()}{outcome.name[1:]} before and after {outcome.origin}",
        "x": f"{outcome.unit.capitalize()} from {outcome.origin}",
        "y": f"Events per {per:g} {outcome.unit} observed",
        "note": "A fall is not an effect: people enter because of a crisis.",
    }
