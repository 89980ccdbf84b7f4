"""V01, V03, V07, D21 and their kin: what questionnaires look like when sites and years differ."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

import recoveryeval as rv

START = pd.Timestamp("2025-01-01")


def enrolled(who: list[str]) -> pd.DataFrame:
    """Return one episode each, at two sites in turn."""
    sites = np.where(np.arange(len(who)) % 2 == 0, "north", "south")
    return pd.DataFrame(
        {"episode_id": who, "person_id": who, "anchor": str(START.date()), "site_id": sites}
    )


def interviewed(
    answers: np.ndarray,
    *,
    instrument: str = "BSCQ",
    days: tuple[int, ...] = (0, 90),
    **columns: Any,
) -> rv.Program:
    """Return a program whose people gave ``answers`` (people, waves, items)."""
    people, waves, items = answers.shape
    who = [f"p{k}" for k in range(people)]
    form = [f"{w}-{d}" for w in who for d in days]
    assessment = pd.DataFrame(
        {
            "assessment_id": form,
            "person_id": np.repeat(who, waves),
            "episode_id": np.repeat(who, waves),
            "instrument": instrument,
            "date": [str((START + pd.Timedelta(days=d)).date()) for d in days] * people,
            "status": "complete",
        }
    ).assign(**columns)
    response = pd.DataFrame(
        {
            "assessment_id": np.repeat(form, items),
            "item": [f"q{k + 1}" for k in range(items)] * (people * waves),
            "value": answers.ravel(),
        }
    )
    tables = {
        "person": pd.DataFrame({"person_id": who}),
        "episode": enrolled(who),
        "assessment": assessment,
        "response": response[response["value"].notna()],
    }
    return rv.program(tables, extract_date="2026-01-31")


def percentages(people: int = 30, seed: int = 1) -> np.ndarray:
    """Return answers from 0 to 100 by tens: people, two waves, eight items."""
    rng = np.random.default_rng(seed)
    return 10.0 * rng.integers(2, 10, (people, 2, 8))


def scored(made: rv.Program, instrument: str = "BSCQ", **options: Any) -> rv.Outcome:
    """Return the scores at two waves."""
    options = {"most_missing": 1, **options} if instrument == "BSCQ" else options
    return rv.scale(rv.cohort(made), instrument, waves=[0, 90], **options)


@pytest.mark.parametrize("people", [4, 30, 400])
def test_percent_at_one_site_and_shares_at_another_are_refused(people: int) -> None:
    answers = percentages(people)
    answers[1::2] /= 100
    with pytest.raises(rv.SchemaError, match="Multiply the shares by 100") as caught:
        scored(interviewed(answers))
    assert caught.value.code == "RE-Q05"
    assert caught.value.rows == (people // 2) * 16


def test_shares_at_every_site_are_refused_too() -> None:
    with pytest.raises(rv.SchemaError) as caught:
        scored(interviewed(percentages() / 100))
    assert caught.value.code == "RE-Q05"


def test_v03_answers_above_the_scale_are_set_aside_and_counted() -> None:
    answers = percentages()
    answers[0, 0, 0] = 900
    own = scored(interviewed(answers))
    checks = {c.id: c for c in own.check_rows}
    assert checks["answers_out_of_range"].statistic == 1
    assert "900" not in checks["answers_out_of_range"].meaning
    clean = scored(interviewed(percentages())).data["value"]
    both = own.data["value"]
    assert (both[1:] == clean[1:]).all()
    assert both[0] == pytest.approx(answers[0, 0, 1:].mean())


def test_v01_codes_of_missing_answers_are_no_low_answers() -> None:
    answers = percentages()
    answers[:6, 1, 2] = -9
    own = scored(interviewed(answers))
    assert own.data["value"].min() > 10
    assert {c.id: c.statistic for c in own.check_rows}["answers_out_of_range"] == 6


def test_v07_too_many_blanks_give_no_score_and_a_reason() -> None:
    answers = percentages()
    answers[0, 0, :2] = np.nan  # two blanks, one allowed
    answers[1, 0, 0] = np.nan
    own = scored(interviewed(answers)).data.set_index("person")
    first = own[own["wave"].astype(str) == "0"]
    assert np.isnan(first.loc["p0", "value"])
    assert first.loc["p0", "missing"] != ""
    assert first.loc["p1", "value"] == pytest.approx(np.nanmean(answers[1, 0]))


def test_blanks_without_a_published_rule_ask_the_user() -> None:
    answers = percentages()
    answers[0, 0, 0] = np.nan
    with pytest.raises(rv.SchemaError, match="most_missing") as caught:
        scored(interviewed(answers), most_missing=None)
    assert caught.value.rows is not None


def test_two_versions_in_one_column_are_not_pooled() -> None:
    years = np.where(np.arange(60) % 2 == 0, "2019", "2020")
    made = interviewed(percentages(), version=years)
    with pytest.raises(rv.OutcomeError, match="version") as caught:
        scored(made)
    assert caught.value.rows is not None or caught.value.column is not None
    kept = scored(made, version="2020")
    assert kept.data["value"].notna().sum() == 30


def test_a_label_against_the_date_is_counted_and_the_date_decides() -> None:
    own = scored(interviewed(percentages(), wave="baseline"))
    right = scored(interviewed(percentages()))
    pd.testing.assert_series_equal(own.data["value"], right.data["value"])
    told = {c.id: c.meaning for c in own.check_rows}["wave_label_conflict"]
    assert "30" in told


def test_interviews_outside_every_window_are_counted_and_no_model_takes_them() -> None:
    own = scored(interviewed(percentages(), days=(45, 200)))
    assert own.data["value"].isna().all()
    assert {c.id: c.statistic for c in own.check_rows}["out_of_window"] == 60
    for verb in (rv.mmrm, rv.mixed_model):
        with pytest.raises(rv.EstimationError, match=r"missingness\(\)"):
            verb(own, "wave")


def test_items_stored_upside_down_are_flagged() -> None:
    rng = np.random.default_rng(3)
    level = rng.normal(55, 15, (60, 2, 1))
    answers = np.clip(np.round(level + rng.normal(0, 8, (60, 2, 8)), -1), 0, 100)
    answers[:, :, 4] = 100 - answers[:, :, 4]
    checks = {c.id: c for c in scored(interviewed(answers)).check_rows}
    assert checks["item_rest_total"].verdict == "concern"
    assert "5" in checks["item_rest_total"].meaning


def test_another_response_format_is_not_guessed() -> None:
    """The GSE's 1 to 4 stored as 0 to 3 would lose a point an item, and is refused."""
    rng = np.random.default_rng(4)
    answers = rng.integers(0, 4, (30, 2, 10)).astype(float)
    with pytest.raises(rv.SchemaError, match="one lower"):
        scored(interviewed(answers, instrument="GSE"), "GSE")
    answers[:, :, 0] = 4
    own = scored(interviewed(answers, instrument="GSE"), "GSE")
    check = {c.id: c for c in own.check_rows}["answers_out_of_range"]
    assert check.verdict == "fail"
    assert check.statistic == (answers == 0).sum()


@pytest.mark.parametrize("people", [1, 30])
def test_scores_of_few_people_are_scores_all_the_same(people: int) -> None:
    own = scored(interviewed(percentages(people)))
    assert own.data["value"].tolist() == pytest.approx(percentages(people).mean(axis=2).ravel())
