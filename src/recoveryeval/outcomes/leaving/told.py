"""What a reader must know about how leaving was seen: the sentence and the checks."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from recoveryeval.outcomes.definition import Definition
from recoveryeval.outcomes.leaving.earliest import Ended
from recoveryeval.outcomes.leaving.options import Options
from recoveryeval.outcomes.rules import (
    EXIT_NOUNS,
    EXIT_WORDS,
    NO_CONTACT,
    CensorRule,
    EventRule,
)
from recoveryeval.results.check import Check

MANY_WITHOUT_CONTACT = 0.2
_UNUSED = {
    "status_missing": "Contacts without a status, not known to have taken place",
    "service_missing": "Completed contacts without a service",
    "day_missing": "Completed contacts without a day",
    "before_zero": "Completed contacts before time zero",
    "after_observation": "Completed contacts after the end of observation",
    "after_end": "Completed contacts after a recorded end",
}
# These should not exist in sound records; the others are ordinary.
_CONCERNS = ("status_missing", "service_missing", "day_missing", "after_end")


def definition(origin: str, options: Options, *, log: bool) -> Definition:
    """Return the definition: its file's sentence, with the clock and what other ways out mean."""
    made = options.named.definition()
    what = "continuous medication" if options.rule == "medication" else "retention"
    first = f"{what.capitalize()} is the time from {origin} until a person "
    first += "stopped." if options.rule == "medication" else "left the program."
    if not log:
        told = "A person had left when the program recorded an end. The source holds no contacts, "
        told += "so that a gap between them cannot be seen."
        return Definition("retention-recorded-end", " ".join([first, told, *_others(options)]))
    if options.day is not None:
        first = f"{what.capitalize()} to day {options.day} is counted from {origin}."
    kind = f"Only contacts of these services count: {', '.join(options.services)}."
    services = [kind] if options.services else []
    sentence = " ".join([first, made.sentence, *services, *_others(options)])
    return Definition(made.id, sentence, made.source)


def _others(options: Options) -> list[str]:
    """Return what other ways out mean."""
    found: list[str] = []
    for role, means in (
        ("competing", "Competing events"),
        ("event", "Also counted as leaving"),
        ("censor", "What ends observation (censoring) besides the end of the records"),
    ):
        named = [
            EXIT_NOUNS.get(name, f"an end recorded as {name}")
            for name, rule in options.exits.items()
            if _role(rule) == role
        ]
        if named:
            words = " and ".join([", ".join(named[:-1]), named[-1]] if named[1:] else named)
            found.append(f"{means}: {words}.")
    return found


def _role(rule: EventRule | CensorRule) -> str:
    """Return the role of a rule."""
    return rule.role if isinstance(rule, EventRule) else "censor"


def unused(counts: Mapping[str, int]) -> tuple[Check, ...]:
    """Return how many contacts cannot count, by reason."""
    return tuple(
        Check(
            id=f"contacts_{reason}",
            verdict="concern" if reason in _CONCERNS else "note",
            statistic=float(n),
            meaning=f"{_UNUSED[reason]}, not used: {n}.",
        )
        for reason, n in counts.items()
        if n
    )


def without_end(n: int) -> tuple[Check, ...]:
    """Return how many people are left out since nothing shows when they left."""
    if not n:
        return ()
    meaning = f"{_people(n)} whose enrollment is closed, or perhaps closed, on a day that is not "
    meaning += "known, and whose contacts are not recorded: left out. Correct the end dates."
    return (Check("end_not_known", meaning, verdict="concern", statistic=float(n)),)


def checks(found: Ended, options: Options, *, log: bool) -> tuple[Check, ...]:
    """Return what should be known before the outcome is used."""
    told = [*_censored_by_exit(found, options)]
    if not log:
        told.append(
            Check(
                id="gap_rule_not_applicable",
                meaning="The source holds no contacts: only recorded ends show that people left.",
            )
        )
    return (*told, *_gone(found), *_no_contact(found), *_unseen(found, options))


def _censored_by_exit(found: Ended, options: Options) -> list[Check]:
    """Return a concern for each way out that censored anyone."""
    told = []
    for name, rule in options.exits.items():
        n = int(np.sum((found.rule == name) & (found.cause == 0) & ~found.gone))
        if n and isinstance(rule, CensorRule):
            told.append(
                Check(
                    id=f"censored_by_{name}",
                    verdict="concern",
                    statistic=float(n),
                    meaning=f"{_people(n)} who {EXIT_WORDS.get(name, name)}: censored then, as if "
                    "they could have stayed on, so that the curve describes a world in which this "
                    "does not happen. To see who has left in this world, let it compete: "
                    f"exits={{'{name}': 'competing'}}.",
                )
            )
    return told


def _no_contact(found: Ended) -> list[Check]:
    """Return how many people were never met."""
    n = int(np.sum((found.rule == NO_CONTACT.id) & ~found.gone))
    if not n:
        return []
    many = n > MANY_WITHOUT_CONTACT * len(found.rule)
    return [
        Check(
            id="people_without_contact",
            verdict="concern" if many else "note",
            statistic=float(n),
            meaning=f"{_people(n)} without a completed contact in the log: counted as having left "
            "at time zero. Check that the log covers their site and time.",
        )
    ]


def _gone(found: Ended) -> list[Check]:
    """Return how many people had left between the origin and the landmark."""
    n = int(found.gone.sum())
    if not n:
        return []
    return [
        Check(
            id="left_before_time_zero",
            statistic=float(n),
            meaning=f"{_people(n)} gone before time zero by this definition: counted out, since a "
            "landmark compares those who were still there.",
        )
    ]


def _unseen(found: Ended, options: Options) -> list[Check]:
    """Return how many people are observed too briefly for leaving to be seen."""
    n = int(found.unseen.sum())
    if not n or options.day is not None:
        return []
    return [
        Check(
            id="observed_too_briefly",
            statistic=float(n),
            meaning=f"{_people(n)} observed for fewer than {options.gap_days} days, too briefly "
            "for leaving to be seen: kept in the data with n = 0, and no estimate changes.",
        )
    ]


def _people(n: int) -> str:
    """Return a number of people in words."""
    return "1 person" if n == 1 else f"{n} people"
