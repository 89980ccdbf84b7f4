"""Services received: contacts, people reached, hours, and appointments missed, by service."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from recoveryeval.cohorts.cohort import Cohort
from recoveryeval.outcomes.engaging.followed import followed
from recoveryeval.outcomes.engaging.log import contact_log, log_required, used
from recoveryeval.outcomes.engaging.told import contact_checks
from recoveryeval.results.check import Check
from recoveryeval.results.estimand import Estimand
from recoveryeval.results.result import Result
from recoveryeval.results.spec import make_spec
from recoveryeval.schema.vocabulary import load_vocabulary

KIND = "services_received"
EVERY = "All services"
NOT_RECORDED = "Not recorded"
STATUSES = ("completed", "attempted", "no_show", "cancelled")
MISSED = ("no_show", "cancelled")
REACHED, CONTACTS = "share of people with one or more", "completed contacts per person"
HOURS, LOST = "hours per person", "share of appointments missed or canceled"
MINUTES = 60.0


def services_received(cohort: Cohort, *, days: int = 180) -> Result:
    """Say which services people received, how much of each, and how many appointments were missed.

    Estimand: none. These are counts of the people's own contacts in the time in
    which each of them was observed, up to a day.

    Parameters
    ----------
    cohort : Cohort
        The people and their time zero.
    days : int
        Days from time zero.

    Returns
    -------
    Result
        Kind ``services_received``; rows by service (``level``) and ``estimand``,
        with ``n`` people and ``n_event`` contacts.

    Raises
    ------
    OutcomeError
        When the program holds no contacts with these people.
    """
    log = contact_log(cohort)
    log_required(log)
    seen = followed(cohort)
    found = used(log, seen, statuses=STATUSES, after_end="counted")
    frame = found.frame[found.frame["day"] <= days]
    table = pd.DataFrame(list(_services(frame, seen.n))).assign(status="ok", reason="")
    completed = float((frame["status"] == "completed").sum())
    return Result(
        kind=KIND,
        title="Services received",
        table=table,
        summary=pd.DataFrame({"n": [float(seen.n)], "n_event": [completed], "status": ["ok"]}),
        spec=make_spec(
            KIND, {"days": days}, table, rows_in=len(log.frame), rows_used=len(frame),
            dropped={"other contacts": len(log.frame) - len(frame)},
        ),
        estimand=_estimand(cohort, days),
        methods_text=f"Contacts within {days} days of {cohort.origin} were counted as the program "
        "recorded them, in the time in which each person was observed.",
        check_rows=(*contact_checks(found.counts), *_unknown(frame)),
        labels={"title": "Services received"},
    )  # fmt: skip


def _estimand(cohort: Cohort, days: int) -> Estimand:
    """Return what is counted, in words."""
    return Estimand(
        population=cohort.population,
        contrast="contacts, hours and people reached, by service",
        time_zero=cohort.origin,
        horizon=f"{days} days, as far as each person was observed",
        other_events="contacts after death or after the end of observation are not counted",
        missing="contacts without a status or a day are not counted; hours are of contacts "
        "whose length is known",
    )


def _services(frame: pd.DataFrame, n: int) -> Iterator[dict[str, Any]]:
    """Yield the rows of all contacts, then of each service, the most frequent first."""
    label = load_vocabulary("service").label
    names = frame["service"].map(label, na_action="ignore").astype("string").fillna(NOT_RECORDED)
    order = names[frame["status"] == "completed"].value_counts()
    shown = [EVERY, *sorted(names.unique(), key=lambda s: (-order.get(s, 0), s))]
    for service in shown if len(shown) > 2 else shown[:1]:
        own = frame if service == EVERY else frame[names == service]
        yield from _measures(own, service, n)


def _measures(own: pd.DataFrame, service: str, n: int) -> Iterator[dict[str, Any]]:
    """Yield the measures of one service over all ``n`` people."""
    base = {"term": "service", "level": service, "denominator": float(n)}
    kept = own[own["status"] == "completed"]
    people, contacts = float(kept["person"].nunique()), float(len(kept))
    known = kept["minutes"].notna()
    hours = float(kept["minutes"].astype("Float64").sum()) / MINUTES
    missed = float(own["status"].isin(MISSED).sum())
    booked = contacts + missed
    yield {**base, "estimand": REACHED, "estimate": people / n, "n": people, "n_event": contacts}
    yield {**base, "estimand": CONTACTS, "estimate": contacts / n, "n": people, "n_event": contacts}
    if known.any():
        yield {**base, "estimand": HOURS, "estimate": hours / n, "n": people,
               "n_event": float(known.sum())}  # fmt: skip
    if booked:
        yield {**base, "estimand": LOST, "estimate": missed / booked, "n": people,
               "n_event": missed, "denominator": booked}  # fmt: skip


def _unknown(frame: pd.DataFrame) -> list[Check]:
    """Return how many completed contacts are of unknown length."""
    kept = frame[frame["status"] == "completed"]
    lost = int(kept["minutes"].isna().sum())
    if not lost:
        return []
    share = lost / max(len(kept), 1)
    meaning = (
        f"Hours leave out {lost} of {len(kept)} completed contacts, whose length is not known."
    )
    return [Check("minutes_unknown", meaning, "concern" if share > 0.2 else "note", share)]
