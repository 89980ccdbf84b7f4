"""Scale totals: two questionnaires with ten items each, growing faster under coaching.

A total is a normal latent score, rounded and held inside the scale's range, so
that its true mean is a finite sum of normal probabilities.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recoveryeval.synthetic.coaches import Staff
from recoveryeval.synthetic.effects import Effects
from recoveryeval.synthetic.people import People
from recoveryeval.synthetic.streams import Streams

WAVE = ("baseline", "month_3", "month_6", "month_12")
DUE = np.array([0, 90, 180, 360])
ITEMS = 10


@dataclass(frozen=True, slots=True)
class Scale:
    """One questionnaire: range of an item, and the parameters of its latent score."""

    instrument: str
    item: str
    top: int
    mean: float
    sd: float
    noise: float
    severity: float
    slope: float
    slope_coaching: float


def scales(effects: Effects) -> tuple[Scale, Scale]:
    """Return the General Self-Efficacy Scale and the BARC-10 with their effects."""
    e = effects
    return (
        Scale(
            "GSE", "gse", 4, e.gse_mean, e.gse_sd, e.gse_noise, e.gse_severity,
            e.gse_slope, e.gse_slope_coaching,
        ),
        Scale(
            "BARC-10", "barc", 6, e.barc_mean, e.barc_sd, e.barc_noise, e.barc_severity,
            e.barc_slope, e.barc_slope_coaching,
        ),
    )  # fmt: skip


def draw_totals(
    people: People, staff: Staff, effects: Effects, rngs: Streams
) -> tuple[np.ndarray, np.ndarray]:
    """Return everyone's totals on both scales, had nobody dropped out; shapes (n, waves)."""
    rng = rngs["scales"]
    level = rng.standard_normal((2, people.n))
    level[1] = effects.scale_correlation * level[0] + level[1] * np.sqrt(
        1 - effects.scale_correlation**2
    )
    coach = rng.standard_normal(max(staff.n_peers, 1)) * effects.coach_sd
    by_coach = np.where(people.arm == 1, coach[staff.first], 0.0)
    gse, barc = scales(effects)
    return (
        _totals(gse, people, level=level[0], by_coach=by_coach, effects=effects, rng=rng),
        _totals(barc, people, level=level[1], by_coach=by_coach, effects=effects, rng=rng),
    )


def _totals(
    scale: Scale,
    people: People,
    *,
    level: np.ndarray,
    by_coach: np.ndarray,
    effects: Effects,
    rng: np.random.Generator,
) -> np.ndarray:
    """Return rounded totals of one scale, shape (n, waves)."""
    slope = scale.slope + scale.slope_coaching * people.arm
    slope = slope + effects.slope_sd * rng.standard_normal(people.n)
    latent = (scale.mean + scale.severity * people.z + scale.sd * level)[:, None]
    latent = latent + slope[:, None] * DUE / 90 + by_coach[:, None] * (DUE > 0)
    latent = latent + scale.noise * rng.standard_normal((people.n, len(DUE)))
    return np.asarray(np.clip(np.round(latent), ITEMS, ITEMS * scale.top).astype("int64"))
