"""Index events and visits of a cohort, and the outcome they make."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from recoveryeval.cohorts.cohort import Cohort
from recoveryeval.cohorts.relative_days import person_rows
from recoveryeval.errors import OutcomeError
from recoveryeval.outcomes.agreement import agree
from recoveryeval.outcomes.leaving.covariates import known_covariates
from recoveryeval.outcomes.named_definition import NamedDefinition
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.outcomes.readmission_told import row_checks
from recoveryeval.outcomes.stays.of_cohort import PeopleOf, Seen, events_of, people_of
from recoveryeval.outcomes.stays.packed import FAR, pack
from recoveryeval.outcomes.stays.visits_after import VisitRules, visits_after
from recoveryeval.results.check import Check


@dataclass(frozen=True, slots=True, eq=False)
class FollowUpRules:
    """What starts a clock, which visits count, and the caller's codes."""

    named: NamedDefinition
    index: tuple[str, ...]
    services: tuple[str, ...]
    exclude: tuple[str, ...]
    index_codes: tuple[str, ...] | None
    codes: tuple[str, ...] | None
    visits: VisitRules


def of_cohort(cohort: Cohort, rules: FollowUpRules, seen: Seen) -> Outcome:
    """Return the outcome of a cohort."""
    people = people_of(cohort, {"death": "competing"}, seen, "follow-up")
    index, bad = _index(cohort, people, rules)
    visits, unused = _visits(cohort, people, rules)
    others = events_of(cohort, people, rules.exclude).dropna(subset="start")
    others = others.rename(columns={"person_id": "person", "start": "day"})[["person", "day"]]
    table = people.table[~people.uncovered]
    told = pd.DataFrame(visits_after(index, visits, others, table, rules.visits))
    counts = told["why"].value_counts()
    rows = told[told["why"] == 0].sort_values(["person", "left"], ignore_index=True)
    checks = row_checks({int(c): int(n) for c, n in counts.items() if c}, bad)
    return Outcome(
        kind="binary",
        name=rules.named.title[0].lower() + rules.named.title[1:],
        frame=_frame(cohort, rows),
        definition=rules.named.definition(),
        origin="the index event",
        unit=cohort.unit,
        covariates=("person_id", *known_covariates(cohort, "binary").columns),
        horizon=float(rules.visits.last_day),
        population=cohort.population,
        rows_in=len(cohort.frame),
        dropped=_dropped(cohort, people, rows),
        check_rows=(*cohort.check_rows, *checks, *unused, *_codes(rules), *_several(rows)),
    )


def _frame(cohort: Cohort, rows: pd.DataFrame) -> pd.DataFrame:
    """Return the analysis frame: one row per index event."""
    place = rows["person"].to_numpy(dtype="int64")
    covariates = known_covariates(cohort, "binary").iloc[place].reset_index(drop=True)
    own = pd.DataFrame(
        {
            "value": rows["visit"].notna(),
            "n": 1.0,
            "days_to_visit": rows["visit"].astype("Float64"),
            "person_id": cohort.frame["person_id"].to_numpy()[place],
        }
    )
    return pd.concat([own, covariates], axis=1)


def _index(
    cohort: Cohort, people: PeopleOf, rules: FollowUpRules
) -> tuple[pd.DataFrame, dict[str, int]]:
    """Return packed index events, and how many cannot be used, by reason."""
    events = events_of(cohort, people, rules.index)
    if rules.index_codes is not None:
        code = events["primary_dx"].str.strip().str.upper()
        events = events[code.isin(rules.index_codes).fillna(False)]
    ends = events["end"]
    if rules.index == ("ed",):  # a visit is over on its day where nothing else is said
        ends = ends.fillna(events["start"])
    dated, backward = events["start"].notna(), ends < events["start"]
    kept = dated & ~backward
    packed = pd.DataFrame(
        {
            "person": events["person_id"],
            "opens": pack(events["start"].where(kept, 0).astype("int64"), 0),
            "closes": pack(ends.fillna(FAR).where(kept, 0).astype("int64"), 0),
        }
    )
    counts = {"start_missing": int((~dated).sum()), "end_before_start": int(backward.sum())}
    return packed[kept].reset_index(drop=True), {k: n for k, n in counts.items() if n}


def _visits(
    cohort: Cohort, people: PeopleOf, rules: FollowUpRules
) -> tuple[pd.DataFrame, list[Check]]:
    """Return completed contacts of the services, and what the log does not say."""
    log = cohort.program.tables["contact"]
    if log.empty:
        raise OutcomeError(
            "The program has no contacts, so that nobody could have been followed up",
            code="RE-O21",
            rows=0,
            do="Map the log of visits to the contact table.",
        )
    done = (log["status"] == "completed").fillna(False)
    kept = done & log["service"].isin(list(rules.services)).fillna(False)
    if rules.codes is not None:
        kept &= log["code"].str.strip().str.upper().isin(rules.codes).fillna(False)
    columns = ["person_id", "episode_id", "date", "day"]
    rows = person_rows(cohort.frame, log.loc[kept, columns], ("date", "day")).dropna(subset="day")
    place = rows["place"].to_numpy(dtype="int64")
    visits = pd.DataFrame({"person": place, "day": rows["day"].to_numpy() - people.begin[place]})
    nameless = int((done & log["service"].isna()).sum())
    unused = []
    if rules.codes is not None and not kept.any():
        words = "No completed contact of the services has one of the codes: nobody counts as seen."
        unused.append(Check("no_contact_has_the_codes", words, "concern", 0.0))
    if nameless:
        words = f"{nameless} completed contacts have no service: not counted as a visit."
        unused.append(Check("contacts_service_missing", words, "concern", float(nameless)))
    return visits, unused


def _codes(rules: FollowUpRules) -> list[Check]:
    """Return whether the caller's code lists were used."""
    if rules.index_codes is not None and rules.codes is not None:
        return []
    return [
        Check(
            "kinds_instead_of_codes",
            "Index events and visits are told by the kinds the program recorded, where no list of "
            "codes was given: the rate is not the published measure.",
        )
    ]


def _several(rows: pd.DataFrame) -> list[Check]:
    """Return how many people have several index events."""
    n = int((rows["person"].value_counts() > 1).sum())
    if not n:
        return []
    return [
        Check(
            "several_index_events",
            f"{agree(n, 'person', 'have several index events')}: rows are not independent, name "
            "cluster='person_id' where the model takes it.",
            "concern",
            statistic=float(n),
        )
    ]


def _dropped(cohort: Cohort, people: PeopleOf, rows: pd.DataFrame) -> dict[str, int]:
    """Return how many people have no index event that counts, and why."""
    out = int(people.uncovered.sum())
    lost = len(cohort.frame) - len(np.unique(rows["person"])) - out
    found = {"not covered at time zero": out, "no index event that counts": lost}
    return {reason: n for reason, n in found.items() if n}
