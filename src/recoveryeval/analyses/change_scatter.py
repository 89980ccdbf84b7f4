"""Scores before and after of each person. Internal only: a point is a person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from recoveryeval.models.two_times.change_rule import change_rule
from recoveryeval.models.two_times.score_waves import score_waves
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.plots.change_scatter import change_scatter_plot
from recoveryeval.release.profile import Profile, require_releasable

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Z95 = 1.959963984540054


def change_scatter(
    outcome: Outcome,
    by: str | None = None,
    *,
    before: float | str,
    after: float | str,
    reliability: float | None = None,
    cut_off: float | None = None,
    better: Literal["higher", "lower"] | None = None,
    profile: Profile = "internal",
    ax: Axes | None = None,
) -> Axes:
    """Draw everyone's score before and after, and shade what may be measurement error.

    There is no estimand: these are people; ``change()`` counts them.

    Parameters
    ----------
    outcome : Outcome
        Of kind ``repeated``, with people and waves.
    by : str or None
        Column that groups people, told apart by color and mark.
    before, after : int, float or str
        The two waves.
    reliability : float or None
        Reliability of the scale; None takes the published one.
    cut_off : float or None
        Score that divides the two sides.
    better : {"higher", "lower"} or None
        Which side is better; None takes the instrument's.
    profile : {"internal"}
        Points of single people never leave the program: other profiles raise.
    ax : matplotlib.axes.Axes or None
        Axes to draw on; new ones by default.

    Returns
    -------
    matplotlib.axes.Axes
        With an alternative text. No point has an id.

    Raises
    ------
    EstimationError
        As ``change()``.
    ReleaseError
        When a profile other than internal is asked for.

    References
    ----------
    Jacobson NS, Truax P (1991). doi:10.1037/0022-006X.59.1.12

    Examples
    --------
    >>> import numpy as np
    >>> import recoveryeval as rv
    >>> program, truth = rv.synthetic_program(60, rng=np.random.default_rng(1))
    >>> scores = rv.scale(rv.cohort(program), "GSE", waves=[0, 90])
    >>> axes = rv.change_scatter(scores, before=0, after=90, reliability=0.85)
    >>> axes.get_xlabel()
    'Score at wave 0'
    """
    require_releasable(profile)
    waves = score_waves(outcome, before, after, by)
    rule = change_rule(
        outcome, reliability=reliability, minimal_difference=None, cut_off=cut_off, better=better
    )
    threshold = rule.threshold(float(waves.frame["before"].std(ddof=1)), Z95)
    matched = waves.matched
    pairs = {
        label: matched.loc[matched["group"] == label, ["before", "after"]].to_numpy(dtype=float)
        for label in waves.labels
    }
    words = {
        "title": f"{outcome.name}: before and after (internal)",
        "x": f"Score at wave {before}",
        "y": f"Score at wave {after}",
    }
    drawn = {label: own for label, own in pairs.items() if len(own)}
    return change_scatter_plot(drawn, threshold, cut_off=rule.cut_off, labels=words, ax=ax)
