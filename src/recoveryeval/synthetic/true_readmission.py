"""True readmission: incidence with death and incarceration competing, and mean admissions."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from recoveryeval.synthetic.admissions import admission_intensity, admission_shift
from recoveryeval.synthetic.course import death_rate, incarceration_rate
from recoveryeval.synthetic.effects import Effects
from recoveryeval.synthetic.quadrature import integral
from recoveryeval.synthetic.strata import Strata
from recoveryeval.synthetic.true_value import CONTRAST, INTEGRATED, Row, by_arm, value

OUTCOME = "readmission"
CAUSES = ("readmission", "death", "incarceration")
DAYS = (30, 90, 180, 365)


def true_readmission(strata: Strata, effects: Effects) -> Iterator[Row]:
    """Yield the true values of readmission."""
    for day in DAYS:
        for cause in CAUSES:
            yield from by_arm(
                "cumulative incidence",
                "risk difference",
                OUTCOME,
                strata,
                first_event(cause, day, strata, effects),
                cause=cause,
                time=day,
                method=INTEGRATED,
            )
        yield from by_arm(
            "mean number of events",
            "difference in mean number of events",
            OUTCOME,
            strata,
            mean_admissions(day, strata, effects),
            time=day,
            method=INTEGRATED,
        )
    shifts = (effects.readmission_coaching, effects.death_coaching, effects.incarceration_coaching)
    for cause, shift in zip(CAUSES, shifts, strict=True):
        yield value("log conditional hazard ratio", OUTCOME, shift, cause=cause, contrast=CONTRAST)


def first_event(cause: str, day: int, strata: Strata, effects: Effects) -> np.ndarray:
    """Return the probability that the cause comes first, by the end of the day, per stratum."""
    shift = admission_shift(strata, effects)
    stopping = {
        "death": death_rate(strata, effects),
        "incarceration": incarceration_rate(strata, effects),
    }

    def free(time: np.ndarray) -> np.ndarray:
        hazard = admission_intensity(time, shift, effects) + sum(stopping.values()) * time
        return np.asarray(np.exp(-hazard))

    def rate(time: np.ndarray) -> np.ndarray:
        return stopping[cause] if cause in stopping else _intensity(time, shift, effects)

    return integral(lambda time: rate(time) * free(time), day + 1.0, [effects.readmission_from_day])


def mean_admissions(day: int, strata: Strata, effects: Effects) -> np.ndarray:
    """Return the mean number of admissions by the end of the day, per stratum."""
    shift = admission_shift(strata, effects)
    stopped = death_rate(strata, effects) + incarceration_rate(strata, effects)
    return integral(
        lambda time: _intensity(time, shift, effects) * np.exp(-stopped * time),
        day + 1.0,
        [effects.readmission_from_day],
    )


def _intensity(time: np.ndarray, shift: np.ndarray, effects: Effects) -> np.ndarray:
    """Return the intensity of admission: the derivative of the cumulative one."""
    since = time - effects.readmission_from_day
    begun = since > 0
    rise = effects.readmission_shape * admission_intensity(time, shift, effects)
    return np.where(begun, rise / np.where(begun, since, 1.0), 0.0)
