"""Which planned scores are absent: by wave and reason, and in which patterns."""

from __future__ import annotations

from typing import Any

import pandas as pd

from recoveryeval.analyses.missingness_rows import pattern_rows, reason_rows
from recoveryeval.errors import EstimationError
from recoveryeval.models.confidence import check_conf_level
from recoveryeval.models.given_options import refuse_table
from recoveryeval.models.groups import groups
from recoveryeval.models.missing.refuse_imputed import refuse_imputed
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.results.check import Check
from recoveryeval.results.estimand import Estimand
from recoveryeval.results.result import Result
from recoveryeval.results.spec import make_spec

COLUMNS = ["term", "group", "level", "estimand", "estimate", "n_event", "denominator", "n",
           "conf_low", "conf_high", "conf_level", "status", "method"]  # fmt: skip

UNKNOWN = "(not known)"
_METHODS = "Planned scores were counted as seen or absent by wave and reason, with Wilson limits."


def missingness(outcome: Outcome, by: str | None = None, *, conf_level: float = 0.95) -> Result:
    """Show how many planned scores are absent, why, and in which patterns.

    The estimands are the shares of people at each wave with a score and with
    each reason for having none.

    Parameters
    ----------
    outcome : Outcome
        Of kind ``repeated``, with waves.
    by : str or None
        Column that groups people, such as the arm.
    conf_level : float
        Confidence level of the limits, between 0 and 1.

    Returns
    -------
    Result
        Rows of term ``wave`` (``level`` is the wave, ``estimand`` the reason)
        and of term ``pattern`` (``level`` has one sign per wave: ``x`` seen,
        ``.`` absent).

    Raises
    ------
    EstimationError
        When the outcome has no waves, or people change their group.

    Notes
    -----
    Scores that are not due yet, or that cannot exist after a death, are told
    apart from scores that were missed. People whose group is not known are a
    group of their own. Limits are Wilson's.

    References
    ----------
    Little RJ et al. (2012). doi:10.1056/NEJMsr1203730

    Examples
    --------
    >>> import pandas as pd
    >>> import recoveryeval as rv
    >>> seen = pd.DataFrame({"id": list("aab"), "month": [0, 6, 0], "gse": [24.0, 29, 26]})
    >>> scores = rv.repeated_measures(seen, value="gse", person="id", wave="month")
    >>> rv.missingness(scores).tidy().query("term == 'pattern'")["level"].tolist()
    ['xx', 'x.']
    """
    refuse_table(outcome)
    check_conf_level(conf_level)
    if outcome.kind != "repeated" or "wave" not in outcome.frame:
        raise EstimationError(
            "Missingness is about scores at planned waves",
            code="RE-MI50",
            do="Give the outcome of scale(), or of repeated_measures() with wave=.",
        )
    refuse_imputed(outcome)
    if by is not None:
        outcome.require([by])
    grid = _grid(outcome, by)
    rows = reason_rows(grid, conf_level) + pattern_rows(grid)
    asked = {"by": by, "conf_level": conf_level}
    title = f"{outcome.name}: which planned scores are absent"
    return Result(
        kind="missingness",
        title=title,
        table=pd.DataFrame(rows, columns=COLUMNS).assign(outcome=outcome.name),
        summary=pd.DataFrame({"n": [float(grid["person"].nunique())], "status": ["ok"]}),
        spec=make_spec("missingness", asked, outcome.frame, rows_in=len(grid), rows_used=len(grid)),
        estimand=_estimand(outcome),
        methods_text=_METHODS,
        check_rows=(*outcome.check_rows, _due(grid)),
        labels={"title": title, "x": "Wave", "y": "People"},
        plot_name="missingness",
    )


def _due(grid: pd.DataFrame) -> Check:
    """Say how many scores are absent that were due."""
    due = ~grid["missing"].isin(("not_yet_due", "died"))
    absent = int((due & (grid["missing"] != "")).sum())
    told = f"Scores that were due and are absent: {absent} of {int(due.sum())}."
    return Check("scores_due", told, "note", statistic=float(absent))


def _estimand(outcome: Outcome) -> Estimand:
    """Return what is described, in words."""
    return Estimand(
        population=outcome.population,
        contrast="share of planned scores that are there, or absent for a reason",
        time_zero=outcome.origin,
        horizon="the last wave",
        other_events="death ends what can be scored",
        missing="what is absent is what is described",
    )


def _grid(outcome: Outcome, by: str | None) -> pd.DataFrame:
    """Return every person at every wave: ``person, wave, missing, group``."""
    frame = outcome.frame
    wave = frame["wave"]
    if not isinstance(wave.dtype, pd.CategoricalDtype):
        wave = pd.Series(pd.Categorical(wave, sorted(wave.dropna().unique()), ordered=True))
    why: Any = frame.get("missing", "")
    held = pd.DataFrame({"person": frame["person"], "wave": wave.to_numpy(), "missing": why})
    held["missing"] = held["missing"].astype("string").where(frame["value"].isna(), "")
    unknown = frame["value"].isna() & (held["missing"] == "")
    held.loc[unknown.to_numpy(dtype=bool), "missing"] = "no_interview"
    people = held["person"].drop_duplicates()
    every = pd.MultiIndex.from_product(
        [people, wave.cat.categories], names=["person", "wave"]
    ).to_frame(index=False)
    held = held.assign(wave=held["wave"].astype(object))
    grid = every.merge(held, on=["person", "wave"], how="left")
    grid["missing"] = grid["missing"].fillna("no_interview")
    grid["wave"] = pd.Categorical(grid["wave"], list(wave.cat.categories), ordered=True)
    return grid.assign(group=_groups(frame, grid["person"], by))


def _groups(frame: pd.DataFrame, people: pd.Series, by: str | None) -> pd.Categorical:
    """Return the group of each row of the grid, groups in their order, unknown ones last."""
    if by is None:
        return pd.Categorical(["everyone"] * len(people))
    if frame.groupby("person", observed=True)[by].nunique().max() > 1:
        raise EstimationError(
            "The group changes within people, so that an absent score belongs to none",
            code="RE-MI55",
            column=by,
            do="Group by what was known at the first wave, one value per person.",
        )
    known = frame.dropna(subset=[by]).drop_duplicates("person")
    found = groups(known[by], len(known))
    label = dict(zip(known["person"], (found.labels[c] for c in found.codes), strict=True))
    own = people.map(label)
    names = [*found.labels, *([UNKNOWN] if own.isna().any() else [])]
    return pd.Categorical(own.fillna(UNKNOWN), names, ordered=True)
