"""Every derivation from stays as one question to one table, to be asked of every engine."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd
from stay_tables import COLUMNS, messy_stays, people_of

from recoveryeval.outcomes.definition_file import load_definition
from recoveryeval.outcomes.readmission import readmission
from recoveryeval.outcomes.stays.again import again
from recoveryeval.outcomes.stays.apart import keep_apart
from recoveryeval.outcomes.stays.chains import chain_ends
from recoveryeval.outcomes.stays.from_zero import from_zero
from recoveryeval.outcomes.stays.index_stays import index_stays
from recoveryeval.outcomes.stays.look_again import look_again
from recoveryeval.outcomes.stays.people_table import day_value, people_table
from recoveryeval.outcomes.stays.rules import StayRules, stay_rules
from recoveryeval.outcomes.stays.stay_table import stay_table
from recoveryeval.outcomes.stays.stitch import stitch, whole_stays
from recoveryeval.outcomes.stays.visits_after import VisitRules, visits_after
from recoveryeval.outcomes.stays.window_counts import window_counts

Make = Callable[[pd.DataFrame], Any]
LAST = day_value("2025-01-31")
STAYS = messy_stays()
PEOPLE = people_of(STAYS)
NAMES = {name: name for name in COLUMNS}


def rules(name: str, **changed: Any) -> StayRules:
    """The rules of a shipped definition, with some parameters replaced."""
    named = load_definition(name, family="readmission").with_parameters(**changed)
    return stay_rules(named.parameters, "competing")


def _packed(make: Make, way: StayRules) -> Any:
    return stay_table(make(STAYS), NAMES, way, extract_day=LAST).stays


def _stitched(make: Make, way: StayRules) -> Any:
    return stitch(_packed(make, way), gap_days=way.gap_days)


def _people(make: Make) -> Any:
    return people_table(make(PEOPLE), LAST, ("arm",))


def _clocks(make: Make, name: str, **changed: Any) -> Any:
    way = rules(name, **changed)
    return index_stays(_stitched(make, way), _people(make), way, whole_window=True)


def _from_zero(make: Make) -> Any:
    way = rules("plain")
    return from_zero(whole_stays(_stitched(make, way)), _people(make), way)


def _again(make: Make) -> Any:
    way = rules("plain")
    whole = whole_stays(_stitched(make, way))
    return again(whole, from_zero(whole, _people(make), way), way)


def _days() -> pd.DataFrame:
    days = STAYS.dropna(subset=["person_id", "start"])
    return pd.DataFrame({"person": days["person_id"], "day": (days["start"].dt.day_of_year + 0.0)})


def _windows(make: Make) -> Any:
    windows = pd.concat(
        [
            pd.DataFrame({"person": PEOPLE["person_id"], "window": k, "first": first, "last": last})
            for k, (first, last) in enumerate([(738886.0, 738950.0), (739000.0, 739252.5)])
        ]
    )
    return window_counts(whole_stays(_stitched(make, rules("plain"))), make(windows))


def _look_again(make: Make) -> Any:
    way = rules("psychiatric_facility", index_stays="first")
    clocks = pd.DataFrame({"person": PEOPLE["person_id"], "left": 738950.0, "until": 30.0})
    whole = whole_stays(_stitched(make, way))
    return look_again(whole, make(clocks), way, admission="any")


def _visits(make: Make) -> Any:
    way = VisitRules(index_day="end", first_day=1, last_day=30, apart_days=31, chain="one_hop",
                     chain_days=7, exclude_days=2)  # fmt: skip
    visits = _days().assign(day=lambda d: d["day"] + 738885)
    others = visits.iloc[::7]
    packed = _packed(make, rules("plain", stitch_days=0))
    return visits_after(packed, make(visits), make(others), _people(make), way)


def _verb(form: str, definition: str, **changed: Any) -> Callable[[Make], Any]:
    def ask(make: Make) -> Any:
        found = readmission(
            make(STAYS),
            people=make(PEOPLE),
            definition=definition,
            form=form,
            extract_day="2025-01-31",
            covariates=["arm"],
            **changed,
        )
        return found.data

    return ask


QUESTIONS: Mapping[str, Callable[[Make], Any]] = {
    "stitch": lambda make: _stitched(make, rules("plain")),
    "whole stays": lambda make: whole_stays(_stitched(make, rules("hedis_like"))),
    "psychiatric facility": lambda make: _clocks(make, "psychiatric_facility"),
    "hospital-wide": lambda make: _clocks(make, "hospital_wide"),
    "hedis-like": lambda make: _clocks(make, "hedis_like", admission="any"),
    "same day counts": lambda make: _clocks(
        make, "plain", clock="discharge", same_day="return", stitch_days=0, first_day=0
    ),
    "from zero": _from_zero,
    "again": _again,
    "kept apart": lambda make: keep_apart(make(_days()), apart_days=31),
    "chain ends": lambda make: chain_ends(
        whole_stays(_stitched(make, rules("plain"))), chain="last", chain_days=30
    ),
    "windows": _windows,
    "look again": _look_again,
    "visits after": _visits,
    "verb, competing": _verb("competing", "plain"),
    "verb, binary": _verb("binary", "psychiatric_facility"),
    "verb, recurrent": _verb("recurrent", "hedis_like", index_stays="first"),
}
