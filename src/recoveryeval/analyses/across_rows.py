"""The rows of several definitions, one under the other."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np
import pandas as pd

from recoveryeval.errors import OutcomeError, RecoveryEvalError, nearest
from recoveryeval.outcomes.definition_file import families, load_definition
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.results.result import Result
from recoveryeval.results.status import NUMBERS

VERBS = {"follow_up": "follow_up_after"}  # families whose verb has another name
DIFFERENT = "its estimates are on another scale or in another unit than those above it"


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """One definition: the label it is shown under, its family, and the verb's arguments."""

    label: str
    family: str
    arguments: Mapping[str, Any]


def asked_for(
    definitions: Sequence[str | os.PathLike[str]] | Mapping[str, Mapping[str, Any]],
    family: str | None,
) -> list[Asked]:
    """Return the definitions asked for; all are of one family."""
    if isinstance(definitions, str | os.PathLike):
        definitions = [definitions]
    if not isinstance(definitions, Sequence | Mapping):
        raise OutcomeError(
            "The definitions are not a list of names",
            code="RE-N08",
            do="Give names such as ['relapse.lee_2016', 'relapse.ctn0094'].",
        )
    if isinstance(definitions, Mapping):
        named = [str(a.get("definition", "")) for a in definitions.values()]
        one = _family(named, family)
        return [Asked(str(label), one, dict(a)) for label, a in definitions.items()]
    one = _family([str(d) for d in definitions], family)
    asked = [
        Asked(load_definition(d, family=one).title, one, {"definition": d}) for d in definitions
    ]
    alike = [a.label for a in asked]
    return [
        Asked(f"{a.label} [{i + 1}]", one, a.arguments) if alike.count(a.label) > 1 else a
        for i, a in enumerate(asked)
    ]


def _family(named: Sequence[str], family: str | None) -> str:
    """Return the one family that the definitions are of."""
    told = [n.partition(".")[0] for n in named if "." in n and not n.lower().endswith(".toml")]
    found = sorted({*told, *([family] if family else [])})
    if len(found) == 1 and found[0] in families():
        return found[0]
    raise OutcomeError(
        "The definitions are of several families, or their family is not known",
        code="RE-N09",
        do=f"Name them with their family, such as 'relapse.ctn0094'; families with definitions: "
        f"{', '.join(families())}." + (nearest(found[0], families()) if found else ""),
    )


def stacked(
    asked: Sequence[Asked], cohort: Any, model: Callable[[Outcome], Result]
) -> tuple[pd.DataFrame, list[Result | None], list[Outcome | None]]:
    """Return all tidy rows, and the result and outcome of each definition (None where none)."""
    verb = _verb(asked[0].family)
    tables: list[pd.DataFrame] = []
    results: list[Result | None] = []
    outcomes: list[Outcome | None] = []
    for one in asked:
        outcome, result, reason = _answer(one, cohort, verb, model)
        if result is not None and _differs(result, outcome, results, outcomes):
            result, reason = None, DIFFERENT
        tables.append(_nothing(one, reason) if result is None else _rows(one, result))
        results.append(result)
        outcomes.append(outcome if result is not None else None)
    return pd.concat(tables, ignore_index=True), results, outcomes


def require_model(model: object) -> None:
    """Raise unless the model can be called."""
    if not callable(model):
        raise OutcomeError(
            "model is nothing that can be called with an outcome",
            code="RE-N08",
            do="Give a function, such as model=lambda outcome: rv.kaplan_meier(outcome).at([90]).",
        )


def _verb(family: str) -> Callable[..., Outcome]:
    """Return the function that derives outcomes of a family."""
    verb = VERBS.get(family, family)
    name = f"recoveryeval.outcomes.{verb}"
    if find_spec(name) is None:
        raise OutcomeError(
            f"Outcomes of the family {family} cannot be compared across definitions",
            code="RE-N09",
            do="Compare a family whose verb takes definition=.",
        )
    return getattr(import_module(name), verb)  # type: ignore[no-any-return]


def _answer(
    one: Asked, cohort: Any, verb: Callable[..., Outcome], model: Callable[[Outcome], Result]
) -> tuple[Outcome | None, Result | None, str]:
    """Return outcome and result, or the reason why there is none."""
    outcome: Outcome | None = None
    try:
        outcome = verb(cohort, **one.arguments)
        answer = model(outcome)
    except RecoveryEvalError as error:
        return outcome, None, error.what
    if not isinstance(answer, Result):
        raise OutcomeError(
            "model returned something else than a result",
            code="RE-N08",
            do="Return what a model returns, such as rv.kaplan_meier(outcome).at([90]).",
        )
    return outcome, answer, ""


def _differs(
    result: Result,
    outcome: Outcome | None,
    results: Sequence[Result | None],
    outcomes: Sequence[Outcome | None],
) -> bool:
    """Return whether a result cannot stand beside the first one."""
    for other, made in zip(results, outcomes, strict=True):
        if other is not None and made is not None and outcome is not None:
            return (other.kind, other.log_scale, made.unit) != (
                result.kind,
                result.log_scale,
                outcome.unit,
            )
    return False


def _rows(one: Asked, result: Result) -> pd.DataFrame:
    """Return a result's rows under the definition's label."""
    table = result.tidy()
    return table.assign(outcome=pd.array([one.label] * len(table), dtype="string"))


def _nothing(one: Asked, reason: str) -> pd.DataFrame:
    """Return the row of a definition that has no answer."""
    row: dict[str, Any] = {name: [np.nan] for name in NUMBERS}
    text = {"outcome": one.label, "status": "not_estimable", "reason": reason}
    made = {k: pd.array([v], dtype="string") for k, v in text.items()}
    return pd.DataFrame({**row, **made})
