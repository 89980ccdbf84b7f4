"""Who changed: matched change, reliable change, and who is missing from it."""

from __future__ import annotations

from dataclasses import asdict

from recoveryeval.models.confidence import check_conf_level
from recoveryeval.models.missing.each_version import each_version
from recoveryeval.models.two_times.change_lost import lost_differs, lost_rows
from recoveryeval.models.two_times.change_rule import Better, change_rule
from recoveryeval.models.two_times.change_table import change_table
from recoveryeval.models.two_times.change_words import change_checks, change_methods
from recoveryeval.models.two_times.score_waves import score_waves
from recoveryeval.models.two_times.two_waves import lost_check
from recoveryeval.models.two_times.waves_record import waves_spec, waves_summary
from recoveryeval.models.words import estimand_of
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.results.result import Result

Z95 = 1.959963984540054


@each_version
def change(
    outcome: Outcome,
    by: str | None = None,
    *,
    before: float | str,
    after: float | str,
    reliability: float | None = None,
    minimal_difference: float | None = None,
    cut_off: float | None = None,
    better: Better | None = None,
    reference: str | None = None,
    conf_level: float = 0.95,
) -> Result:
    """Say how many people changed by more than measurement error, and who is missing from it.

    The estimands are the mean change and the shares of people reliably
    improved and worsened, among people with both scores.

    Parameters
    ----------
    outcome : Outcome or Imputed
        Of kind ``repeated``, with people and waves.
    by : str or None
        Column that groups people.
    before, after : int, float or str
        The two waves.
    reliability : float or None
        Reliability of the scale, between 0 and 1. None takes the published
        one of the instrument; ``checks()`` says which was used.
    minimal_difference : float or None
        Smallest difference that matters to people, in points of the scale.
    cut_off : float or None
        Score that divides the two sides; who crosses it and changed reliably
        has recovered in the sense of Jacobson and Truax.
    better : {"higher", "lower"} or None
        Which side of the score is better; None takes the instrument's.
    reference : str or None
        Group that the others are compared with; None takes the first.
    conf_level : float
        Confidence level of the limits, between 0 and 1.

    Returns
    -------
    Result
        Rows by ``group`` and ``estimand``; ``contrast`` rows compare groups, and
        people who were lost with those who were followed.

    Raises
    ------
    EstimationError
        When the reliability or the better side is not known, nobody has both
        scores, or scores at the first wave are all the same.

    Notes
    -----
    A change is reliable when it exceeds 1.96 SD sqrt(2 (1 - r)), with the
    standard deviation of the first wave and the reliability r. It may exceed
    the important difference by far; both are shown.

    References
    ----------
    Jacobson NS, Truax P (1991). doi:10.1037/0022-006X.59.1.12

    Examples
    --------
    >>> import pandas as pd
    >>> import recoveryeval as rv
    >>> seen = pd.DataFrame(
    ...     {"id": list("aabbccdd"), "month": [0, 6] * 4, "gse": [24.0, 39, 26, 27, 21, 26, 28, 31]}
    ... )
    >>> scores = rv.repeated_measures(seen, value="gse", person="id", wave="month")
    >>> found = rv.change(scores, before=0, after=6, reliability=0.8, better="higher").tidy()
    >>> float(found.set_index("estimand").loc["share reliably improved", "estimate"])
    0.5
    """
    check_conf_level(conf_level)
    waves = score_waves(outcome, before, after, by, reference=reference)
    rule = change_rule(
        outcome, reliability=reliability, minimal_difference=minimal_difference, cut_off=cut_off,
        better=better,
    )  # fmt: skip
    threshold = rule.threshold(float(waves.frame["before"].std(ddof=1)), Z95)
    lost = lost_rows(waves)
    table = change_table(waves, rule, threshold, conf_level=conf_level, lost=lost)
    table = table.assign(outcome=outcome.name)
    asked = {**asdict(rule), "by": by, "reference": reference, "before": str(before),
             "after": str(after), "threshold": threshold, "conf_level": conf_level}  # fmt: skip
    return Result(
        kind="change",
        title=f"{outcome.name}: who changed from wave {before} to wave {after}",
        table=table,
        summary=waves_summary(waves, table),
        spec=waves_spec("change", outcome, waves, asked),
        estimand=estimand_of(
            outcome, f"change from wave {before} to wave {after} in people with both scores"
        ),
        methods_text=change_methods(outcome, rule, threshold),
        check_rows=(
            *(*outcome.check_rows, lost_check(waves, before, after)),
            *(*lost_differs(lost), *change_checks(rule, threshold)),
        ),
        labels={"title": f"{outcome.name}: who changed", "x": "People with both scores", "y": ""},
        plot_name="change",
    )
