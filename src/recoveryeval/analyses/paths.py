"""Individual paths of a score. Internal only: a path is a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from recoveryeval.errors import EstimationError
from recoveryeval.models.given_options import refuse_table
from recoveryeval.models.groups import groups
from recoveryeval.models.missing.impute_wide import person_wide
from recoveryeval.models.missing.refuse_imputed import refuse_imputed
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.plots.paths import paths_plot
from recoveryeval.release.profile import Profile, require_releasable

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def paths(
    outcome: Outcome,
    by: str | None = None,
    *,
    people: int = 120,
    profile: Profile = "internal",
    ax: Axes | None = None,
) -> Axes:
    """Draw each person's scores over the waves, to see what means hide.

    There is no estimand: these are people.

    Parameters
    ----------
    outcome : Outcome
        Of kind ``repeated``, with waves.
    by : str or None
        Column that groups people; groups stand side by side.
    people : int
        The most paths of a group; with more people they are chosen evenly from
        the lowest to the highest first score.
    profile : {"internal"}
        Paths of single people never leave the program: other profiles raise.
    ax : matplotlib.axes.Axes or None
        Axes to draw on; new ones by default.

    Returns
    -------
    matplotlib.axes.Axes
        With an alternative text. No path has an id.

    Raises
    ------
    EstimationError
        When the outcome has no waves.
    ReleaseError
        When a profile other than internal is asked for.

    References
    ----------
    Diggle P, Heagerty P, Liang KY, Zeger S (2002). doi:10.1093/oso/9780198524847.001.0001

    Examples
    --------
    >>> import numpy as np
    >>> import recoveryeval as rv
    >>> program, truth = rv.synthetic_program(60, rng=np.random.default_rng(1))
    >>> axes = rv.paths(rv.scale(rv.cohort(program), "GSE", waves=[0, 90, 180]), "arm")
    >>> axes.get_xlabel()
    'Wave'
    """
    require_releasable(profile)
    refuse_table(outcome)
    if outcome.kind != "repeated" or "wave" not in outcome.frame:
        raise EstimationError(
            "Paths are scores of people at planned waves",
            code="RE-MI54",
            do="Give the outcome of scale(), or of repeated_measures() with wave=.",
        )
    refuse_imputed(outcome)
    if not _counts(people):
        raise EstimationError(
            "At least one path has to be drawn",
            code="RE-MI52",
            do="Give people= as a whole number above zero.",
        )
    wide = person_wide(outcome, (), by)
    labels = groups_in_order(outcome, by)
    drawn = {}
    for label in labels:
        own = wide.scores[wide.arm == label] if by is not None else wide.scores
        own = own[~np.isnan(own).all(axis=1)]
        drawn[label] = _even(own, people)
    title = f"{outcome.name}: individual paths (internal)"
    words = {"title": title, "x": "Wave", "y": outcome.name}
    return paths_plot(drawn, [str(w) for w in wide.waves], labels=words, ax=ax)


def _counts(people: object) -> bool:
    """Say whether something is a whole number above zero."""
    whole = isinstance(people, (int, np.integer)) and not isinstance(people, bool)
    return whole and people >= 1  # type: ignore[operator]


def groups_in_order(outcome: Outcome, by: str | None) -> tuple[str, ...]:
    """Return the groups of a column in their order."""
    if by is None:
        return ("everyone",)
    outcome.require([by])
    return groups(outcome.frame[by], len(outcome.frame)).labels


def _even(scores: np.ndarray, most: int) -> np.ndarray:
    """Return at most so many rows, evenly from the lowest to the highest first score."""
    if len(scores) <= most:
        return scores
    first = np.array([row[~np.isnan(row)][0] for row in scores])
    order = np.argsort(first, kind="stable")
    return np.asarray(scores[order[np.linspace(0, len(order) - 1, most).round().astype(int)]])
