"""Readmission from a table of stays that may be larger than memory: counted where it lives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from recoveryeval.errors import OutcomeError
from recoveryeval.outcomes.named_definition import NamedDefinition
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.outcomes.readmission_told import row_checks, told_definition
from recoveryeval.outcomes.stays.account import OVERLAPS, TOUCHES, USED
from recoveryeval.outcomes.stays.again import again
from recoveryeval.outcomes.stays.collect import as_table, collected
from recoveryeval.outcomes.stays.from_zero import from_zero
from recoveryeval.outcomes.stays.index_stays import PERSON_DAYS, index_stays
from recoveryeval.outcomes.stays.packed import FAR
from recoveryeval.outcomes.stays.people_table import day_value, people_table
from recoveryeval.outcomes.stays.rules import Form, StayRules
from recoveryeval.outcomes.stays.shape import KIND, intervals, rule_names, shaped
from recoveryeval.outcomes.stays.stay_columns import named_columns, not_told
from recoveryeval.outcomes.stays.stay_table import stay_table
from recoveryeval.outcomes.stays.stitch import stitch, whole_stays
from recoveryeval.results.check import Check

_CAUSES = {1: "readmission", 2: "death"}
_DEATH = 2
_ORIGIN = {"time_zero": "time zero", "discharge": "discharge from the index stay"}


@dataclass(frozen=True, slots=True, eq=False)
class Given:
    """What the caller brings: stays, people, names of columns, the last day shown, covariates."""

    stays: Any
    people: Any
    columns: dict[str, str]
    extract_day: Any
    covariates: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Counted:
    """Counts of identical clocks, rows that start none by reason, and rows seen in all."""

    cells: pd.DataFrame
    account: dict[int, int]
    rows: int


def of_table(given: Given, rules: StayRules, named: NamedDefinition, *, form: Form) -> Outcome:
    """Return the outcome of a table of stays."""
    last, stays = day_value(given.extract_day), as_table(given.stays)
    columns = named_columns(stays, given.columns, rules)
    people = _people(given, rules, last)
    arrived = stay_table(stays, columns, rules, extract_day=last)
    stitched = stitch(arrived.stays, gap_days=rules.gap_days)
    bad = {k: int(v) for k, v in collected(arrived.counts).iloc[0].items() if v}
    rows_in = bad.pop("rows", 0)
    counted = _counted(stitched, people, rules, form, given.covariates)
    if form == "recurrent":
        frame = _recurring(stitched, people, rules, given.covariates)
    else:
        frame = _once(counted.cells, rules, form, given.covariates)
    told = row_checks(counted.account, bad) + not_told(columns, rules)
    told += _checks(rules, rows_in - sum(bad.values()) - counted.rows, given)
    return Outcome(
        kind=KIND[form],
        name="readmission",
        frame=frame,
        definition=told_definition(named, form),
        origin=_ORIGIN[rules.clock],
        unit="days",
        covariates=given.covariates,
        causes=_CAUSES if form == "competing" else {},
        horizon=float(rules.last_day),
        population="everyone in the table",
        rows_in=rows_in,
        dropped=dict(bad),
        check_rows=tuple(told),
    )


def _once(
    cells: pd.DataFrame, rules: StayRules, form: Form, covariates: tuple[str, ...]
) -> pd.DataFrame:
    """Return the analysis frame of counted clocks."""
    causes = dict(_CAUSES)
    if form == "time_to_event":
        causes = {1: _CAUSES[1]}
    rule = rule_names(cells, causes, rules.last_day, _deaths(cells, form))
    return pd.concat([shaped(cells, form, rule), cells[list(covariates)]], axis=1)


def _deaths(cells: pd.DataFrame, form: Form) -> np.ndarray:
    """Return the name of what censored each row (n,): death, where it does not compete."""
    died = (cells["cause"] == _DEATH).to_numpy() & (form == "time_to_event")
    return np.asarray(np.where(died, _CAUSES[_DEATH], ""))


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
            do="Give people= with person_id, observed_from (time zero) and the covariates, or take "
            "a clock that starts at discharge: clock='discharge'.",
        )
    days = (-FAR, last, FAR, FAR, 2)
    return dict(zip(PERSON_DAYS, days, strict=True))


def _counted(
    stitched: Any, people: Any, rules: StayRules, form: Form, covariates: tuple[str, ...]
) -> Counted:
    """Return counts of identical clocks, and of rows that start none, by reason."""
    import narwhals.stable.v2 as nw

    binary = form == "binary"
    key = ["why", "time", "cause", *covariates]
    told = nw.from_native(index_stays(stitched, people, rules, whole_window=binary))
    cells = collected(told.group_by(key).agg(n=nw.len()))
    by_reason = {int(k): int(v) for k, v in cells.groupby("why")["n"].sum().items()}
    account = {code: n for code, n in by_reason.items() if code != USED}
    if rules.clock == "time_zero":
        account = {code: n for code, n in account.items() if code in (OVERLAPS, TOUCHES)}
        everyone = nw.from_native(
            from_zero(whole_stays(stitched), people, rules, whole_window=binary)
        )
        cells = collected(everyone.group_by(key).agg(n=nw.len()))
    cells = cells[cells["why"] == USED].drop(columns="why")
    if binary:  # only whether, not when
        cells = cells.assign(time=0.0, cause=np.where(cells["cause"] == 1, 1, 0))
    order = ["time", "cause", *covariates]
    cells = cells.groupby(order, dropna=False, as_index=False, observed=True)["n"].sum()
    return Counted(pd.DataFrame(cells).reset_index(drop=True), account, sum(by_reason.values()))


def _recurring(
    stitched: Any, people: Any, rules: StayRules, covariates: tuple[str, ...]
) -> pd.DataFrame:
    """Return the stretches between returns of each person."""
    import narwhals.stable.v2 as nw

    if rules.clock == "time_zero":
        told = from_zero(whole_stays(stitched), people, rules, returns=False)
    else:
        told = index_stays(stitched, people, rules, returns=False)
    used = nw.from_native(told).filter(nw.col("why") == USED)
    base = collected(used.select("person", "time", "cause", *covariates))
    base = base[base["time"] > 0].sort_values("person", ignore_index=True)
    days = collected(nw.from_native(again(whole_stays(stitched), told, rules)))
    rows = intervals(base, days)
    held = base.iloc[rows["place"].to_numpy()].reset_index(drop=True)
    told_rows = rows.assign(time=rows["stop"], cause=np.where(rows["event"], 1, held["cause"]))
    rule = rule_names(told_rows, _CAUSES, rules.last_day)
    out = rows.drop(columns="place").assign(
        person=held["person"].astype("string"), n=1.0, rule=rule
    )
    return pd.concat([out, held[list(covariates)]], axis=1)


def _checks(rules: StayRules, lost: int, given: Given) -> list[Check]:
    """Return what should be known before the outcome is used."""
    told = []
    if lost:
        words = (
            "are of nobody in the table of people" if given.people is not None else "are told twice"
        )
        told.append(Check("stays_not_used", f"{lost:,} stays {words}.", "concern", float(lost)))
    if rules.index_stays == "all" and rules.clock == "discharge":
        told.append(Check("several_index_stays", "Every index stay of a person counts, as if they "
                          "were independent: limits are somewhat too narrow. index_stays='first' "
                          "counts one stay of each person.", "concern"))  # fmt: skip
    if given.people is None:
        told.append(Check("deaths_not_known", "Deaths outside the stays are not known: people who "
                          "died count as not readmitted.", "concern"))  # fmt: skip
    return told
