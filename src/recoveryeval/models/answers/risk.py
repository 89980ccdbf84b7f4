"""Risk of a yes-or-no outcome: difference, ratio and odds ratio side by side."""

from __future__ import annotations

from typing import Any

import pandas as pd

from recoveryeval.models.answers.risk_adjusted import Adjusted, adjusted_rows
from recoveryeval.models.answers.risk_crude import RiskLimits, crude_rows
from recoveryeval.models.answers.risk_input import counts_of, one_answer_each
from recoveryeval.models.answers.risk_margin import (
    Better,
    Margin,
    Scale,
    margin_checks,
    margin_words,
)
from recoveryeval.models.answers.risk_tests import overall_test
from recoveryeval.models.answers.risk_words import compared, methods, refuse_asked
from recoveryeval.models.confidence import check_conf_level
from recoveryeval.models.groups import Groups, from_reference, groups, refuse_empty
from recoveryeval.models.missing.each_version import each_version
from recoveryeval.models.survival.survival_record import text_filled
from recoveryeval.models.words import estimand_of
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.results.result import Result
from recoveryeval.results.spec import Spec, make_spec


@each_version
def risk(
    outcome: Outcome,
    by: str | None = None,
    *,
    adjust: str | None = None,
    wave: object = None,
    margin: float | None = None,
    margin_of: Scale = "difference",
    better: Better = "more",
    cluster: str | None = None,
    reference: str | None = None,
    limits: RiskLimits = "score",
    conf_level: float = 0.95,
) -> Result:
    """Compare how many people had a yes between groups: difference, ratio and odds ratio together.

    The estimand is the share of people with the outcome in each group, and its
    difference, ratio and odds ratio against the first group.

    Parameters
    ----------
    outcome : Outcome or Imputed
        Kind ``binary``.
    by : str or None
        Column of groups. None gives the share of everyone, with its limits.
    adjust : str or None
        Covariates for adjusted comparisons, such as ``"age + site"``, by
        standardizing a logistic model over everyone.
    wave : wave or None
        Which wave's answer to compare; None where everyone has one.
    margin : float or None
        Non-inferiority margin. On the difference, above zero, the largest loss
        in share that is acceptable; on the ratio, the ratio that is just not.
        ``checks()`` say whether the limit on the worse side excludes it.
    margin_of : {"difference", "ratio"}
        What the margin is on.
    better : {"more", "fewer"}
        With a margin, whether more people with a yes is better (abstinence), or
        fewer (return to use).
    cluster : str or None
        Column of clusters, such as the coach; adds comparisons whose errors
        hold for few of them. The crude ones take people for independent.
    reference : str or None
        Group that the others are compared with; None takes the first.
    limits : {"score", "wald"}
        Limits and tests of crude rows: score limits, or the Wald ones that many
        papers print, each scale with a p value of its own.
    conf_level : float
        Confidence level, between 0 and 1.

    Returns
    -------
    Result
        Rows by ``group`` (estimand ``risk``) and ``contrast`` (``risk
        difference``, ``risk ratio``, ``odds ratio``; ``term`` says whether
        crude, adjusted or clustered).

    Raises
    ------
    EstimationError
        When a group is empty, people have several rows, or there are no groups
        to adjust or to hold against a margin.

    Notes
    -----
    Wilson limits for one risk, Miettinen-Nurminen score limits for
    comparisons; they hold for small numbers. The p value is Pearson's
    chi-square without continuity correction, or Fisher's exact one where an
    expected count is under five; ``method`` names it, ``glance()`` has
    the test over all groups, and with two groups ``checks()`` has Pearson's,
    Yates' and Fisher's side by side. An odds ratio is not a ratio of risks.

    References
    ----------
    Miettinen O, Nurminen M (1985). doi:10.1002/sim.4780040211.
    Newcombe RG (1998).
    doi:10.1002/(SICI)1097-0258(19980430)17:8<857::AID-SIM777>3.0.CO;2-E

    Examples
    --------
    >>> import pandas as pd
    >>> import recoveryeval as rv
    >>> answers = pd.DataFrame(
    ...     {"abstinent": [1] * 48 + [0] * 32 + [1] * 56 + [0] * 14, "arm": ["a"] * 80 + ["b"] * 70}
    ... )
    >>> own = rv.binary(answers, value="abstinent", name="abstinence")
    >>> rv.risk(own, "arm").tidy()["estimate"].round(2).tolist()
    [0.6, 0.8, 0.2, 1.33, 2.67]
    """
    check_conf_level(conf_level)
    refuse_asked(by, adjust, margin, limits)
    judged = Margin(margin, margin_of, better)
    frame = one_answer_each(outcome, by, wave)
    group = from_reference(groups(None if by is None else frame[by], len(frame)), reference)
    kept = group.codes >= 0
    refuse_empty(group, kept, by)
    counts = counts_of(frame, group.codes, len(group.labels))
    rows, checks = crude_rows(group.labels, counts, conf_level, limits, cluster is not None)
    more = _more(outcome, frame, by, group, adjust=adjust, cluster=cluster, conf_level=conf_level)
    table = text_filled(pd.DataFrame(rows + more.rows)).assign(outcome=outcome.name)
    at, title = wave if wave is None else str(wave), f"People with {outcome.name}"
    parameters = {"by": by, "adjust": adjust, "wave": at, "cluster": cluster, "margin": margin,
                  "margin_of": margin_of, "better": better, "reference": reference,
                  "limits": limits, "conf_level": conf_level}  # fmt: skip
    return Result(
        kind="risk",
        title=title if by is None else f"{title}, by {by}",
        table=table,
        summary=_summary(counts, cluster),
        spec=_spec(outcome, int(kept.sum()), more.dropped, parameters),
        estimand=estimand_of(outcome, f"share with {outcome.name}{compared(by)}"),
        methods_text=methods(outcome, by, adjust, cluster, limits) + margin_words(judged),
        check_rows=(*outcome.check_rows, *checks, *more.checks, *margin_checks(table, judged)),
        labels={"title": title, "x": "Difference in share", "y": ""},
    )


def _more(
    outcome: Outcome, frame: pd.DataFrame, by: str | None, group: Groups, **asked: Any
) -> Adjusted:
    """Return adjusted or clustered rows, where asked for, and who has no group."""
    if by is None:
        return Adjusted([], (), {})
    kept = group.codes >= 0
    lost = {f"{by} missing": int((~kept).sum())}
    if asked["adjust"] is None and asked["cluster"] is None:
        return Adjusted([], (), lost)
    return adjusted_rows(outcome, frame[kept], by, labels=group.labels, **asked).losing(lost)


def _spec(outcome: Outcome, used: int, dropped: dict[str, int], parameters: dict[str, Any]) -> Spec:
    """Return the record of the comparison."""
    return make_spec(
        "risk",
        parameters,
        outcome.frame,
        rows_in=outcome.rows_in or len(outcome.frame),
        rows_used=used,
        dropped={**outcome.dropped, **dropped},
        libraries=("scipy",),
    )


def _summary(counts: list[tuple[float, float]], cluster: str | None) -> pd.DataFrame:
    """Return the one summary row."""
    events, people = (float(sum(c[i] for c in counts)) for i in (0, 1))
    row: dict[str, Any] = {"n": people, "n_event": events, "status": "ok"}
    if cluster is None and (overall := overall_test(counts)) is not None:
        test, name = overall
        row |= {"statistic": test.statistic, "df": test.df, "p_value": test.p_value,
                "method": name}  # fmt: skip
    return pd.DataFrame([row])
