"""Every derivation that runs through a person's rows in order, against a slow reading by hand."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from engines import ENGINES, answer, on
from running_rows import Rows, by_person, joined, planted

from recoveryeval.outcomes.dated_use import use_episodes
from recoveryeval.outcomes.engaging.gaps_held import gaps_held
from recoveryeval.outcomes.leaving.stays import stays
from recoveryeval.outcomes.medication.supply import covered_days, first_run
from recoveryeval.outcomes.states_timeline import runs
from recoveryeval.outcomes.stays.apart import keep_apart
from recoveryeval.outcomes.stays.chains import chain_ends
from recoveryeval.outcomes.stays.first_after import first_after
from recoveryeval.outcomes.stays.packed import pack
from recoveryeval.outcomes.stays.stitch import stitch, whole_stays

pytestmark = pytest.mark.engines


def stitched(engine: str, seed: int) -> tuple[Rows, Rows]:
    frame = planted(seed)
    packed = pd.DataFrame(
        {"person": frame["person"], "opens": pack(frame["start"].astype("int64"), 0),
         "closes": pack(frame["stop"].astype("int64"), 0)}
    )  # fmt: skip
    (table,) = on(engine, packed)
    found = [(w, o, c) for w, o, c, _ in answer(whole_stays(stitch(table, gap_days=1)))]
    slow = [
        (float(who), float(pack(int(a), 0)), float(pack(int(b), 0)))
        for who, spans in by_person(frame.itertuples(index=False)).items()
        for a, b in joined(spans, 1)
    ]
    return found, sorted(slow, key=str)


def chained(engine: str, seed: int) -> tuple[Rows, Rows]:
    frame = planted(seed)
    spans = {w: joined(s, 0) for w, s in by_person(frame.itertuples(index=False)).items()}
    rows = [
        (who, pack(int(a), 0), pack(int(b), 0), pack(int(nxt[0]), 0) if nxt else None)
        for who, own in spans.items()
        for (a, b), nxt in zip(own, [*own[1:], None], strict=True)
    ]
    whole = pd.DataFrame(rows, columns=["person", "opened", "closed", "following"])
    whole["following"] = whole["following"].astype("float64")
    (table,) = on(engine, whole.sample(frac=1, random_state=seed).reset_index(drop=True))
    import narwhals.stable.v2 as nw

    made = nw.from_native(chain_ends(table, chain="one_hop", chain_days=9))
    found = answer(made.select("person", "opened", "dropped").to_native())
    slow = []
    for who, own in spans.items():
        heir = False
        for (a, b), nxt in zip(own, [*own[1:], None], strict=True):
            hands = bool(nxt and nxt[0] - b <= 9)
            slow.append((float(who), float(pack(int(a), 0)), float(hands and not heir)))
            heir = hands
    return found, sorted(slow, key=str)


def searched(engine: str, seed: int) -> tuple[Rows, Rows]:
    frame = planted(seed)
    asked = pd.DataFrame({"person": frame["person"], "question": range(len(frame)),
                          "day": frame["stop"].astype("int64")})  # fmt: skip
    points = pd.DataFrame({"person": frame["person"], "day": frame["start"].astype("int64")})
    points["value"] = points["day"] * 8
    found = answer(first_after(*on(engine, asked, points)))
    slow = []
    for who, question, day in asked.itertuples(index=False):
        later = [v for w, d, v in points.itertuples(index=False) if w == who and d >= day]
        slow.append((float(who), float(question), float(min(later)) if later else None))
    return found, sorted(slow, key=str)


def apart(engine: str, seed: int) -> tuple[Rows, Rows]:
    frame = planted(seed)[["person", "start"]].rename(columns={"start": "day"})
    found = answer(keep_apart(*on(engine, frame), apart_days=31))
    slow: Rows = []
    for who, days in by_person(frame.itertuples(index=False)).items():
        kept: list[float] = []
        for day in days:
            if not kept or day >= kept[-1] + 31:
                kept.append(day)
        slow += [(float(who), day) for day in kept]
    return found, sorted(slow, key=str)


def in_runs(engine: str, seed: int) -> tuple[Rows, Rows]:
    spans = {w: joined(s, -1) for w, s in by_person(planted(seed).itertuples(index=False)).items()}
    flat = [(w, a, b) for w, own in spans.items() for a, b in own if b > a]
    frame = pd.DataFrame(flat, columns=["person", "start", "stop"])
    (table,) = on(engine, frame.sample(frac=1, random_state=seed).reset_index(drop=True))
    found = [(w, a, b) for w, _, a, b in answer(runs(table, stitch_days=4))]
    own = by_person(flat)
    slow = [(float(w), a, b) for w in own for a, b in joined(own[w], 4)]
    return sorted(found, key=str), sorted(slow, key=str)


def come_and_go(engine: str, seed: int) -> tuple[Rows, Rows]:
    contacts = planted(seed)[["person", "start"]].rename(columns={"start": "day"})
    people = pd.DataFrame({"person": range(6), "start": 3.0, "last": 100.0})
    made = answer(stays(*on(engine, contacts, people), gap_days=10))
    days = by_person(contacts.itertuples(index=False))
    slow = []
    for who in range(6):
        seen = sorted({3.0, *(d for d in days.get(who, []) if 3 <= d <= 100)})
        for k, (a, b) in enumerate(joined([(d, d) for d in seen], 10), 1):
            n = len({d for d in days.get(who, []) if a <= d <= b})
            slow.append((float(who), float(k), a, b, float(n)))
    return made, sorted(slow, key=str)


def supplied(engine: str, seed: int) -> tuple[Rows, Rows]:
    frame = planted(seed)
    fills = frame.assign(supply=frame["stop"] - frame["start"] + 3, product="a", day=frame["start"])
    fills = fills[["person", "product", "day", "supply"]]
    limits = pd.DataFrame({"person": range(6), "zero": 20.0})
    table, people = on(engine, fills, limits)
    found = answer(first_run(covered_days(table, forward=True), people, grace_days=7))
    slow = []
    for who, own in by_person(fills.drop(columns="product").itertuples(index=False)).items():
        until, spans = -np.inf, []
        for day, supply in own:
            until = max(until, day) + supply
            spans.append((until - supply, until))
        first = next(((a, b) for a, b in joined(spans, 7) if b > 20), None)
        if first:
            slow.append((float(who), _first_covered(spans, first, 20.0), first[1]))
    return found, sorted(slow, key=str)


def _first_covered(
    spans: list[tuple[float, float]], run: tuple[float, float], zero: float
) -> float:
    """Return the first day of a run from zero on that a supply covers."""
    return min(max(a, zero) for a, b in spans if b > zero and run[0] <= a < run[1])


def used(engine: str, seed: int) -> tuple[Rows, Rows]:
    events = planted(seed)[["person", "start"]].rename(columns={"start": "day"})
    limits = pd.DataFrame({"person": range(6), "first": 5.0, "last": 110.0})
    found = answer(use_episodes(*on(engine, events, limits), apart_days=6))
    slow: Rows = []
    for who, days in by_person(events.itertuples(index=False)).items():
        inside = [d for d in days if 5 <= d <= 110]
        slow += [(float(who), a) for a, _ in joined([(d, d) for d in inside], 6)]
    return found, sorted(slow, key=str)


def held(engine: str, seed: int) -> tuple[Rows, Rows]:
    frame = planted(seed)
    sessions = frame[["person", "start"]].rename(columns={"start": "day"})
    helps = frame[["person", "stop"]].rename(columns={"stop": "day"})
    found = answer(gaps_held(*on(engine, sessions, helps)))
    other, slow = by_person(helps.itertuples(index=False)), []
    for who, days in by_person(sessions.itertuples(index=False)).items():
        own = sorted(set(days))
        gaps = [(a, b) for a, b in pairwise(own) if b - a > 1]
        full = [g for g in gaps if any(g[0] < d < g[1] for d in other[who])]
        if gaps:
            slow.append((float(who), float(len(gaps)), float(len(full))))
    return found, sorted(slow, key=str)


QUESTIONS: dict[str, Callable[[str, int], tuple[Rows, Rows]]] = {
    f.__name__: f
    for f in (stitched, chained, searched, apart, in_runs, come_and_go, supplied, used, held)
}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("question", list(QUESTIONS))
def test_a_slow_reading_gives_the_same_rows(question: str, engine: str) -> None:
    for seed in (1, 2):
        found, slow = QUESTIONS[question](engine, seed)
        assert slow
        assert found == slow
