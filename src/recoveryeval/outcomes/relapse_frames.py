"""From what a measure found in people's weeks to the analysis frame of its kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from recoveryeval.outcomes.kinds import Kind

KINDS: dict[str, Kind] = {
    "first window": "time_to_event",
    "ever a window": "binary",
    "all weeks": "binary",
    "weeks counted": "count",
    "longest run": "repeated",
    "last weeks": "binary",
    "spells": "recurrent",
}
TOO_FEW = "fewer weeks than the definition looks at"
NOTHING_LEFT = "no week that the definition looks at"


@dataclass(frozen=True, slots=True, eq=False)
class Made:
    """An analysis frame, the person of each row, and who is not in it or only just."""

    frame: pd.DataFrame
    person: pd.Series
    dropped: Mapping[str, int] = field(default_factory=dict)
    too_brief: int = 0
    died: int = 0


def frame_of(
    found: pd.DataFrame, people: pd.DataFrame, rule: Mapping[str, Any], kind: Kind
) -> Made:
    """Return the analysis frame of one measure; people follow in the order of ``people``."""
    if kind == "recurrent":
        return _spells(found, people)
    per = people[["person", "label", "death_week"]].merge(found, on="person", how="left")
    if kind in ("time_to_event", "competing"):
        return _times(per, rule, kind)
    value, out_of, reason = _VALUES[rule["measure"]](per, rule)
    kept = out_of.to_numpy(dtype=bool)
    who = per[kept].reset_index(drop=True)
    values = value[kept].reset_index(drop=True)
    label = {"person": who["label"].astype("string")}
    if kind == "binary":
        frame = pd.DataFrame({**label, "value": values.astype(bool), "n": 1.0})
    elif kind == "count":
        frame = pd.DataFrame({**label, "count": values, "exposure": who["within"], "n": 1.0})
    else:
        frame = pd.DataFrame({**label, "wave": "all weeks", "value": values})
    gone = int((~kept).sum())
    return Made(frame, who["person"], {reason: gone} if gone else {})


def _times(per: pd.DataFrame, rule: Mapping[str, Any], kind: Kind) -> Made:
    """Return times to the first window."""
    weeks = per["weeks"].fillna(0.0)
    brief = weeks < rule["first_week"] - 1 + rule["width"]
    event = (per["event"].fillna(0.0) > 0.5) & ~brief
    time = np.where(brief, 0.0, np.maximum(per["week"].fillna(0.0), 0.0))
    died = np.isfinite(per["death_week"]) & ~event & (weeks + 1 >= per["death_week"])
    what: dict[str, Any] = {"event": event}
    rule_id = np.select([event, brief], ["first window", "too few weeks"], "last window")
    if kind == "competing":
        what = {"cause": np.select([event, died], [1, 2], 0)}
        time = np.where(died, np.maximum(time, per["death_week"]), time)
        rule_id = np.where(died, "death", rule_id)
        brief = brief & ~died
    frame = pd.DataFrame(
        {
            "person": per["label"].astype("string"),
            "entry": np.full(len(per), -np.inf),
            "time": time,
            **what,
            "n": np.where(brief, 0.0, 1.0),
            "rule": pd.array(rule_id, dtype="string"),
        }
    )
    censored = 0 if kind == "competing" else int(died.sum())
    return Made(frame, per["person"], too_brief=int(brief.sum()), died=censored)


def _spells(found: pd.DataFrame, people: pd.DataFrame) -> Made:
    """Return one row per stretch between new spells; a spell is dated at the end of its week."""
    ends = found[found["weeks"].notna()].set_index("person")["weeks"]
    last = people.assign(stop=people["person"].map(ends).to_numpy(), event=False)
    new = found[found["weeks"].isna()].merge(people[["person", "label"]], on="person")
    new = new.assign(stop=new["week"], event=True)
    order = pd.Series(range(len(people)), index=people["person"].to_numpy())
    rows = pd.concat([new, last], ignore_index=True)[["person", "label", "stop", "event"]]
    rows = rows.assign(place=rows["person"].map(order).to_numpy())
    rows = rows.sort_values(["place", "stop", "event"], ascending=[True, True, False])
    rows = rows[~rows.duplicated(["place", "stop"])].reset_index(drop=True)
    start = rows.groupby("place")["stop"].shift().fillna(0.0)
    frame = pd.DataFrame(
        {
            "start": start,
            "stop": rows["stop"].astype("float64"),
            "event": rows["event"].astype(bool),
            "person": rows["label"].astype("string"),
            "n": 1.0,
            "rule": pd.array(np.where(rows["event"], "new spell", "last week"), dtype="string"),
        }
    )
    return Made(frame, rows["person"])


Value = tuple[pd.Series, pd.Series, str]


def _ever(per: pd.DataFrame, rule: Mapping[str, Any]) -> Value:
    """Return whether there was a window, among people with enough weeks for one."""
    enough = per["weeks"].fillna(0.0) >= rule["first_week"] - 1 + rule["width"]
    return per["event"] > 0.5, enough, TOO_FEW


def _all(per: pd.DataFrame, rule: Mapping[str, Any]) -> Value:
    """Return whether every week looked at counts, among people observed to the last one."""
    seen = (per["weeks"] >= max(rule["last_week"], rule["first_week"])) & (per["within"] > 0)
    return per["hits"] == per["within"], seen, TOO_FEW


def _share(per: pd.DataFrame, rule: Mapping[str, Any]) -> Value:  # noqa: ARG001
    """Return the weeks that count, among people with a week to look at."""
    return per["hits"], per["within"] > 0, NOTHING_LEFT


def _longest(per: pd.DataFrame, rule: Mapping[str, Any]) -> Value:  # noqa: ARG001
    """Return the longest run, among people with a week to look at."""
    return per["run"], per["run"].notna(), NOTHING_LEFT


def _final(per: pd.DataFrame, rule: Mapping[str, Any]) -> Value:
    """Return whether the last weeks count, among people with enough of them."""
    enough = per["weeks"].fillna(0.0) >= rule["width"]
    return (per["last"] > 0.5) & (per["hits"] >= rule["enough"]), enough, TOO_FEW


_VALUES: dict[str, Callable[[pd.DataFrame, Mapping[str, Any]], Value]] = {
    "ever a window": _ever,
    "all weeks": _all,
    "weeks counted": _share,
    "longest run": _longest,
    "last weeks": _final,
}
