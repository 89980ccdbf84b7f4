"""True housing and work, goals, referrals, events and clinical care."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from recoveryeval.synthetic.calendar import YEAR
from recoveryeval.synthetic.course import death_rate
from recoveryeval.synthetic.effects import Effects
from recoveryeval.synthetic.goals import goal_rates
from recoveryeval.synthetic.happenings import HAPPENINGS, happening_rate, naloxone_chance
from recoveryeval.synthetic.referrals import attended_chance
from recoveryeval.synthetic.spells import Domain, domains, gain_rate
from recoveryeval.synthetic.strata import Strata
from recoveryeval.synthetic.true_value import CONTRAST, Row, by_arm, value

DAYS = (90, 180, 365)


def true_life(strata: Strata, effects: Effects) -> Iterator[Row]:
    """Yield the true values of everything that is told in one number and a day."""
    for day in DAYS:
        for domain in domains(effects):
            good = in_good_state(domain, day, strata)
            yield from _share(domain.name, strata, good, time=day, level=domain.values[1])
        yield from _share("goal met", strata, goal_met(day, strata, effects), time=day)
        for kind in HAPPENINGS:
            yield from by_arm(
                "mean number of events",
                "difference in mean number of events",
                kind,
                strata,
                mean_happenings(kind, day, strata, effects),
                time=day,
            )
    yield from _share("referral attended", strata, attended_chance(strata, effects))
    yield from _share("naloxone given", strata, naloxone_chance(strata, effects))
    yield value("log rate ratio", "clinical contacts", effects.clinical_coaching, contrast=CONTRAST)


def _share(
    outcome: str, strata: Strata, of: np.ndarray, *, time: float = float("nan"), level: str = ""
) -> Iterator[Row]:
    """Yield a probability by arm."""
    yield from by_arm("probability", "risk difference", outcome, strata, of, time=time, level=level)


def in_good_state(domain: Domain, day: int, strata: Strata) -> np.ndarray:
    """Return the probability of being housed, or employed, at the end of the day."""
    gain, loss = gain_rate(domain, strata), domain.loss / YEAR
    level = gain / np.where(gain + loss > 0, gain + loss, 1.0)
    fade = np.exp(-(gain + loss) * (day + 1))
    return np.asarray(level + (domain.at_intake - level) * fade)


def goal_met(day: int, strata: Strata, effects: Effects) -> np.ndarray:
    """Return the probability that a goal is met, not dropped, within days of being set."""
    met, dropped = goal_rates(strata, effects)
    total = np.where(met + dropped > 0, met + dropped, 1.0)
    return np.asarray(met / total * -np.expm1(-(met + dropped) * (day + 1)))


def mean_happenings(kind: str, day: int, strata: Strata, effects: Effects) -> np.ndarray:
    """Return the mean number of events by the end of the day, with death ending the count."""
    died = death_rate(strata, effects)
    alive = np.where(died > 0, -np.expm1(-died * (day + 1)) / np.where(died > 0, died, 1), day + 1)
    return np.asarray(happening_rate(kind, strata, effects) * alive)
