"""Every verb on times to an event, asked the same question: two arms, age beside them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd

import recoveryeval as rv
from recoveryeval.errors import RecoveryEvalError

SIZES = (1, 30, 5000)
CAUSES = {1: "return to use", 2: "death"}
Verb = Callable[[Any], Any]

# What one event can end: name, and the question. `by` verbs compare arms, models adjust for age.
OF_ONE_EVENT: dict[str, Verb] = {
    "kaplan_meier": lambda o: rv.kaplan_meier(o, "arm"),
    "nelson_aalen": lambda o: rv.nelson_aalen(o, "arm"),
    "logrank": lambda o: rv.logrank(o, "arm"),
    "rmst": lambda o: rv.rmst(o, "arm", horizon=20),
    "rmst_regression": lambda o: rv.rmst_regression(o, "arm + age", horizon=20),
    "cox": lambda o: rv.cox(o, "arm + age"),
    "proportional_hazards": lambda o: rv.proportional_hazards(o, "arm + age"),
    "adjusted_curves": lambda o: rv.adjusted_curves(o, "arm + age", by="arm"),
    "baseline_hazard": lambda o: rv.baseline_hazard(o, "arm + age"),
    "residuals": lambda o: rv.residuals(o, "arm + age"),
    "parametric": lambda o: rv.parametric(o, "arm + age"),
    "discrete_hazard": lambda o: rv.discrete_hazard(o, "arm + age", baseline="linear"),
}
OF_COMPETING_EVENTS: dict[str, Verb] = {
    "cumulative_incidence": lambda o: rv.cumulative_incidence(o, "arm"),
    "gray_test": lambda o: rv.gray_test(o, "arm"),
    "fine_gray": lambda o: rv.fine_gray(o, "arm + age", cause="return to use"),
    "cause-specific cox": lambda o: rv.cox(o, "arm + age", cause="return to use"),
    "kaplan_meier of any": lambda o: rv.kaplan_meier(o, "arm"),
    "nelson_aalen of causes": lambda o: rv.nelson_aalen(o, "arm"),
}
ALL = {**OF_ONE_EVENT, **OF_COMPETING_EVENTS}
MODELS = (
    "rmst_regression",
    "cox",
    "proportional_hazards",
    "adjusted_curves",
    "baseline_hazard",
    "residuals",
    "parametric",
    "discrete_hazard",
    "fine_gray",
    "cause-specific cox",
)
BIG = ("kaplan_meier", "logrank", "rmst", "cox", "cumulative_incidence")
COMPARISONS = (
    "kaplan_meier",
    "nelson_aalen",
    "logrank",
    "rmst",
    "cumulative_incidence",
    "gray_test",
)


def study(size: int, **changes: Any) -> pd.DataFrame:
    """Return people followed for up to 60 days; the status 1 and 2 are two events."""
    rng = np.random.default_rng(20)
    frame = pd.DataFrame(
        {
            "day": rng.integers(1, 61, size),
            "status": rng.choice([0, 1, 1, 2], size),
            "arm": np.where(np.arange(size) % 2, "peer", "usual"),
            "age": rng.integers(20, 70, size),
            "site": np.arange(size) % 12,
        }
    )
    frame["event"] = (frame["status"] == 1).astype(int)
    return frame.assign(**changes)


def outcome_for(name: str, frame: pd.DataFrame, **roles: str) -> Any:
    """Return the outcome that a verb takes."""
    if name in OF_COMPETING_EVENTS:
        own = frame.drop(columns="event", errors="ignore")
        return rv.competing_events(own, time="day", status="status", causes=CAUSES, **roles)
    own = frame.drop(columns="status", errors="ignore")
    return rv.time_to_event(own, time="day", event="event", name="relapse", **roles)


def asked(name: str, frame: pd.DataFrame, **roles: str) -> Any:
    """Return the answer of a verb on a frame."""
    return ALL[name](outcome_for(name, frame, **roles))


def answer(name: str, frame: pd.DataFrame, **roles: str) -> tuple[str, Any]:
    """Return ("result", it) or ("refused", the typed error); anything else is a crash."""
    try:
        return "result", asked(name, frame, **roles)
    except RecoveryEvalError as error:
        assert_helpful(error)
        return "refused", error


def assert_helpful(error: RecoveryEvalError, values: Mapping[str, str] | None = None) -> None:
    """Hold what every refusal owes: a code, what to do, and no value of a cell."""
    told = str(error)
    assert error.code.startswith("RE-")
    assert len(error.do) > 10
    for value in (values or {}).values():
        assert value not in told


def no_numbers(result: Any) -> bool:
    """Return whether a result gives no estimate, test or limit at all."""
    table = result.tidy()
    shown = [c for c in ("estimate", "statistic", "p_value", "std_error") if c in table]
    return bool(table[shown].isna().all(axis=None))


def every(verbs: Mapping[str, Verb] | tuple[str, ...], big: tuple[str, ...] = BIG) -> list[Any]:
    """Return (verb, size) of each verb at one and thirty people, and of a few at 5,000."""
    small = [(name, size) for name in verbs for size in SIZES[:2]]
    return [*small, *((name, SIZES[2]) for name in big if name in verbs)]
