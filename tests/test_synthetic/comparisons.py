"""Estimates from one simulated world beside the truth, each with its Monte Carlo error."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from test_synthetic.estimates import (
    cox_log_hazard_ratios,
    incidence,
    inverse_probability_mean,
    jackknife,
    mean,
    share,
    standardized,
)

from recoveryeval.synthetic.course import COMPLETED, EXITS
from recoveryeval.synthetic.spells import domains, draw_spells
from recoveryeval.synthetic.strata import ARMS
from recoveryeval.synthetic.true_retention import LEFT

CONTRAST = "coaching - usual care"


class Comparison(NamedTuple):
    label: str
    estimate: float
    error: float
    truth: float

    @property
    def z(self):
        return (self.estimate - self.truth) / self.error

    def rare(self, n):
        """Fewer than 25 events expected in an arm of half of n: too few for a normal error."""
        return abs(self.truth) * n / 2 < 25


def arms(world):
    return [(label, world.people.arm == arm) for arm, label in enumerate(ARMS)]


def retention(world, truth):
    """Leaving and other exits: shares of everyone, since the latent times are known."""
    course = world.course
    for arm, mask in arms(world):
        for day in (30, 90, 180, 365):
            there = mask & (np.floor(course.leaving) >= 14)
            if day < 365:
                value = truth.get(
                    estimand="survival from day 14", outcome="retention", group=arm, time=day
                )
                later = share(np.floor(course.leaving[there]) - 14 > day)
                yield Comparison(f"stay {day} from day 14 {arm}", *later, value)
            still = share(np.floor(course.leaving[mask]) > day)
            key = {"outcome": "retention", "group": arm, "time": day}
            yield Comparison(f"stay {day} {arm}", *still, truth.get(estimand="survival", **key))
            for number, cause in enumerate(EXITS):
                if number == COMPLETED and day <= world.effects.completion_from_day:
                    continue
                gone = (course.exit_kind == number) & (np.floor(course.exit_time) <= day)
                value = truth.get(estimand="cumulative incidence", cause=cause, **key)
                yield Comparison(f"{cause} {day} {arm}", *share(gone[mask]), value)
            gone = (course.exit_kind < 0) & (np.floor(course.leaving) <= day)
            value = truth.get(estimand="cumulative incidence", cause=LEFT, **key)
            yield Comparison(f"left {day} {arm}", *share(gone[mask]), value)
        stay = mean(np.minimum(np.floor(course.leaving[mask]), 180))
        value = truth.get(estimand="restricted mean time", outcome="retention", group=arm, time=180)
        yield Comparison(f"restricted mean {arm}", *stay, value)


def marginal_and_conditional(world, truth):
    """What standardizing and what regression recover."""
    people, course = world.people, world.course
    stratum = people.severity * 2 + people.dual
    weight = {k: float((stratum == k).mean()) for k in np.unique(stratum)}
    for arm, mask in arms(world):
        still = standardized(np.floor(course.leaving[mask]) > 90, stratum[mask], weight)
        value = truth.get(estimand="marginal survival", outcome="retention", group=arm, time=90)
        yield Comparison(f"standardized stay {arm}", *still, value)
    covariates = np.column_stack([people.arm, people.z, people.dual]).astype("float64")
    beta, error = cox_log_hazard_ratios(course.leaving, covariates)
    value = truth.get(
        estimand="log conditional hazard ratio", outcome="retention", contrast=CONTRAST
    )
    yield Comparison("log hazard ratio of leaving", beta[0], error[0], value)


def readmission(world, truth):
    """First event by Aalen-Johansen under loss of insurance, and admissions counted."""
    people, course, stays = world.people, world.course, world.admissions
    first = np.full(people.n, np.inf)
    np.minimum.at(first, stays.person, stays.time)
    times = np.column_stack([first, course.death, course.incarceration])
    day = np.floor(times.min(axis=1))
    seen = day <= world.covered
    time = np.where(seen, day, world.covered).astype("int64")
    cause = np.where(seen, times.argmin(axis=1) + 1, 0)
    for arm, mask in arms(world):
        for horizon in (30, 90, 180, 365):
            key = {"outcome": "readmission", "group": arm, "time": horizon}
            for number, name in enumerate(("readmission", "death", "incarceration"), start=1):
                found = jackknife(
                    lambda keep, m=mask, c=number, h=horizon: incidence(
                        time[m][keep], cause[m][keep], c, h
                    ),
                    int(mask.sum()),
                )
                value = truth.get(estimand="cumulative incidence", cause=name, **key)
                yield Comparison(f"{name} {horizon} {arm}", *found, value)
            whole = mask & (people.follow_up >= horizon)
            count = np.bincount(stays.person[stays.start <= horizon], minlength=people.n)
            value = truth.get(estimand="mean number of events", **key)
            yield Comparison(f"admissions {horizon} {arm}", *mean(count[whole]), value)


def trajectories(world, truth):
    """Mean totals: of everyone, and of those held, weighted by the chance of being held."""
    held, due = world.interviews.held, world.interviews.due
    last_seen = world.answers[0].observed_total
    for arm, mask in arms(world):
        cluster = world.staff.first[mask] if arm == ARMS[1] else None
        for number, name in enumerate(("GSE", "BARC-10")):
            total = world.totals[number]
            for wave, label in enumerate(("baseline", "month_3", "month_6", "month_12")):
                value = truth.get(estimand="mean", outcome=name, group=arm, level=label)
                found = mean(total[mask, wave], cluster)
                yield Comparison(f"{name} {label} {arm}", *found, value)
            weighted = jackknife(
                lambda keep, m=mask, t=total: inverse_probability_mean(
                    t[m][keep], held[m][keep], due[m][keep], last_seen[m][keep], 2
                ),
                int(mask.sum()),
            )
            value = truth.get(estimand="mean", outcome=name, group=arm, level="month_6")
            yield Comparison(f"{name} month_6 weighted {arm}", *weighted, value)


def use(world, truth):
    """Positive tests: of everyone, and of tests taken, standardized within the arm."""
    people = world.people
    stratum = people.severity * 2 + people.dual
    for arm, mask in arms(world):
        weight = {k: float((stratum[mask] == k).mean()) for k in np.unique(stratum)}
        for week in (0, 4, 12, 25):
            value = truth.get(estimand="probability", outcome="use", group=arm, time=week)
            yield Comparison(f"use {week} {arm}", *share(world.using[mask, week]), value)
            taken = mask & np.isin(world.tests[:, week], (0, 1))
            found = standardized(world.tests[taken, week] == 1, stratum[taken], weight)
            yield Comparison(f"tests {week} {arm}", *found, value)


def life(world, truth, rngs):
    """Housing and work at a day, among those observed that long."""
    people = world.people
    for domain in domains(world.effects):
        person, state, start, _ = draw_spells(domain, people, world.course, rngs)
        for day in (90, 180):
            begun = start <= day
            last = np.zeros(people.n, dtype="int64")
            last[person[begun]] = state[begun]  # rows are in order of time
            for arm, mask in arms(world):
                whole = mask & (world.course.observed_to >= day)
                value = truth.get(estimand="probability", outcome=domain.name, group=arm, time=day)
                yield Comparison(f"{domain.name} {day} {arm}", *share(last[whole] == 1), value)
    for kind in ("ed", "arrest", "overdose"):
        seen = world.happenings.kind == kind
        for arm, mask in arms(world):
            whole = mask & (people.follow_up >= 180)
            early = seen & (world.happenings.day <= 180)
            count = np.bincount(world.happenings.person[early], minlength=people.n)
            value = truth.get(estimand="mean number of events", outcome=kind, group=arm, time=180)
            yield Comparison(f"{kind} {arm}", *mean(count[whole]), value)


def all_comparisons(world, truth, rngs):
    return [
        *retention(world, truth),
        *marginal_and_conditional(world, truth),
        *readmission(world, truth),
        *trajectories(world, truth),
        *use(world, truth),
        *life(world, truth, rngs),
    ]
