"""Studies whose people leave by what was seen of them, and what mixed models say of the last wave.

The verbs write tables, words and hashes; here the same fits and the same degrees of freedom are
asked directly. A test holds this road to the verbs' own answers.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from recoveryeval.errors import EstimationError
from recoveryeval.models.repeated.gaussian_input import GaussianInput, left_over, plain_sums
from recoveryeval.models.repeated.group_nesting import Level
from recoveryeval.models.repeated.random_fit import fit_random
from recoveryeval.models.repeated.visit_fit import fit_visits
from recoveryeval.stats.coefficients import Coefficients, RowTest, row_test
from recoveryeval.stats.gaussian.gaussian_df import kenward_roger, satterthwaite
from recoveryeval.stats.gaussian.gaussian_fit import GaussianFit
from recoveryeval.stats.gaussian.gaussian_patterns import Nesting, from_rows

FILE = Path(__file__).resolve().parents[1] / "docs" / "validation" / "simulation_repeated.csv"
SEED, EFFECT = 20260301, 2.0
SIZES = (40, 120, 1000)
TIMES = np.array([0.0, 1.0, 2.0, 3.0])


DFS: dict[str, Callable[..., Coefficients]] = {
    "Satterthwaite": satterthwaite,
    "Kenward-Roger": kenward_roger,
}


@dataclass(frozen=True)
class Study:
    """Scores in rows: who, when (0 to 3), arm (0, 1), score; ``coach`` where there are coaches."""

    person: np.ndarray
    time: np.ndarray
    arm: np.ndarray
    score: np.ndarray
    coach: np.ndarray

    def frame(self) -> pd.DataFrame:
        """Return the study as a table."""
        return pd.DataFrame(
            {"id": self.person, "wave": self.time.astype(int), "day": self.time,
             "arm": np.where(self.arm == 1, "coached", "alone"), "score": self.score,
             "coach": [f"c{c}" for c in self.coach]}
        )  # fmt: skip


def leaving(rng: np.random.Generator, people: int) -> Study:
    """Return people who leave for good after low scores, coached people above all.

    Means differ by EFFECT at the last wave, and by a straight line before it.
    """
    arm = (np.arange(people) % 2).astype(float)
    own = rng.multivariate_normal([0, 0], [[9.0, -0.4], [-0.4, 0.6]], people)
    slope = own[:, 1] + EFFECT / 3 * arm
    score = 25 + own[:, :1] + slope[:, None] * TIMES + rng.normal(0, 2, (people, 4))
    here = np.ones((people, 4), dtype=bool)
    for k in (1, 2, 3):
        logit = -1.8 - np.where(arm == 1, 0.30, 0.15) * (score[:, k - 1] - 25)
        here[:, k] = here[:, k - 1] & (rng.random(people) > 1 / (1 + np.exp(-logit)))
    person, visit = np.nonzero(here)
    coach = np.zeros(len(person), dtype=int)
    return Study(person, TIMES[visit], arm[person], score[here], coach)


def six_coaches(rng: np.random.Generator, people: int, icc: float) -> Study:
    """Return people of six coaches whose arms, given to coaches, make no difference."""
    coach_of = np.arange(people) % 6
    level = rng.normal(0, np.sqrt(icc), 6)[coach_of]
    level = level + rng.normal(0, np.sqrt((1 - icc) / 2), people)
    score = level[:, None] + rng.normal(0, np.sqrt((1 - icc) / 2), (people, 3))
    here = np.column_stack([np.ones(people, dtype=bool), rng.random((people, 2)) > 0.2])
    person, visit = np.nonzero(here)
    coach = coach_of[person]
    return Study(person, TIMES[visit], (coach % 2).astype(float), score[here], coach)


def given(study: Study, x: np.ndarray, z: np.ndarray, *, coaches: bool, residual: bool) -> Any:
    """Return a model's input, without the words and tables that only a result needs."""
    nesting = Nesting(study.coach, np.eye(6), np.zeros(6, dtype=int)) if coaches else None
    patterns = from_rows(study.person, x, z, study.score, nesting=nesting, turn=residual)
    nothing: Any = None
    return GaussianInput(
        fixed=nothing,
        patterns=patterns,
        names=tuple(map(str, range(z.shape[1]))),
        scale=np.sqrt((z**2).mean(axis=0)),
        levels=(Level("coach", tuple("012345")),) if coaches else (),
        variance=left_over(patterns, plain_sums(patterns, residual=residual)),
        grid={},
        observed={},
    )


