"""Every verb on scores, answers and counts, asked the same: two arms, at planned visits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd

import recoveryeval as rv
from recoveryeval.errors import RecoveryEvalError

Verb = Callable[[Any], Any]
MONTHS = (0, 3, 6)


def _at_last(outcome: Any) -> Any:
    """Return the comparison at the last wave."""
    return rv.linear(outcome, "arm", wave=6).contrasts("arm")


OF_SCORES: dict[str, Verb] = {
    "linear": lambda o: rv.linear(o, "arm + age", wave=6, baseline=0),
    "paired": lambda o: rv.paired(o, "arm", before=0, after=6),
    "change": lambda o: rv.change(o, "arm", before=0, after=6, reliability=0.8, better="higher"),
    "mixed_model": lambda o: rv.mixed_model(o, "arm * wave + age"),
    "mmrm": lambda o: rv.mmrm(o, "arm * wave + age"),
    "gee": lambda o: rv.gee(o, "arm * wave + age"),
    "impute": lambda o: rv.impute(o, m=3, rng=1, by="arm", iterations=2).fit(_at_last),
}
OF_ANSWERS: dict[str, Verb] = {
    "risk": lambda o: rv.risk(o, "arm", wave=6, adjust="age"),
    "paired answers": lambda o: rv.paired(o, "arm", before=0, after=6),
    "gee of answers": lambda o: rv.gee(o, "arm * wave + age"),
    "glmm of answers": lambda o: rv.glmm(o, "arm + age", nodes=15),
}
OF_COUNTS: dict[str, Verb] = {
    "rates": lambda o: rv.rates(o, by="arm"),
    "poisson rates": lambda o: rv.rates(o, "arm + age"),
    "negative binomial rates": lambda o: rv.rates(o, "arm + age", family="negative-binomial"),
    "beta-binomial rates": lambda o: rv.rates(o, "arm + age", family="beta-binomial"),
    "hurdle rates": lambda o: rv.rates(o, "arm + age", family="hurdle"),
    "gee of counts": lambda o: rv.gee(o, "arm + age"),
    "glmm of counts": lambda o: rv.glmm(o, "arm + age", nodes=15),
}
ALL = {**OF_SCORES, **OF_ANSWERS, **OF_COUNTS}
# Those with a formula in which age stands.
MODELS = tuple(n for n in ALL if n not in ("paired", "change", "impute", "paired answers", "rates"))


def study(people: int = 60, seed: int = 3, **changes: Any) -> pd.DataFrame:
    """Return three visits of each person: a score, an answer, and days of use out of 90."""
    rng = np.random.default_rng(seed)
    person = np.repeat(np.arange(people), len(MONTHS))
    month = np.tile(MONTHS, people)
    arm = np.where(person % 2 == 1, "peer", "usual")
    level = rng.normal(0, 3, people)[person]
    score = 25 + level + 0.3 * month * (person % 2) + rng.normal(0, 2, len(person))
    frame = pd.DataFrame(
        {
            "id": [f"p{k}" for k in person],
            "month": month,
            "arm": arm,
            "age": rng.integers(20, 70, people)[person].astype(float),
            "site": person % 12,
            "score": score,
            "yes": rng.random(len(person)) < 1 / (1 + np.exp(-level / 3)),
            "uses": np.minimum(rng.negative_binomial(1.2, 0.08, len(person)), 90),
            "days": 90.0,
        }
    )
    return frame.assign(**changes)


def outcome_for(name: str, frame: pd.DataFrame) -> Any:
    """Return the outcome that a verb is asked about."""
    kept = ["arm", "age", "site", *(c for c in frame if c in ("weight", "extra"))]
    if name in OF_SCORES:
        data = frame[["id", "month", "score", *kept]]
        return rv.repeated_measures(data, value="score", person="id", wave="month", name="hope")
    if name in OF_ANSWERS:
        data = frame[["id", "month", "yes", *kept]]
        return rv.binary(data, value="yes", person="id", wave="month", name="abstinence")
    data = frame[["id", "uses", "days", *kept]]
    return rv.counts(data, count="uses", exposure="days", person="id", name="days of use")


def ask(name: str, frame: pd.DataFrame, verb: Verb | None = None) -> Any:
    """Return what a verb answers about a study."""
    return (verb or ALL[name])(outcome_for(name, frame))


def numbers(result: Any) -> pd.DataFrame:
    """Return the estimates that a result shows as trusted, without variances."""
    table = result.tidy()
    return table[(table["status"] == "ok") & (table["estimand"] != "variance")]


def told(error: RecoveryEvalError) -> Mapping[str, object]:
    """Return what a refusal says, as a reader sees it."""
    return {"code": error.code, "column": error.column, "rows": error.rows, "do": error.do}
