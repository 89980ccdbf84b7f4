"""Readmission from a table of stays that may be larger than memory: counted where it lives."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from recoveryeval.errors import OutcomeError, nearest
from recoveryeval.outcomes.named_definition import NamedDefinition
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.outcomes.readmission_told import row_checks, several_check, told_definition
from recoveryeval.outcomes.stays.account import USED
from recoveryeval.outcomes.stays.again import again
from recoveryeval.outcomes.stays.collect import as_table, collected, column_names
from recoveryeval.outcomes.stays.from_zero import from_zero
from recoveryeval.outcomes.stays.index_stays import PERSON_DAYS, index_stays
from recoveryeval.outcomes.stays.packed import FAR
from recoveryeval.outcomes.stays.people_table import day_value, people_table
from recoveryeval.outcomes.stays.rules import Form, StayRules
from recoveryeval.outcomes.stays.shape import KIND, intervals, rule_names, shaped
from recoveryeval.outcomes.stays.stay_table import COLUMNS, NEEDED, StayTable, stay_table
from recoveryeval.results.check import Check

_CAUSES = {1: "readmission", 2: "death"}


@dataclass(frozen=True, slots=True, eq=False)
class Given:
    """What the caller brings: stays, people, names of columns, the last day shown, covariates."""

    stays: Any
    people: Any
    columns: dict[str, str]
    extract_day: Any
    covariates: tuple[str, ...]


def of_table(given: Given, rules: StayRules, named: NamedDefinition, *, form: Form) -> Outcome:
    """Return the outcome of a table of stays."""
    last = None if given.extract_day is None else day_value(given.extract_day)
    arrived = stay_table(as_table(given.stays), _columns(given, rules), rules, extract_day=last)
    people = _people(given, rules, last)
    cells, account = _cells(arrived, people, rules, form, given.covariates)
    if form == "recurrent":
        frame = _recurring(arrived, people, rules, given.covariates)
    else:
        causes = _CAUSES if form == "competing" else {1: _CAUSES[1]}
        if form != "competing":
            cells = cells.assign(cause=cells["cause"].where(cells["cause"] == 1, 0))
        frame = shaped(cells, form, rule_names(cells, causes, rules.last_day))
        frame = pd.concat([frame, cells[list(given.covariates)]], axis=1)
    bad = {k: int(v) for k, v in collected(arrived.counts).iloc[0].items() if v}
    rows_in = bad.pop("rows", 0)
    return Outcome(
        kind=KIND[form],
        name="readmission",
        frame=frame,
        definition=told_definition(named, form),
        origin="time zero" if rules.clock == "time_zero" else "discharge from the index stay",
        unit="days",
        covariates=given.covariates,
        causes=dict(_CAUSES) if form == "competing" else {},
        horizon=float(rules.last_day),
        population="everyone in the table",
        rows_in=rows_in,
        dropped={**bad},
        check_rows=_checks(account, bad, rules, given),
    )


def _columns(given: Given, rules: StayRules) -> dict[str, str]:
    """Return the name of each column the table has, or say which is not there."""
    for name in given.columns:
        if name not in COLUMNS:
            raise OutcomeError(
                "columns= names something that a table of stays does not have",
                code="RE-O06",
                column=name,
                do=f"Use some of {', '.join(COLUMNS)}." + nearest(name, COLUMNS),
            )
    there = column_names(as_table(given.stays))
    found = {name: given.columns.get(name, name) for name in COLUMNS}
    for name, column in found.items():
        if column not in there and (name in NEEDED or name in given.columns):
            raise OutcomeError(
                "The table of stays has no column of that name",
                code="RE-O06",
                column=column,
                do=f"Name the column in columns={{'{name}': ...}}." + nearest(column, there),
            )
    kept = {name: column for name, column in found.items() if column in there}
    _require_told(kept, rules)
    return kept


def _require_told(columns: dict[str, str], rules: StayRules) -> None:
    """Raise when the definition needs what the table does not say."""
    needs = {
        "type": rules.index != rules.returns,
        "planned": rules.planned != "count",
        "disposition": bool({*rules.exclude} - {"same_day", "died"}),
    }
    lacking = [name for name, needed in needs.items() if needed and name not in columns]
    if "type" in lacking:
        raise OutcomeError(
            "The definition tells kinds of stay apart, and the table does not",
            code="RE-O42",
            column="type",
            do="Name the column in columns={'type': ...}, or give index= and returns= alike.",
        )


def _people(given: Given, rules: StayRules, last: int | None) -> Any:
    """Return a table of people's days, or the same days for everyone."""
    if given.people is not None:
        return people_table(given.people, last, given.covariates)
    if last is None:
        raise OutcomeError(
            "It is not known until when stays would have been seen",
            code="RE-K12",
            do="Give extract_day=, the last day the table would show, or people= with observed_to.",
        )
    if rules.clock == "time_zero" or given.covariates:
        raise OutcomeError(
            "Time zero and covariates belong to people, and no table of people was given",
            code="RE-O43",
            do="Give people= with person_id, observed_from (time zero) and the covariates.",
        )
    days = (-FAR, last, FAR, FAR, 2)
    return dict(zip(PERSON_DAYS, days, strict=True))


