"""Every public estimator of times to events that cells of people answer as well as people do.

Each question names the kind of outcome it is asked of. All columns are discrete, as they must be
for people to share a cell.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

import recoveryeval as rv

CAUSES = {1: "readmission", 2: "death"}
COLUMNS = ["arm", "age", "site", "w"]
Question = Callable[[Any], Any]
DRAWS = {"rng": 7}

TIMES: dict[str, Question] = {
    "kaplan_meier": lambda o: rv.kaplan_meier(o, "arm"),
    "kaplan_meier, weights": lambda o: rv.kaplan_meier(o, "arm", weights="w"),
    "kaplan_meier, cluster": lambda o: rv.kaplan_meier(o, "arm", cluster="site"),
    "nelson_aalen": lambda o: rv.nelson_aalen(o, "arm"),
    "logrank, strata": lambda o: rv.logrank(o, "arm", strata="site"),
    "logrank, Fleming-Harrington": lambda o: rv.logrank(
        o, "arm", test="fleming-harrington", p=1, q=1
    ),
    "logrank, cluster": lambda o: rv.logrank(o, "arm", cluster="site"),
    "rmst": lambda o: rv.rmst(o, "arm", horizon=20),
    "rmst, cluster": lambda o: rv.rmst(o, "arm", horizon=20, cluster="site"),
    "rmst_regression": lambda o: rv.rmst_regression(o, "arm + age", horizon=20),
    "cox": lambda o: rv.cox(o, "arm + age"),
    "cox, Breslow, strata": lambda o: rv.cox(o, "arm + age", ties="breslow", strata="site"),
    "cox, cluster": lambda o: rv.cox(o, "arm + age", cluster="site"),
    "cox, weights": lambda o: rv.cox(o, "arm + age", weights="w", ties="breslow"),
    "cox, robust": lambda o: rv.cox(o, "arm + age", variance="robust"),
    "proportional_hazards": lambda o: rv.proportional_hazards(o, "arm + age"),
    "adjusted_curves": lambda o: rv.adjusted_curves(o, "arm + age", by="arm"),
    "predicted_curves": lambda o: rv.predicted_curves(
        o, "arm + age", people={"thirty": {"arm": "a", "age": 30}}
    ),
    "baseline_hazard": lambda o: rv.baseline_hazard(o, "arm + age"),
    "parametric": lambda o: rv.parametric(o, "arm + age"),
    "discrete_hazard": lambda o: rv.discrete_hazard(o, "arm + age", baseline="linear"),
}
FIRST_OF_SEVERAL: dict[str, Question] = {
    "cumulative_incidence": lambda o: rv.cumulative_incidence(o, "arm"),
    "cumulative_incidence, Aalen": lambda o: rv.cumulative_incidence(o, "arm", variance="aalen"),
    "cumulative_incidence, cluster": lambda o: rv.cumulative_incidence(o, "arm", cluster="site"),
    "nelson_aalen of causes": lambda o: rv.nelson_aalen(o, "arm"),
    "gray_test": lambda o: rv.gray_test(o, "arm", strata="site"),
    "fine_gray": lambda o: rv.fine_gray(o, "arm + age", cause="readmission"),
    "fine_gray, crr ties": lambda o: rv.fine_gray(
        o, "arm + age", cause="readmission", ties="crr", censoring_groups="arm"
    ),
    "fine_gray, cluster": lambda o: rv.fine_gray(o, "arm", cause="readmission", cluster="site"),
    "cause-specific cox": lambda o: rv.cox(o, "arm + age", cause="death"),
    "incidence_regression": lambda o: rv.incidence_regression(
        o, "arm + age", horizon=20, cause="death"
    ),
}
BETWEEN_VISITS: dict[str, Question] = {
    "interval_censored": lambda o: rv.interval_censored(o, "arm", n_boot=100, **DRAWS),
    "interval_logrank": lambda o: rv.interval_logrank(o, "arm", n_permutations=100, **DRAWS),
    "parametric of intervals": lambda o: rv.parametric(o, "arm"),
    "discrete_hazard of intervals": lambda o: rv.discrete_hazard(o, "arm"),
}
COUNTS: dict[str, Question] = {
    "rates": lambda o: rv.rates(o, by="arm"),
    "rates, regression": lambda o: rv.rates(o, "arm + age"),
    "rates, negative binomial": lambda o: rv.rates(
        o, "arm", family="negative-binomial", variance="model"
    ),
}
KINDS = {
    "time_to_event": TIMES, "late": TIMES, "competing": FIRST_OF_SEVERAL,
    "interval": BETWEEN_VISITS, "count": COUNTS,
}  # fmt: skip
NO_LATE_ENTRY = ("rmst_regression", "incidence_regression", "discrete_hazard", "parametric",
                 "kaplan_meier, cluster", "rmst", "rmst, cluster")  # fmt: skip
ASKED = [
    (kind, name)
    for kind, questions in KINDS.items()
    for name in questions
    if not (kind == "late" and name in NO_LATE_ENTRY)
]


def people(size: int = 400) -> pd.DataFrame:
    """Return people in few different states, so that many share a cell."""
    rng = np.random.default_rng(11)
    week = rng.integers(1, 26, size)
    frame = pd.DataFrame(
        {
            "week": week,
            "status": rng.choice([0, 1, 1, 2], size),
            "entry": np.where(rng.random(size) < 0.3, week // 2, 0),
            "arm": np.where(np.arange(size) % 2, "a", "b"),
            "age": rng.choice([20, 30, 40], size),
            "site": rng.integers(0, 12, size),
            "w": rng.choice([0.5, 1.0, 2.0], size),
            "left": week // 3 * 3,
            "stays": rng.poisson(1.0, size),
            "days": rng.choice([30, 60, 90], size),
        }
    )
    seen = frame["status"] > 0
    frame.loc[~seen & (frame["left"] == 24), "left"] = 27
    frame["right"] = np.where(seen, frame["left"] + 3.0, np.inf)
    return frame.assign(event=(frame["status"] == 1).astype(int))


def brought(kind: str, table: Any, **roles: str) -> Any:
    """Return an outcome of a kind from a table, which carries no more than COLUMNS."""
    more: dict[str, Any] = {"covariates": COLUMNS, **roles}
    if kind == "interval":
        return rv.interval_events(table, left="left", right="right", **more)
    if kind == "count":
        return rv.counts(table, count="stays", exposure="days", **more)
    if kind == "competing":
        return rv.competing_events(table, time="week", status="status", causes=CAUSES, **more)
    late = {"entry": "entry"} if kind == "late" else {}
    return rv.time_to_event(table, time="week", event="event", **late, **more)


def again(kind: str, outcome: Any) -> Any:
    """Return the outcome brought once more, from its own cells."""
    names = {
        "time": "week", "cause": "status", "count": "stays", "exposure": "days",
    }  # fmt: skip
    return brought(kind, outcome.cells(covariates=COLUMNS).rename(columns=names), n="n")
