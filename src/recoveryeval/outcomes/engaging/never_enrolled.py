"""Reach: who was met, among the enrolled and among everyone whom the program tried to meet."""

from __future__ import annotations

import numpy as np
import pandas as pd

from recoveryeval.outcomes.engaging.measured import Measured, Source, in_place
from recoveryeval.outcomes.engaging.shares import denominator
from recoveryeval.outcomes.engaging.told import contact_checks
from recoveryeval.outcomes.engaging.window_summary import window_summary
from recoveryeval.results.check import Check


def reach(source: Source) -> Measured:
    """Return whether people were met; by option with people who never enrolled."""
    found, until = source.contacts(), float(source.options["window_days"] - 1)
    met = window_summary(found.frame[["person", "day"]], source.people.window(0, until))
    value = (in_place(met)["n_records"] > 0).to_numpy()
    kept, dropped, told = denominator(source, until, f"to day {until:g}")
    outside, nameless = _outside(source)
    wide = source.options["denominator"] == "contacted"
    others = outside if wide else outside.iloc[:0]
    place = np.concatenate([np.flatnonzero(kept), np.full(len(others), -1)])
    checks = (
        *told,
        *_both(value[kept], outside, nameless, wide=wide),
        *contact_checks({k: n for k, n in found.counts.items() if k != "unknown_person"}),
    )
    return Measured(
        kind="binary",
        place=place,
        columns={"value": np.concatenate([value[kept], others["met"].to_numpy(dtype=bool)])},
        checks=checks,
        dropped=dropped,
        horizon=until,
        others=tuple(others["person_id"]),
    )


def _outside(source: Source) -> tuple[pd.DataFrame, int]:
    """Return people with contacts but no enrollment, and contacts that name nobody.

    ``met`` says whether one of their contacts took place.
    """
    tables = source.cohort.program.tables
    contact = tables["contact"]
    contact = contact[contact["episode_id"].isna()]
    services = source.options["outreach_service"]
    if services != ("any",):
        contact = contact[contact["service"].isin(services).fillna(False)]
    nameless = int(contact["person_id"].isna().sum())
    named = contact[contact["person_id"].notna()]
    named = named[~named["person_id"].isin(tables["episode"]["person_id"])]
    done = (named["status"] == "completed").fillna(False).astype(bool)
    met = done.groupby(named["person_id"].to_numpy()).any()
    return pd.DataFrame({"person_id": met.index.astype(str), "met": met.to_numpy()}), nameless


def _both(
    value: np.ndarray, outside: pd.DataFrame, nameless: int, *, wide: bool
) -> tuple[Check, ...]:
    """Return the share under both denominators, and the contacts that belong to nobody known."""
    n, met = len(value), int(value.sum())
    all_n, all_met = n + len(outside), met + int(outside["met"].sum())
    found = [
        Check(
            id="reach_enrolled",
            statistic=met / n if n else float("nan"),
            meaning=f"Of the enrolled {met} of {n} people were met"
            + ("." if wide else "; this is the outcome."),
        ),
        Check(
            id="reach_contacted",
            statistic=all_met / all_n if all_n else float("nan"),
            meaning=f"With {len(outside)} people who were contacted and never enrolled, {all_met} "
            f"of {all_n} were met" + ("; this is the outcome." if wide else "."),
        ),
    ]
    if nameless:
        found.append(
            Check(
                id="contacts_of_nobody_known",
                verdict="concern",
                statistic=float(nameless),
                meaning=f"{nameless} outreach contacts name no person. Several may be with one "
                "person, so they are in neither denominator.",
            )
        )
    return tuple(found)
