"""What a new user gets wrong on the first day: each is answered by what to do, without a value."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from survival_kinds import competing, once
from survival_verbs import ADJUSTED, ALL, KINDS, assert_helpful, study

import recoveryeval as rv
from recoveryeval.errors import RecoveryEvalError

FRAME = study(30)
SAID: dict[str, tuple[Callable[[], Any], str, str]] = {
    "a formula with ~": (lambda: rv.cox(once(FRAME), "relapse ~ arm"), "RE-E41F", "right-hand"),
    "a list of covariates": (lambda: rv.cox(once(FRAME), ["arm"]), "RE-E41F", "'arm + age'"),  # type: ignore[arg-type]
    "no covariate": (lambda: rv.cox(once(FRAME), "1"), "RE-E41F", "names no covariate"),
    "a misspelled column": (lambda: rv.cox(once(FRAME), "agee"), "RE-E40F", "name is 'age'"),
    "a formula as groups": (lambda: rv.kaplan_meier(once(FRAME), "arm + age"), "RE-O03", "carries"),
    "a cause of one event": (
        lambda: rv.cox(once(FRAME), "arm", cause="death"), "RE-M22", "Leave cause= out",
    ),
    "a misspelled cause": (
        lambda: rv.cox(competing(FRAME), "arm", cause="Death"), "RE-M22", "name is 'death'",
    ),
    "Fine-Gray without others": (
        lambda: rv.fine_gray(once(FRAME), "arm", cause="relapse"), "RE-M20", "competing_events()",
    ),
    "Fine-Gray of no cause": (
        lambda: rv.fine_gray(competing(FRAME), "arm"), "RE-M22", "return to use, death",
    ),
    "Fine-Gray of two causes": (
        lambda: rv.fine_gray(competing(FRAME), "arm", cause=["return to use", "death"]),  # type: ignore[arg-type]
        "RE-M22", "one in cause= at a time",
    ),
    "the code of a cause": (
        lambda: rv.gray_test(competing(FRAME), "arm", cause=1), "RE-M22", "return to use, death",  # type: ignore[arg-type]
    ),
    "no cause in a list": (
        lambda: rv.gray_test(competing(FRAME), "arm", cause=[]), "RE-M22", "return to use, death",
    ),
    "early times in words": (
        lambda: rv.gray_test(competing(FRAME), "arm", rho="1"), "RE-M34", "rho=1",  # type: ignore[arg-type]
    ),
    "an exponent in words": (
        lambda: rv.logrank(once(FRAME), "arm", test="fleming-harrington", p="1"),  # type: ignore[arg-type]
        "RE-M28", "p=1, q=0",
    ),
    "a horizon in words": (
        lambda: rv.rmst(once(FRAME), horizon="90 days"), "RE-M29", "horizon=180",  # type: ignore[arg-type]
    ),
    "a percentage": (lambda: rv.kaplan_meier(once(FRAME), conf_level=95), "RE-M22", "0.95"),
    "a time in words": (
        lambda: rv.kaplan_meier(once(FRAME)).at("a month"), "RE-M23", "at([30, 90, 180])",  # type: ignore[arg-type]
    ),
    "people as a list": (
        lambda: rv.predicted_curves(once(FRAME), "arm", people=[{"arm": "peer"}]),  # type: ignore[arg-type]
        "RE-M22", "people={'younger'",
    ),
}  # fmt: skip


@pytest.mark.parametrize("mistake", SAID)
def test_a_mistake_is_answered(mistake: str) -> None:
    make, code, said = SAID[mistake]
    with pytest.raises(RecoveryEvalError) as caught:
        make()
    assert caught.value.code == code
    assert said in str(caught.value)


@pytest.mark.parametrize("name", ALL)
def test_a_table_is_no_outcome(name: str) -> None:
    with pytest.raises(RecoveryEvalError) as caught:
        ALL[name](FRAME)
    assert caught.value.code == "RE-M35"
    assert "rv.time_to_event(table" in caught.value.do


@pytest.mark.parametrize("name", [n for n in ALL if n not in ADJUSTED])
def test_a_number_as_groups_is_refused_without_listing_it(name: str) -> None:
    frame = FRAME.assign(arm=np.linspace(1071.25, 9034.75, len(FRAME)))
    make = next(kind for verbs, kind in KINDS if name in verbs)
    with pytest.raises(RecoveryEvalError) as caught:
        ALL[name](make(frame))
    assert (caught.value.code, caught.value.column) == ("RE-M36", "arm")
    assert "pandas.cut()" in caught.value.do
    assert_helpful(caught.value, {"first": "1071", "last": "9034"})


def choices() -> list[tuple[str, str]]:
    """Return (verb, option) for each option of a survival verb that has named choices."""
    found = []
    for name in sorted({n.split()[0] for n in ALL if not n.startswith("cause")}):
        for option, parameter in inspect.signature(getattr(rv, name)).parameters.items():
            told = str(parameter.annotation)
            if re.search(
                r"Literal\[|ConfType|HazardTies|HazardScale|Variance|TestName|Distrib|Score|Family",
                told,
            ):
                found.append((name, option))
    return found


@pytest.mark.parametrize(("name", "option"), choices())
def test_a_choice_there_is_none_of_is_refused(name: str, option: str) -> None:
    make = next(kind for verbs, kind in KINDS if name in verbs)
    asked: dict[str, Any] = {option: "none such"}
    if name in ADJUSTED:
        asked |= {"formula": "arm"}
    elif name != "rates":
        asked |= {"by": "arm"}
    needed = {"horizon": 20, "cause": "death", "people": {"one": {"arm": "peer"}}, "by": "arm"}
    for key, value in inspect.signature(getattr(rv, name)).parameters.items():
        if value.default is inspect.Parameter.empty and key in needed:
            asked.setdefault(key, needed[key])
    with pytest.raises(RecoveryEvalError) as caught:
        getattr(rv, name)(make(FRAME), **asked)
    assert_helpful(caught.value)
    assert (
        "Use one of" in caught.value.do or "Name" in caught.value.do or option in str(caught.value)
    )


def test_forty_coaches_are_told_in_a_few_lines() -> None:
    frame = study(400).assign(arm=[f"coach {i % 40}" for i in range(400)])
    for make, verb in ((once, "kaplan_meier"), (competing, "cumulative_incidence")):
        checks = ALL[verb](make(frame)).checks()
        assert len(checks) < 8
        told = checks.set_index("id").loc["few_at_risk", "meaning"]
        assert re.match(r"\d+ of 40 groups, for example coach \d+: from day \d+ on", told)


def test_one_day_is_not_days() -> None:
    frame = pd.DataFrame({"day": [1, 1, 1, 2], "event": [1, 0, 0, 0]})
    told = rv.kaplan_meier(once(frame)).checks()["meaning"]
    assert told.str.contains("median follow-up is 1 day ", regex=False).any()
    assert told.str.contains("from day 1 on fewer", regex=False).any()
