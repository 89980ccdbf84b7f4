"""What a reader must know about how readmission was found: the sentence and the checks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from recoveryeval.outcomes.agreement import agree
from recoveryeval.outcomes.definition import Definition
from recoveryeval.outcomes.named_definition import NamedDefinition
from recoveryeval.outcomes.readmission_found import Found
from recoveryeval.outcomes.stays.account import AFTER_DEATH, REASONS
from recoveryeval.outcomes.stays.of_cohort import PeopleOf
from recoveryeval.outcomes.stays.rules import Form, StayRules
from recoveryeval.outcomes.stays.stay_table import UNUSABLE
from recoveryeval.results.check import Check

LOOKS = {"next": "the next one", "any": "any"}
_FORM = {
    "competing": " The time to it was analyzed with death competing.",
    "time_to_event": " Death ended observation (censoring).",
    "binary": " Only stays followed to the last day of the window were counted.",
    "recurrent": " Every admission in the window was counted.",
}


def told_definition(named: NamedDefinition, form: Form) -> Definition:
    """Return the definition's sentence with what the form of the outcome adds."""
    found = named.definition()
    return replace(found, sentence=found.sentence + _FORM[form])


def row_checks(account: Mapping[int, int], bad: Mapping[str, int]) -> list[Check]:
    """Return one check for each reason for which rows of stays start no clock."""
    told = [
        Check(f"stays_{reason}", f"{agree(bad[reason], 'stay', words)}: set aside.", "concern",
              statistic=float(bad[reason]))
        for reason, words in UNUSABLE.items() if bad.get(reason)
    ]  # fmt: skip
    for code, (name, words) in REASONS.items():
        if account.get(code):
            n = account[code]
            verdict = "concern" if code == AFTER_DEATH else "note"
            told.append(Check(name, f"{agree(n, 'stay', words)}.", verdict, statistic=float(n)))  # type: ignore[arg-type]
    return told


def rows(n: int) -> str:
    """Return a number of rows of stays in words."""
    return "1 stay" if n == 1 else f"{n:,} stays"


def cohort_checks(
    found: Found, people: PeopleOf, rules: StayRules, *, several: bool
) -> tuple[Check, ...]:
    """Return what should be known before the outcome is used."""
    told = row_checks(found.account, found.bad)
    told += _next_and_any(found, rules)
    if found.unsaid:
        told.append(Check("planned_not_told", f"Of {rows(found.unsaid)} it is not recorded whether "
                          "they were planned: they count as unplanned.", "concern",
                          statistic=float(found.unsaid)))  # fmt: skip
    if several:
        told.append(several_check())
    return (*told, *_coverage(people))


def several_check() -> Check:
    """Return the warning that index stays of one person are not independent."""
    return Check(
        "several_index_stays",
        "Some people have several index stays, each with a clock of its own. Their rows are not "
        "independent: name cluster='person_id' where the model takes it, or count the first of "
        "each person (index_stays='first').",
        "concern",
    )


def _next_and_any(found: Found, rules: StayRules) -> list[Check]:
    """Return how many returns are found by the next admission alone, and by a search of all."""
    ours, theirs = int((found.rows["cause"] == 1).sum()), found.n_twin
    by_next, by_any = (ours, theirs) if rules.admission == "next" else (theirs, ours)
    return [
        Check(
            "next_and_any_admission",
            f"Looking at the next admission alone finds {by_next:,} readmissions, looking for any "
            f"admission in the window {by_any:,}; this outcome looks at {LOOKS[rules.admission]}.",
            "note",
            statistic=float(by_any - by_next),
        )
    ]


def _coverage(people: PeopleOf) -> list[Check]:
    """Return how observation was taken from coverage."""
    if not people.by_coverage:
        return [Check("coverage_not_used", "Stays are taken as seen for as long as people are "
                      "observed in the cohort: no coverage spans were used.")]  # fmt: skip
    told = []
    cut, out = int(people.cut_short.sum()), int(people.uncovered.sum())
    if cut:
        told.append(Check("coverage_ended", f"{agree(cut, 'person', 'lose coverage')} before the "
                          "records end: censored then, since later stays would not be seen.",
                          statistic=float(cut)))  # fmt: skip
    if out:
        told.append(Check("not_covered", f"{agree(out, 'person', 'have no coverage')} at time "
                          "zero: stays would not be seen, so not counted.", "concern",
                          statistic=float(out)))  # fmt: skip
    return told
