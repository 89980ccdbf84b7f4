"""What survival verbs say of other events, of few events and of what is read off their curves."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from score_verbs import study as scored
from survival_kinds import competing, once
from survival_verbs import CAUSE, study

import recoveryeval as rv

FRAME = study(60)


def own() -> Any:
    return competing(FRAME)


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (lambda: rv.fine_gray(own(), "arm", cause=CAUSE), "another event stay at risk"),
        (lambda: rv.cox(own(), "arm", cause=CAUSE), "other events end observation"),
        (lambda: rv.rmst_regression(own(), "arm", horizon=20), "all recorded events count as one"),
        (lambda: rv.cox(once(FRAME), "arm"), "none were recorded"),
    ],
)
def test_other_events_are_told(made: Any, said: str) -> None:
    assert f"Other events: {said}" in made().describe().replace("those with ", "")


@pytest.mark.parametrize("verb", [rv.cox, rv.proportional_hazards, rv.baseline_hazard])
def test_a_model_of_one_cause_speaks_of_it_alone(verb: Any) -> None:
    found = verb(own(), "arm + age", cause=CAUSE)
    told = f"{found.title} {found.describe()} {found.methods()}"
    assert CAUSE in found.title
    assert f"of {CAUSE}" in found.describe()
    assert "any of" not in told
    assert "Other events: other events end observation" in told


def test_names_keep_their_capitals_and_events_their_words() -> None:
    scores = scored(20).assign(PHQ=lambda d: d["score"])
    own = rv.repeated_measures(scores, value="PHQ", person="id", wave="month", name="PHQ-9 total")
    assert rv.mmrm(own, "wave").methods().startswith("PHQ-9 total (")
    use = rv.time_to_event(FRAME, time="day", event="event", name="relapse")
    assert rv.parametric(use, "arm").methods().startswith("Time to return to use was")


def test_what_has_no_name_of_its_own_is_the_event() -> None:
    plain = rv.time_to_event(FRAME, time="day", event="event", covariates=["arm"])
    assert rv.kaplan_meier(plain, "arm").title == "Share of people without the event, by arm"
    assert rv.parametric(plain, "arm").methods().startswith("Time to the event was")


def test_gray_tells_what_was_tested_and_how() -> None:
    found = rv.gray_test(own(), "arm", cause=CAUSE, strata="site", rho=1, pairwise="holm")
    assert found.title == f"Do groups differ in {CAUSE}? By arm, within levels of site"
    for said in ("within levels of site", "(1 - F)^1", "Holm's method (1979) for each event"):
        assert said in found.methods()
    plain = rv.gray_test(own(), "arm", pairwise="none").methods()
    assert "by the same test. Software" in plain
    assert "stress" not in plain


def test_gray_notes_a_cause_of_few_people() -> None:
    few = FRAME.assign(status=FRAME["status"].where(FRAME.index < 20, 1))
    found = rv.gray_test(competing(few), "arm")
    notes = found.checks().query("id == 'few_events'")["meaning"].tolist()
    assert len(notes) == 1
    assert notes[0].startswith(f"Event death: {(few['status'] == 2).sum()} people had it")


def test_a_paper_hears_how_answers_were_read_off_a_curve() -> None:
    curve = rv.kaplan_meier(once(FRAME), "arm")
    assert "Zou and Donner" in curve.difference(times=20).methods()
    assert "Brookmeyer" in curve.quantiles(0.5).methods()
    assert curve.at(20).methods() == curve.methods()
    joint = rv.adjusted_curves(once(FRAME), "arm + age", by="arm").difference(times=20)
    assert "delta method" in joint.methods()
    assert joint.methods().count("Software:") == 1


def test_fine_gray_counts_people_of_no_censoring_group() -> None:
    frame = FRAME.assign(place=FRAME["arm"].where(FRAME.index > 4))
    found = rv.fine_gray(competing(frame), "age", cause=CAUSE, censoring_groups="place")
    assert found.spec.dropped == {"place missing": 5}
    known = frame.dropna(subset="place")
    alone = rv.fine_gray(competing(known), "age", cause=CAUSE, censoring_groups="place")
    pd.testing.assert_frame_equal(found.tidy(), alone.tidy())  # cause-specific rows as well
