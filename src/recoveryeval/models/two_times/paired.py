"""The same people before and after: matched tests of a score or of a yes-or-no answer."""

from __future__ import annotations

import pandas as pd

from recoveryeval.models.confidence import check_conf_level
from recoveryeval.models.missing.each_version import each_version
from recoveryeval.models.two_times.mcnemar_notes import mcnemar_notes
from recoveryeval.models.two_times.paired_rows import score_rows, share_rows
from recoveryeval.models.two_times.two_waves import TwoWaves, lost_check, two_waves
from recoveryeval.models.two_times.waves_record import waves_spec, waves_summary
from recoveryeval.models.words import capital, estimand_of, versions
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.results.blank_text import blank_text
from recoveryeval.results.check import Check
from recoveryeval.results.result import Result

_COLUMNS = [
    "term", "group", "estimand", "estimate", "std_error", "statistic", "df", "p_value", "conf_low",
    "conf_high", "conf_level", "n", "n_event", "denominator", "status", "method", "reason",
]  # fmt: skip


@each_version
def paired(
    outcome: Outcome,
    by: str | None = None,
    *,
    before: float | str,
    after: float | str,
    conf_level: float = 0.95,
) -> Result:
    """Compare people with themselves at two times, never as if they were two groups.

    The estimand is the mean change (for scores) or the change in share (for
    yes-or-no answers) among people with both answers.

    Parameters
    ----------
    outcome : Outcome or Imputed
        Of kind ``repeated`` or ``binary``, with people and waves. The four
        cells of a paper are four ids, one per pattern of answers, with ``n=``.
    by : str or None
        Column that groups people; each group is compared with itself.
    before, after : int, float or str
        The two waves.
    conf_level : float
        Confidence level of the limits, between 0 and 1.

    Returns
    -------
    Result
        Rows by ``group`` and ``estimand``: for scores the mean change (paired
        t), the pseudo-median change (Wilcoxon) and standardized changes; for
        answers the change in share (McNemar) and the odds of gaining to losing.

    Raises
    ------
    EstimationError
        When people or waves are unknown, or nobody has an answer at a wave.

    Notes
    -----
    It describes people who came back. They often differ from those who did
    not, and a change without a comparison group is not an effect: people tend
    to enter a program at their worst. Ranks leave out changes of zero; their
    test is exact for fewer than 50 changes without ties or zeros, else normal,
    corrected for both and for continuity, and limits are what it does not
    reject. McNemar's p is the exact one; ``checks()`` has both chi-square forms.

    References
    ----------
    Newcombe RG (1998).
    doi:10.1002/(SICI)1097-0258(19981130)17:22<2635::AID-SIM954>3.0.CO;2-C.
    Wilcoxon F (1945). doi:10.2307/3001968

    Examples
    --------
    >>> import pandas as pd
    >>> import recoveryeval as rv
    >>> seen = pd.DataFrame(
    ...     {"id": list("aabbccdd"), "month": [0, 6] * 4, "gse": [24.0, 29, 26, 27, 21, 26, 28, 31]}
    ... )
    >>> scores = rv.repeated_measures(seen, value="gse", person="id", wave="month")
    >>> rv.paired(scores, before=0, after=6).tidy()["estimate"].iloc[:3].tolist()
    [24.75, 28.25, 3.5]
    """
    check_conf_level(conf_level)
    waves = two_waves(outcome, before, after, by)
    make = share_rows if outcome.kind == "binary" else score_rows
    rows: list[dict[str, object]] = []
    for label in waves.labels:
        pairs = waves.matched[waves.matched["group"] == label]
        rows += make(label, pairs, conf_level) if len(pairs) else [_nobody(label)]
    table = pd.DataFrame(rows, columns=_COLUMNS).assign(outcome=outcome.name)
    table = blank_text(table, ("reason", "method"))
    share = outcome.kind == "binary"
    asked = {"by": by, "before": str(before), "after": str(after), "conf_level": conf_level}
    return Result(
        kind="paired",
        title=f"{outcome.name} from wave {before} to wave {after}",
        table=table,
        summary=waves_summary(waves, table),
        spec=waves_spec("paired", outcome, waves, asked),
        estimand=estimand_of(
            outcome, f"change from wave {before} to wave {after} in people with both"
        ),
        methods_text=_methods(outcome, before, after),
        check_rows=(*outcome.check_rows, *_notes(waves, before, after, share)),
        labels={
            "title": f"{outcome.name}: change from wave {before} to {after}",
            "x": "Change in share" if share else "Mean change",
            "y": "",
            "estimand": "change in share" if share else "mean change",
        },
    )


def _nobody(label: str) -> dict[str, object]:
    """Return the row of a group without a matched person."""
    return {"term": "change", "group": label, "estimand": "change", "n": 0.0,
            "status": "not_estimable", "reason": "nobody has both answers"}  # fmt: skip


def _notes(waves: TwoWaves, before: object, after: object, share: bool) -> tuple[Check, ...]:
    """Say who is compared, what other tests of shares give, and what no change alone shows."""
    told = (
        "A change from before to after is not an effect of the program: people tend to enter when "
        "they are at their worst, and would have changed without it too."
    )
    tests = mcnemar_notes(waves.matched) if share and len(waves.labels) == 1 else ()
    alone = Check("no_comparison_group", told, "note")
    return (lost_check(waves, before, after), *tests, alone)


def _methods(outcome: Outcome, before: object, after: object) -> str:
    """Return one paragraph in journal style."""
    if outcome.kind == "binary":
        how = (
            "by the exact McNemar test, with Newcombe's limits for the difference of paired shares"
        )
    else:
        how = (
            "by the paired t test and Wilcoxon's signed-rank test with the Hodges-Lehmann "
            "pseudo-median"
        )
    return (
        f"{capital(outcome.name)} at waves {before} and {after} was compared within people who "
        f"had both, {how} ({versions('scipy')})."
    )
