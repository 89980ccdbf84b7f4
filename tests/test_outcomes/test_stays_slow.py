"""Stitching, index stays and returns against a reading of one person's stays after another."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from recoveryeval.outcomes.definition_file import load_definition
from recoveryeval.outcomes.stays.apart import keep_apart
from recoveryeval.outcomes.stays.first_after import first_after
from recoveryeval.outcomes.stays.index_stays import index_stays
from recoveryeval.outcomes.stays.packed import FAR
from recoveryeval.outcomes.stays.rules import StayRules, stay_rules
from recoveryeval.outcomes.stays.stay_table import COLUMNS, stay_table
from recoveryeval.outcomes.stays.stitch import stitch

SEEN, NEVER = 80, FAR
ENDINGS = ["home", "against_advice", "transfer", "died"]
KINDS = ["psych_inpatient", "inpatient"]


def one_person(rows: list[dict[str, Any]], rules: StayRules) -> list[tuple[float, float, int]]:
    """Return discharge, time and cause of each index stay of one person."""
    whole: list[dict[str, Any]] = []
    for row in sorted(rows, key=lambda r: (r["start"], not_counting(r, rules), r["end"])):
        if whole and row["start"] <= whole[-1]["end"] + rules.stitch_days:
            held = whole[-1]
            if (row["end"], weight(row, rules)) > (held["end"], weight(held["last"], rules)):
                held.update(end=row["end"], last=row)
        else:
            whole.append({"start": row["start"], "end": row["end"], "first": row, "last": row})
    return [
        clock(stay, whole[number + 1 :], rules)
        for number, stay in enumerate(whole)
        if starts_clock(stay, whole[number + 1 :], rules)
    ]


def not_counting(row: dict[str, Any], rules: StayRules) -> int:
    """What keeps an admission from counting."""
    return 2 * (row["type"] not in rules.returns) + (row["planned"] and rules.planned != "count")


def weight(row: dict[str, Any], rules: StayRules) -> int:
    """Which of the rows that end on one day speaks for the stay."""
    return 2 * ENDINGS.index(row["disposition"]) + (row["type"] in rules.index)


def starts_clock(stay: dict[str, Any], later: list[dict[str, Any]], rules: StayRules) -> bool:
    """Whether a stay is an index stay."""
    last = stay["last"]
    if stay["end"] > SEEN or last["type"] not in rules.index or last["disposition"] == "died":
        return False
    if last["disposition"] in rules.exclude:
        return False
    if "same_day" in rules.exclude and stay["start"] == stay["end"]:
        return False
    soon = later[:1] if later and later[0]["start"] - stay["end"] <= rules.last_day else []
    return not (rules.planned == "drop_index" and soon and soon[0]["first"]["planned"])


def clock(
    stay: dict[str, Any], later: list[dict[str, Any]], rules: StayRules
) -> tuple[float, float, int]:
    """When and whether a person came back."""
    until = min(SEEN - stay["end"], rules.last_day)
    for back in later[:1] if rules.admission == "next" else later:
        day = back["start"] - stay["end"]
        if rules.first_day <= day <= until and not_counting(back["first"], rules) == 0:
            return stay["end"], day, 1
    return stay["end"], until, 0


STAY = st.fixed_dictionaries(
    {
        "person_id": st.sampled_from("abc"),
        "start": st.integers(0, 60),
        "length": st.integers(0, 5) | st.just(40),
        "type": st.sampled_from(KINDS),
        "planned": st.booleans(),
        "disposition": st.sampled_from(ENDINGS),
    }
)
WAYS = st.fixed_dictionaries(
    {
        "name": st.sampled_from(["psychiatric_facility", "hospital_wide", "hedis_like"]),
        "admission": st.sampled_from(["next", "any"]),
        "stitch_days": st.integers(0, 3),
        "planned": st.sampled_from(["count", "not_counted", "drop_index"]),
    }
)


@settings(max_examples=25)
@given(st.lists(STAY, min_size=1, max_size=14), WAYS)
def test_stays_are_read_as_a_person_would(stays: list[dict[str, Any]], way: dict) -> None:
    rows = [{**s, "end": s["start"] + s["length"]} for s in stays]
    named = load_definition(way.pop("name"), family="readmission").with_parameters(**way)
    rules = stay_rules(named.parameters, "competing")
    people = {"zero": 0, "seen_to": SEEN, "death": NEVER, "stop": NEVER, "stop_cause": 2}
    table = stay_table(pd.DataFrame(rows), {name: name for name in COLUMNS}, rules).stays
    found = index_stays(stitch(table, gap_days=rules.gap_days), people, rules)
    assert len(found) == sum(r["type"] in {*rules.index, *rules.returns} for r in rows)
    used = found[found["why"] == 0]
    fast = sorted(zip(used["person"], used["left"], used["time"], used["cause"], strict=True))
    seen = [r for r in rows if r["type"] in {*rules.index, *rules.returns}]
    slow = [
        (who, *told)
        for who in "abc"
        for told in one_person([r for r in seen if r["person_id"] == who], rules)
    ]
    assert fast == sorted(slow)


@settings(max_examples=25)
@given(st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 200)), max_size=30),
       st.integers(1, 40))  # fmt: skip
def test_days_are_kept_apart_one_after_the_other(rows: list[tuple[str, int]], apart: int) -> None:
    frame = pd.DataFrame(rows, columns=["person", "day"]).astype({"person": "string"})
    found = keep_apart(frame, apart_days=apart)
    slow = set()
    for who in "ab":
        last = -np.inf
        for day in sorted({d for p, d in rows if p == who}):
            if day - last >= apart:
                slow.add((who, day))
                last = day
    assert {(str(p), int(d)) for p, d in found.to_numpy()} == slow


def test_of_days_0_20_and_40_the_first_and_last_are_kept() -> None:
    days = pd.DataFrame({"person": ["a"] * 3, "day": [20, 40, 0]})
    assert sorted(keep_apart(days, apart_days=31)["day"]) == [0, 40]


@settings(max_examples=25)
@given(st.lists(st.integers(0, 20), max_size=8), st.integers(0, 20))
def test_the_first_after_a_day_is_found_on_that_day_too(points: list[int], day: int) -> None:
    asked = pd.DataFrame({"person": [1, 2], "question": [7, 7], "day": [day, day]})
    marks = pd.DataFrame({"person": 1, "day": points, "value": points}, dtype="int64")
    found = first_after(asked, marks).set_index("person")["value"]
    later = [p for p in points if p >= day]
    assert pd.isna(found[2])
    assert (found[1] == min(later)) if later else pd.isna(found[1])
