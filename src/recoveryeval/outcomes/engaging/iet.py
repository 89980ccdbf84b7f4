"""Clocks of initiation and engagement in treatment, in the manner of HEDIS IET."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from recoveryeval.cohorts.relative_days import person_rows
from recoveryeval.errors import OutcomeError
from recoveryeval.outcomes.engaging.code_lists import Codes, in_list
from recoveryeval.outcomes.engaging.followed import as_floats
from recoveryeval.outcomes.engaging.measured import Measured, Source, in_place
from recoveryeval.outcomes.engaging.shares import denominator, window_after
from recoveryeval.outcomes.engaging.told import contact_checks
from recoveryeval.outcomes.engaging.window_summary import window_summary
from recoveryeval.results.check import Check

NO_TREATMENT = ("naloxone", "placebo")


@dataclass(frozen=True, slots=True, eq=False)
class Care:
    """Services and medications (``any``), and long-acting ones alone: ``person``, ``day``."""

    any: pd.DataFrame
    long_acting: pd.DataFrame
    checks: tuple[Check, ...]


def initiation(source: Source) -> Measured:
    """Return who had a service or medication within the days of initiation."""
    care = _care(source)
    value = ~np.isnan(_initiated(source, care))
    until = float(source.options["initiation_days"] - 1)
    return _answer(source, value, np.ones(len(value), dtype=bool), until, care)


def engagement_clock(source: Source) -> Measured:
    """Return who went on to further services after initiation."""
    care, options = _care(source), source.options
    start = _initiated(source, care)
    window = window_after(start, 1, options["engagement_days"])
    further = in_place(window_summary(care.any, window))["n_records"].to_numpy()
    lasting = in_place(window_summary(care.long_acting, window))["n_records"].to_numpy()
    value = (further >= options["services_needed"]) | (lasting > 0)
    among = ~np.isnan(start)
    if options["denominator"] == "everyone":
        among = np.ones(len(start), dtype=bool)
    until = float(options["initiation_days"] - 1 + options["engagement_days"])
    return _answer(source, value, among, until, care)


def _initiated(source: Source, care: Care) -> np.ndarray:
    """Return the day of initiation (n,), missing without one, by the rule for day 0."""
    last, rule = source.options["initiation_days"] - 1, source.options["day_zero"]
    later = source.people.window(0 if rule == "counts" else 1, last)
    found = in_place(window_summary(care.any, later))["first_day"].to_numpy(dtype="float64")
    if rule != "second_counts":
        return np.asarray(found)
    same = in_place(window_summary(care.any, source.people.window(0, 0)))["n_records"]
    return np.asarray(np.where(same.to_numpy() > 1, 0.0, found))


def _answer(
    source: Source, value: np.ndarray, among: np.ndarray, until: float, care: Care
) -> Measured:
    """Return yes or no for people with a clear history, observed throughout, and among some."""
    days = source.options["clear_days"]
    before = in_place(window_summary(care.any, source.people.window(-days, -1)))["n_records"] > 0
    treated = before.to_numpy() & (days > 0)
    kept, dropped, told = denominator(source, until, f"to day {until:g}")
    lost = {
        **dropped,
        f"a service in the {days} days before time zero": int((kept & treated).sum()),
        "did not initiate": int((kept & ~treated & ~among).sum()),
    }
    kept = kept & ~treated & among
    final = Check(
        id="denominator",
        statistic=float(kept.sum()),
        meaning=f"The denominator is people observed to day {until:g}, without a service in the "
        f"{days} days before, {'of all' if among.all() else 'who initiated'}: {int(kept.sum())} of "
        f"{len(kept)} people.",
    )
    return Measured(
        kind="binary",
        place=np.flatnonzero(kept),
        columns={"value": value[kept]},
        checks=(final, *told[1:], *care.checks),
        dropped={reason: n for reason, n in lost.items() if n},
        horizon=until,
    )


def _care(source: Source) -> Care:
    """Return what counts as treatment: by the caller's codes, else by service and product."""
    contact, drug = (source.cohort.program.tables[t] for t in ("contact", "drug"))
    codes: Codes = source.options["codes"]
    counts = {"no_status": int(contact["status"].isna().sum())}
    done = contact[(contact["status"] == "completed").fillna(False)]
    chosen = _by_service(done, source.options["service"])
    if codes:
        counts["no_code"] = int(done["code"].isna().sum())
        chosen = done[in_list(done["code"], codes, "service", "medication", "long_acting")]
    lasting = chosen[in_list(chosen["code"], codes, "long_acting")]
    drug = drug[~drug["product"].isin(NO_TREATMENT).fillna(False)]
    _require_any(len(chosen) + len(drug), len(contact), by_code=bool(codes))
    parts = [_days(source, rows) for rows in (chosen, drug)]
    seen = pd.concat(parts, ignore_index=True)
    late = seen["day"].to_numpy() > source.people.last[seen["person"].to_numpy(dtype=np.int64)]
    counts["after_observation"] = int(late.sum())
    return Care(seen[~late], _days(source, lasting), contact_checks(counts))


def _by_service(done: pd.DataFrame, services: tuple[str, ...]) -> pd.DataFrame:
    """Return the contacts of these services."""
    return done if services == ("any",) else done[done["service"].isin(services).fillna(False)]


def _require_any(found: int, rows: int, *, by_code: bool) -> None:
    """Raise when nothing at all counts as treatment."""
    if not found:
        raise OutcomeError(
            "No contact and no medication of the program counts as treatment, so nobody would "
            "seem to have initiated",
            code="RE-O21",
            column="code" if by_code else "service",
            rows=rows,
            do="Check the lists in codes=, or name the services that count.",
        )


def _days(source: Source, rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of everyone's treatment, in days from their time zero."""
    frame = source.cohort.frame
    table = rows[["person_id", "episode_id", "date", "day"]]
    met = person_rows(frame, table, ("date", "day"))
    place = met["place"].to_numpy(dtype=np.int64)
    return pd.DataFrame(
        {"person": place, "day": met["day"].to_numpy() - as_floats(frame["origin_day"])[place]}
    ).dropna()
