"""Options of another type than they should have: refused in words, whichever verb is asked."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

import recoveryeval as rv
from recoveryeval.errors import RecoveryEvalError


@pytest.fixture(scope="module")
def cohort() -> rv.Cohort:
    """Return a small made-up cohort."""
    return rv.cohort(rv.synthetic_program(40, rng=3).program)


@pytest.mark.parametrize("verb", ["retention", "relapse", "engagement", "readmission", "harms"])
@pytest.mark.parametrize("definition", [3, ["plain"], {"a": 1}, b"x", 1.5])
def test_a_definition_is_a_name_or_a_path(verb: str, definition: Any, cohort: rv.Cohort) -> None:
    with pytest.raises(RecoveryEvalError, match="neither a name nor a path"):
        getattr(rv, verb)(cohort, definition=definition)


@pytest.mark.parametrize(
    ("verb", "option", "value"),
    [
        ("relapse", "enough", float("nan")),
        ("relapse", "width", float("nan")),
        ("relapse", "width", 10**9),
        ("relapse", "substance", ["any"]),
        ("relapse", "source", {"a": 1}),
        ("readmission", "exits", "death"),
        ("readmission", "exits", 3),
        ("readmission", "covariates", ["sex"]),
        ("follow_up_after", "index_codes", 3),
        ("follow_up_after", "codes", {"a": 1}),
    ],
)
def test_options_of_another_type(verb: str, option: str, value: Any, cohort: rv.Cohort) -> None:
    with pytest.raises(RecoveryEvalError):
        getattr(rv, verb)(cohort, **{option: value})


@pytest.mark.parametrize(
    "options",
    [{"origin": ["anchor"]}, {"between": 3}, {"between": {"a": 1}}, {"known": "x"}, {"known": 3}],
)
def test_options_of_a_cohort(options: dict[str, Any], cohort: rv.Cohort) -> None:
    with pytest.raises(RecoveryEvalError):
        rv.cohort(cohort.program, **options)


def test_conditions_and_lists() -> None:
    with pytest.raises(RecoveryEvalError, match="not a text"):
        rv.cascade_step("housed", table="state", date="start", where=3)  # type: ignore[arg-type]
    with pytest.raises(RecoveryEvalError, match="list of names"):
        rv.across(None, None, model=rv.kaplan_meier)  # type: ignore[arg-type]


@pytest.mark.parametrize("results", ["x", 3, ["x"], None, {"a": 1}])
def test_a_report_is_made_of_results(results: Any) -> None:
    with pytest.raises(RecoveryEvalError, match="RE-R13"):
        rv.report(results, title="Retention")


@pytest.mark.parametrize(
    ("verb", "option", "value"),
    [
        ("goals", "domain", 3),
        ("followup_rate", "by", ["arm"]),
        ("followup_rate", "columns", 3),
        ("followup_rate", "instrument", "GSEE"),
        ("followup_rate", "status_column", "nowhere"),
        ("dose_over_time", "service", 3),
        ("dose_over_time", "measure", ["contacts"]),
        ("dose_over_time", "by", ["arm"]),
        ("swimmer", "service", 3),
        ("swimmer", "events", 3),
        ("national_outcomes", "by", ["arm"]),
    ],
)
def test_options_of_analyses(verb: str, option: str, value: Any, cohort: rv.Cohort) -> None:
    with pytest.raises(RecoveryEvalError):
        getattr(rv, verb)(cohort, **{option: value})


@pytest.mark.parametrize(
    "options", [{"service": ["peer"]}, {"status": 3}, {"labels": 3}, {"labels": (1, 2)}]
)
def test_options_of_a_landmark(options: dict[str, Any]) -> None:
    with pytest.raises(RecoveryEvalError):
        rv.landmark(within_days=14, **options)


@pytest.mark.parametrize(
    "options", [{"clinical": 3}, {"coach": [3]}, {"labels": 3}, {"medication": "yes"}]
)
def test_options_of_an_exposure(options: dict[str, Any]) -> None:
    with pytest.raises(RecoveryEvalError):
        rv.exposure(within_days=14, **options)


def test_other_first_arguments(cohort: rv.Cohort) -> None:
    for family in (3, ["relapse"]):
        with pytest.raises(RecoveryEvalError):
            rv.definitions(family)  # type: ignore[arg-type]
    with pytest.raises(RecoveryEvalError):
        rv.cascade(cohort, 3)  # type: ignore[arg-type]
    with pytest.raises(RecoveryEvalError):
        rv.states(cohort, ["housing"], values=["housed"])  # type: ignore[arg-type]


@pytest.mark.parametrize("words", [("1.0", "0.0"), ("T", "F"), ("yes", "no")])
def test_text_that_means_yes_or_no(words: tuple[str, str]) -> None:
    frame = pd.DataFrame({"t": [1, 2, 3, 4], "e": [*words, *words]})
    found = rv.time_to_event(frame, time="t", event="e")
    assert found.data["event"].tolist() == [True, False, True, False]
    assert "event_read_from_text" in {check.id for check in found.check_rows}


def test_a_numbered_column_is_refused_in_words() -> None:
    frame = pd.DataFrame({0: [1, 2], 1: [1, 0]})
    with pytest.raises(RecoveryEvalError, match="something other than a text"):
        rv.time_to_event(frame, time=0, event=1)  # type: ignore[arg-type]
