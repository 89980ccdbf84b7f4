"""The Result of national outcomes: words, sources, and what a reader must know."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from recoveryeval.analyses.national.answers import Answers
from recoveryeval.analyses.national.people import Asked
from recoveryeval.analyses.national.rule import Domain, OutcomesRule
from recoveryeval.models.words import versions
from recoveryeval.results.blank_text import blank_text
from recoveryeval.results.check import Check
from recoveryeval.results.estimand import Estimand
from recoveryeval.results.result import Result
from recoveryeval.results.spec import make_spec
from recoveryeval.results.status import worst

WORTH_A_LOOK, WORRYING = 0.1, 0.25
Found = Mapping[Domain, Answers]


def result_of(
    parts: tuple[Asked, OutcomesRule, Found],
    table: pd.DataFrame,
    lost: pd.DataFrame,
    parameters: Mapping[str, Any],
) -> Result:
    """Return the result of shares, changes and differences."""
    people, rule, found = parts
    due = int(people.due.sum())
    held = [domain.label for domain, answer in found.items() if answer.collected]
    estimable = table[table["status"] != "not_estimable"]["status"]
    return Result(
        kind="national_outcomes",
        title=rule.named.title,
        table=_whole(table, lost),
        summary=pd.DataFrame(
            {"n": [float(due)], "denominator": [float(people.n)], "status": [worst(estimable)]}
        ),
        spec=make_spec(
            "national_outcomes",
            parameters,
            table,
            rows_in=people.n,
            rows_used=due,
            dropped=_dropped(people),
            libraries=("scipy",),
        ),
        estimand=_estimand(people, rule),
        methods_text=_methods(rule, found),
        check_rows=(*people.cohort.check_rows, *_checks(found, held, lost), *_own(found)),
        labels=_labels(rule),
        plot_name="national_outcomes",
    )


def _dropped(people: Asked) -> dict[str, int]:
    """Return how many people are in no share, by reason."""
    counts = {
        "second time not due yet": int((~people.due & ~people.undated).sum()),
        "no date of intake": int(people.undated.sum()),
    }
    return {why: n for why, n in counts.items() if n}


def _labels(rule: OutcomesRule) -> dict[str, str]:
    """Return the words of the picture."""
    first, second = _time(rule, 0), _time(rule, 1)
    title = f"{rule.named.title}: {first} and {second}"
    return {"title": title, "x": "Share of people", "y": "", "before": first, "after": second}


def _time(rule: OutcomesRule, which: int) -> str:
    """Return one of the two times in words."""
    day = rule.waves.label[which]
    return "intake" if day == 0 else f"day {day}"


def _whole(table: pd.DataFrame, lost: pd.DataFrame) -> pd.DataFrame:
    """Return shares, counts and differences as one table, without gaps in its texts."""
    whole = pd.concat([t for t in (table, lost) if len(t)], ignore_index=True)
    texts = ("outcome", "group", "level", "term", "contrast", "method", "reason")
    return blank_text(whole.reindex(columns=[*dict.fromkeys([*whole, *texts])]), texts)


def _estimand(people: Asked, rule: OutcomesRule) -> Estimand:
    """Return what is estimated, in words."""
    return Estimand(
        population=f"{people.cohort.population}, whose second time had come",
        contrast=f"share at {_time(rule, 0)} and at {_time(rule, 1)}, and its change in people "
        "with both answers",
        time_zero=people.cohort.origin,
        horizon=f"{rule.waves.day[1]:g} days",
        other_events="people who died before the second time stay among all intakes",
        missing="shown three ways: people with both answers, people with an answer then, and all "
        "intakes with an unknown answer counted as no",
    )


def _methods(rule: OutcomesRule, found: Found) -> str:
    """Return the paragraph for a paper, with the source of every domain."""
    made = rule.named.definition()
    told = [
        f"{domain.label}: {answer.source}."
        if answer.collected
        else f"{domain.label}: {_lacking(answer)}."
        for domain, answer in found.items()
    ]
    source = f" Rule: {made.source}." if made.source else ""
    return (
        f"{made.sentence} {' '.join(told)} Shares have Wilson's limits; the change in share of "
        "people with both answers has Newcombe's limits for paired shares (1998) and the exact "
        f"McNemar test ({versions('scipy')}).{source}"
    )


def _lacking(answer: Answers) -> str:
    """Return why nothing is known of a domain."""
    return next((why for why in answer.lacking if why), "not collected")


def _own(found: Found) -> list[Check]:
    """Return what the answers themselves say, each once."""
    told: list[Check] = []
    for answer in found.values():
        told += [check for check in answer.checks if check not in told]
    return told


def _checks(found: Found, held: list[str], lost: pd.DataFrame) -> list[Check]:
    """Return which domains are not collected, who was lost, and what a change does not show."""
    told = []
    absent = [domain.label for domain, answer in found.items() if not answer.collected]
    if absent:
        meaning = f"{len(absent)} of {len(found)} domains are not collected: {', '.join(absent)}."
        told.append(Check("domains_not_collected", meaning, statistic=float(len(absent))))
    for domain, answer in found.items():
        why = answer.lacking[0]
        if answer.collected and why and not domain.after_only:
            meaning = f"{domain.label}: no answer at the first time ({why}), so no change either."
            told.append(Check(f"{domain.id}_no_first", meaning, "concern"))
    size = lost["estimate"].abs() if len(lost) else pd.Series(dtype="float64")
    large = int((size > WORTH_A_LOOK).sum())
    if large:
        meaning = (
            f"{large} of {len(lost)} standardized differences between people lost and people "
            f"followed exceed 0.1, the largest is {size.max():.2f}: the change of those with both "
            "answers may not describe everyone."
        )
        far = size.max() > WORRYING
        told.append(Check("lost_differ", meaning, "concern" if far else "note", float(large)))
    if held:
        told.append(Check("no_comparison_group", _ALONE))
    return told


_ALONE = (
    "A change from before to after is not an effect of the program: people tend to enter when "
    "they are at their worst, and would have changed without it too."
)
