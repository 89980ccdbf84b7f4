"""Every verb on times to an event, asked the same question: two arms, age beside them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd
from survival_kinds import bracketed, competing, once, repeated

import recoveryeval as rv
from recoveryeval.errors import RecoveryEvalError

SIZES = (1, 30, 5000)
FORMULA = "arm + age"
CAUSE = "return to use"
Verb = Callable[[Any], Any]
Model = Callable[[Any, str], Any]
PEOPLE = {
    "older": {"arm": "peer", "age": 60, "months": 720},
    "younger": {"arm": "usual", "age": 30, "months": 360},
}


def described(formula: str) -> dict[str, dict[str, object]]:
    """Return two people by the covariates of a formula."""
    return {
        label: {name: value for name, value in person.items() if name in formula}
        for label, person in PEOPLE.items()
    }


# Models adjust, by a formula; the other verbs compare arms.
MODELS: dict[str, Model] = {
    "rmst_regression": lambda o, f: rv.rmst_regression(o, f, horizon=20),
    "cox": rv.cox,
    "proportional_hazards": rv.proportional_hazards,
    "adjusted_curves": lambda o, f: rv.adjusted_curves(o, f, by="arm"),
    "predicted_curves": lambda o, f: rv.predicted_curves(o, f, people=described(f)),
    "baseline_hazard": rv.baseline_hazard,
    "residuals": rv.residuals,
    "parametric": rv.parametric,
    "discrete_hazard": lambda o, f: rv.discrete_hazard(o, f, baseline="linear"),
}
MODELS_OF_CAUSES: dict[str, Model] = {
    "fine_gray": lambda o, f: rv.fine_gray(o, f, cause=CAUSE),
    "incidence_regression": lambda o, f: rv.incidence_regression(o, f, horizon=20, cause=CAUSE),
    "cause-specific cox": lambda o, f: rv.cox(o, f, cause=CAUSE),
}
MODELS_OF_REPEATS: dict[str, Model] = {
    "recurrent_cox": rv.recurrent_cox,
    "rates adjusted": rv.rates,
}
MODELS_BETWEEN_VISITS: dict[str, Model] = {
    "parametric between visits": rv.parametric,
}


def asked_with(models: Mapping[str, Model]) -> dict[str, Verb]:
    """Return models asked with arm and age."""
    return {name: lambda o, model=model: model(o, FORMULA) for name, model in models.items()}


OF_ONE_EVENT: dict[str, Verb] = {
    "kaplan_meier": lambda o: rv.kaplan_meier(o, "arm"),
    "nelson_aalen": lambda o: rv.nelson_aalen(o, "arm"),
    "logrank": lambda o: rv.logrank(o, "arm"),
    "rmst": lambda o: rv.rmst(o, "arm", horizon=20),
    **asked_with(MODELS),
}
OF_COMPETING_EVENTS: dict[str, Verb] = {
    "cumulative_incidence": lambda o: rv.cumulative_incidence(o, "arm"),
    "gray_test": lambda o: rv.gray_test(o, "arm"),
    "kaplan_meier of any": lambda o: rv.kaplan_meier(o, "arm"),
    "nelson_aalen of causes": lambda o: rv.nelson_aalen(o, "arm"),
    **asked_with(MODELS_OF_CAUSES),
}
OF_REPEATED_EVENTS: dict[str, Verb] = {
    "mean_cumulative_function": lambda o: rv.mean_cumulative_function(o, "arm"),
    "rates": lambda o: rv.rates(o, by="arm"),
    **asked_with(MODELS_OF_REPEATS),
}
BETWEEN_VISITS: dict[str, Verb] = {
    "interval_censored": lambda o: rv.interval_censored(o, "arm", rng=1, n_boot=100),
    "interval_logrank": lambda o: rv.interval_logrank(o, "arm", rng=1, n_permutations=200),
    **asked_with(MODELS_BETWEEN_VISITS),
}
KINDS = (
    (OF_ONE_EVENT, once),
    (OF_COMPETING_EVENTS, competing),
    (OF_REPEATED_EVENTS, repeated),
    (BETWEEN_VISITS, bracketed),
)
ALL: dict[str, Verb] = {name: verb for verbs, _ in KINDS for name, verb in verbs.items()}
ADJUSTED: dict[str, Model] = MODELS | MODELS_OF_CAUSES | MODELS_OF_REPEATS | MODELS_BETWEEN_VISITS
TWO_ROWS_EACH = ("mean_cumulative_function", "recurrent_cox")  # rates adds a person's rows up
BIG = ("kaplan_meier", "logrank", "rmst", "cox", "cumulative_incidence", "recurrent_cox")
COMPARISONS = tuple(name for name in ALL if name not in ADJUSTED and " of " not in name)


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
    return next(make for verbs, make in KINDS if name in verbs)(frame, **roles)


def rows_of(name: str, people: int) -> int:
    """Return how many rows a verb sees of so many people."""
    return people * (2 if name in TWO_ROWS_EACH else 1)


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
    """Return whether a result gives no estimate or test, but for exact limits of nothing seen."""
    table = result.tidy()
    table = table[table["status"] != "fallback"]
    shown = [c for c in ("estimate", "statistic", "p_value", "std_error") if c in table]
    return bool(table[shown].isna().all(axis=None))


def every(verbs: Mapping[str, Verb] | tuple[str, ...], big: tuple[str, ...] = BIG) -> list[Any]:
    """Return (verb, size) of each verb at one and thirty people, and of a few at 5,000."""
    small = [(name, size) for name in verbs for size in SIZES[:2]]
    return [*small, *((name, SIZES[2]) for name in big if name in verbs)]