def _cells(
    arrived: StayTable, people: Any, rules: StayRules, form: Form, covariates: tuple[str, ...]
) -> tuple[pd.DataFrame, dict[int, int]]:
    """Return counts of identical clocks, and of rows that start none, by reason."""
    import narwhals.stable.v2 as nw

    whole = form == "binary"
    told = nw.from_native(index_stays(arrived.stays, people, rules, whole_window=whole))
    key = ["why", "time", "cause", *covariates]
    counted = collected(told.group_by(key).agg(n=nw.len()))
    account = counted.groupby("why")["n"].sum()
    known = {int(k): int(v) for k, v in account.items() if k}
    cells = counted[counted["why"] == USED]
    if rules.clock == "time_zero":
        known = {code: n for code, n in known.items() if code in (1, 2)}
        everyone = nw.from_native(from_zero(arrived.stays, people, rules, whole_window=whole))
        cells = collected(everyone.group_by(key).agg(n=nw.len()))
        cells = cells[cells["why"] == USED]
    order = ["time", "cause", *covariates]
    cells = cells.sort_values(order, ignore_index=True)
    if form == "binary":
        cells = cells.assign(cause=np.where(cells["cause"] == 1, 1, 0), time=0.0)
        cells = cells.groupby([*order], dropna=False, as_index=False)["n"].sum()
    return cells, known


def _recurring(
    arrived: StayTable, people: Any, rules: StayRules, covariates: tuple[str, ...]
) -> pd.DataFrame:
    """Return the stretches between returns of each person."""
    import narwhals.stable.v2 as nw

    if rules.clock == "time_zero":
        told = from_zero(arrived.stays, people, rules, returns=False)
    else:
        told = index_stays(arrived.stays, people, rules, returns=False)
    used = nw.from_native(told).filter(nw.col("why") == USED)
    base = collected(used.select("person", "time", "cause", *covariates))
    base = base[base["time"] > 0].sort_values("person", ignore_index=True)
    days = collected(nw.from_native(again(arrived.stays, told, rules)))
    rows = intervals(base, days)
    held = base.iloc[rows["place"].to_numpy()].reset_index(drop=True)
    told_rows = rows.assign(time=rows["stop"], cause=np.where(rows["event"], 1, held["cause"]))
    rule = rule_names(told_rows, _CAUSES, rules.last_day)
    out = rows.drop(columns="place").assign(
        person=held["person"].astype("string"), n=1.0, rule=rule
    )
    return pd.concat([out, held[list(covariates)]], axis=1)


def _checks(
    account: dict[int, int], bad: dict[str, int], rules: StayRules, given: Given
) -> tuple[Check, ...]:
    """Return what should be known before the outcome is used."""
    told = row_checks(account, bad)
    if rules.index_stays == "all":
        told.append(replace(several_check(), meaning="Every index stay of a person counts, as if "
                            "they were independent: limits are somewhat too narrow. "
                            "index_stays='first' counts one stay of each person."))  # fmt: skip
    if given.people is None:
        told.append(Check("deaths_not_known", "Deaths outside the stays are not known: people who "
                          "died count as not readmitted.", "concern"))  # fmt: skip
    return tuple(told)
