"""A questionnaire's score at planned waves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from recoveryeval.cohorts.cohort import Cohort
from recoveryeval.errors import OutcomeError
from recoveryeval.instruments.instrument_file import load_instrument
from recoveryeval.outcomes.leaving.covariates import known_covariates
from recoveryeval.outcomes.measured.form_scores import form_scores, scale_of
from recoveryeval.outcomes.measured.grid import Grid, Within, grid
from recoveryeval.outcomes.measured.interviews import NOT_HELD, interviews
from recoveryeval.outcomes.measured.planned import Around, Planned, planned
from recoveryeval.outcomes.measured.recorded_scores import FormScores, Scoring
from recoveryeval.outcomes.measured.told import absent, checks, definition
from recoveryeval.outcomes.outcome import Outcome


def scale(
    cohort: Cohort,
    instrument: str | Path,
    *,
    waves: Sequence[int | str],
    window_days: Around = 30,
    within: Within = "closest",
    scale: str | None = None,
    response_format: str | None = None,
    most_missing: int | Mapping[str, int] | None = None,
    items: Mapping[str, int] | None = None,
    version: str | None = None,
) -> Outcome:
    """Follow a questionnaire's score over planned interviews, and say who is missing and why.

    The estimand a model on it will answer for is the mean score at each wave
    in everyone who started.

    Parameters
    ----------
    cohort : Cohort
        The people and their time zero.
    instrument : str or Path
        Name of an instrument that the package holds, or your own ``.toml`` file.
    waves : sequence of int or str
        Planned days from the cohort's origin, or names such as ``"baseline"``
        and ``"month_3"``.
    window_days : int, pair of int, or mapping of wave to pair
        Days before and after the planned day in which an interview counts.
    within : {"closest", "first", "last"}
        Which of two interviews in a window counts.
    scale : str or None
        Scale of the instrument; None takes its first.
    response_format : str or None
        How answers are stored, where the instrument knows several ways.
    most_missing : int, mapping of str to int or None
        How many items may be blank; None takes the published rule.
    items : mapping of str to int or None
        Item number of each item name; None takes the last number in it.
    version : str or None
        Version of the form, where the data hold several.

    Returns
    -------
    Outcome
        Kind ``repeated``: every person at every wave, ``value`` absent where
        ``missing`` says why.

    Raises
    ------
    OutcomeError
        When nobody was interviewed, windows overlap, or versions mix.
    SchemaError
        When answers cannot be scored without guessing.

    Notes
    -----
    An interview belongs to the wave whose window holds its date; its label
    decides only where it has no date. Nothing is carried forward.

    References
    ----------
    Little RJ et al. (2012). doi:10.1056/NEJMsr1203730

    Examples
    --------
    >>> import numpy as np
    >>> import recoveryeval as rv
    >>> program, truth = rv.synthetic_program(60, rng=np.random.default_rng(1))
    >>> scores = rv.scale(rv.cohort(program), "GSE", waves=[0, 90, 180])
    >>> scores
    <Outcome repeated: General self-efficacy; 180 rows; in days>
    """
    _refuse(cohort, within)
    tool = load_instrument(instrument)
    which = scale_of(tool, scale)
    plan = planned(waves, window_days)
    held = interviews(cohort, tool, version)
    how = Scoring(which, items, response_format, most_missing)
    scores = form_scores(cohort, held.rows["assessment_id"], tool, how)
    placed = grid(cohort, _with_scores(held.rows, scores), plan, within)
    covariates = known_covariates(cohort, "repeated")
    frame = _frame(cohort, placed, plan).join(_each_wave(covariates, plan))
    return Outcome(
        kind="repeated",
        name=tool.scales[which].title,
        frame=frame,
        definition=definition(cohort, tool, which, plan, within, response_format=response_format),
        origin=cohort.origin,
        unit=cohort.unit,
        covariates=tuple(covariates.columns),
        population=cohort.population,
        rows_in=len(frame),
        dropped=absent(placed),
        check_rows=(*cohort.check_rows, *checks(tool, scores, placed, held)),
        instrument=tool,
    )


def _refuse(cohort: object, within: object) -> None:
    """Refuse what is no cohort, and a rule that does not exist."""
    if not isinstance(cohort, Cohort):
        raise OutcomeError(
            "A scale is followed in a cohort, and something else was given",
            code="RE-O20",
            do="Choose the people first: scale(cohort(program, ...), 'GSE', waves=[0, 90]).",
        )
    if within not in ("closest", "first", "last"):
        raise OutcomeError(
            "within is no rule for two interviews in a window",
            code="RE-O30",
            do="Use 'closest', 'first' or 'last'.",
        )


def _with_scores(rows: pd.DataFrame, scores: FormScores) -> pd.DataFrame:
    """Return interviews with their score; ``absent`` is 1 where there is none."""
    found = scores.frame.reindex(rows["assessment_id"])
    value = found["value"].to_numpy(dtype="float64", na_value=np.nan)
    held = ~rows["status"].isin(NOT_HELD).fillna(False).to_numpy(dtype=bool)
    value = np.where(held, value, np.nan)
    return rows.assign(
        value=value,
        score_missing=pd.array(found["missing"].fillna("no_answers").where(held, ""), "string"),
        absent=np.isnan(value).astype("int64"),
    )


def _frame(cohort: Cohort, placed: Grid, plan: Planned) -> pd.DataFrame:
    """Return the analysis frame without covariates: people by waves."""
    full = placed.frame
    person = cohort.frame["person_id"].reset_index(drop=True)
    wave = pd.Categorical.from_codes(full["slot"], categories=list(plan.label), ordered=True)
    return pd.DataFrame(
        {
            "person": person.reindex(full["place"]).to_numpy(),
            "wave": wave,
            "day": full["day"].to_numpy(),
            "value": full["value"].to_numpy(),
            "missing": full["missing"].to_numpy(),
        }
    ).astype({"person": "string", "missing": "string"})


def _each_wave(covariates: pd.DataFrame, plan: Planned) -> pd.DataFrame:
    """Return the covariates of every person, once for each wave."""
    return covariates.loc[covariates.index.repeat(len(plan.day))].reset_index(drop=True)