def adjusted(fit: GaussianFit, row: np.ndarray, **zero: Any) -> dict[str, RowTest]:
    """Return the test of a contrast row by each kind of degrees of freedom."""
    return {name: row_test(by(fit, **zero), row, 0.95) for name, by in DFS.items()}


def by_mixed_model(study: Study) -> dict[str, RowTest]:
    """Return the difference at the last wave by random intercepts and slopes."""
    one = np.ones(len(study.time))
    x = np.column_stack([one, study.arm, study.time, study.arm * study.time])
    found = fit_random(given(study, x, x[:, [0, 2]], coaches=False, residual=True), reml=True)
    zero = {"at_zero": found.at_zero, "held": found.held}
    return adjusted(found.fit, np.array([0, 1.0, 0, 3.0]), **zero)


def by_mmrm(study: Study) -> dict[str, RowTest]:
    """Return the difference at the last wave by an unstructured covariance."""
    waves = np.eye(4)[study.time.astype(int)]
    x = np.column_stack([waves, waves * study.arm[:, None]])
    fit, _ = fit_visits(given(study, x, waves, coaches=False, residual=False), "us", ladder=True)
    return adjusted(fit, np.eye(8)[7])


def by_coaches(study: Study) -> dict[str, RowTest]:
    """Return the difference between arms of six coaches."""
    waves = np.eye(3)[study.time.astype(int)]
    x = np.column_stack([waves, study.arm])
    one = np.ones((len(x), 1))
    found = fit_random(given(study, x, one, coaches=True, residual=True), reml=True)
    zero = {"at_zero": found.at_zero, "held": found.held}
    return adjusted(found.fit, np.eye(4)[3], **zero)


QUESTIONS = {
    "mixed_model, random slopes": (leaving, by_mixed_model),
    "mmrm, unstructured": (leaving, by_mmrm),
}
ALARMS = {
    f"mixed_model, six coaches, ICC {icc:g}": (partial(six_coaches, icc=icc), by_coaches)
    for icc in (0.0, 0.02, 0.1, 0.3)
}


def run(question: str, people: int, studies: int) -> list[dict[str, Any]]:
    """Ask one question of many studies; a study without an answer is counted apart."""
    alarm = question in ALARMS
    draw, answer = (ALARMS if alarm else QUESTIONS)[question]
    truth = 0.0 if alarm else EFFECT
    seed = zlib.crc32((question if alarm else "leaving").encode())
    found: dict[str, list[RowTest]] = {name: [] for name in DFS}
    for k in range(studies):
        rng = np.random.default_rng([SEED, people, seed, k])
        try:
            rows = answer(draw(rng, people))
        except EstimationError:
            continue
        for name, row in rows.items():
            found[name].append(row)
    return [
        {"question": f"{question}, {name}", "people": people, "studies": studies,
         "silent": studies - len(rows), **held(rows, truth)}
        for name, rows in found.items()
    ]  # fmt: skip


def held(rows: list[RowTest], truth: float) -> dict[str, float]:
    """Return the percent of limits that hold the truth, its error, and the bias."""
    share = float(np.mean([row.conf_low <= truth <= row.conf_high for row in rows]))
    return {
        "coverage": 100 * share,
        "error": 100 * float(np.sqrt(share * (1 - share) / len(rows))),
        "bias": float(np.mean([row.estimate for row in rows])) - truth,
    }
