"""Self-efficacy: how sure people are that they can, at planned waves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from recoveryeval.cohorts.cohort import Cohort
from recoveryeval.errors import OutcomeError
from recoveryeval.instruments.instrument_file import instrument_names, load_instrument
from recoveryeval.outcomes.measured.grid import Within
from recoveryeval.outcomes.measured.planned import Around
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.outcomes.scale import scale as follow_scale


def self_efficacy(
    cohort: Cohort,
    *,
    instrument: str | Path = "GSE",
    waves: Sequence[int | str],
    window_days: Around = 30,
    within: Within = "closest",
    scale: str | None = None,
    response_format: str | None = None,
    most_missing: int | Mapping[str, int] | None = None,
    items: Mapping[str, int] | None = None,
    version: str | None = None,
) -> Outcome:
    """Follow people's confidence in themselves over planned interviews.

    The estimand a model on it will answer for is mean self-efficacy at each
    wave in everyone who started.

    Parameters
    ----------
    cohort : Cohort
        The people and their time zero.
    instrument : str or Path
        An instrument that measures self-efficacy, such as ``"GSE"`` (general),
        ``"BSCQ"`` or ``"AASE"`` (not drinking or using), or your own ``.toml``.
    waves : sequence of int or str
        Planned days from the cohort's origin, or names of waves.
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
        Kind ``repeated``, as from ``scale()``.

    Raises
    ------
    OutcomeError
        When the instrument measures something else, or as in ``scale()``.
    SchemaError
        When answers cannot be scored without guessing.

    Notes
    -----
    The same as ``scale()`` with an instrument of that construct, so that a
    report headed self-efficacy cannot rest on another one.

    References
    ----------
    Luszczynska A, Scholz U, Schwarzer R (2005). doi:10.3200/JRLP.139.5.439-457

    Examples
    --------
    >>> import numpy as np
    >>> import recoveryeval as rv
    >>> program, truth = rv.synthetic_program(60, rng=np.random.default_rng(1))
    >>> scores = rv.self_efficacy(rv.cohort(program), waves=[0, 90, 180])
    >>> float(scores.data.groupby("wave", observed=True)["value"].mean().round(1).iloc[0]) > 10
    True
    """
    tool = load_instrument(instrument)
    if tool.construct != "self-efficacy":
        own = [n for n in instrument_names() if load_instrument(n).construct == "self-efficacy"]
        raise OutcomeError(
            f"{tool.name} measures {tool.construct}, not self-efficacy",
            code="RE-O35",
            do=f"Use scale(), or one of {', '.join(own)}.",
        )
    return follow_scale(
        cohort,
        instrument,
        waves=waves,
        window_days=window_days,
        within=within,
        scale=scale,
        response_format=response_format,
        most_missing=most_missing,
        items=items,
        version=version,
    )
