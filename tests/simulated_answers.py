"""The answers of ``simulated_by_verbs.py``, twenty times faster: the same parts without tables.

Where a curve is at an edge in some group (nobody, or everybody, had the event), and where a day
lies beyond observation, the verb itself is asked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import simulated_by_verbs as verbs
from scipy.special import chdtrc
from simulated_by_verbs import CONTRAST, DAYS, GROUPS, Answers, known
from simulated_models import cox_models, fine_gray, rejects
from simulated_programs import NOTHING, WORKS, Drawn, drawn

from recoveryeval.models.curves.cumulative_incidence_group import IncidenceOptions
from recoveryeval.models.curves.cumulative_incidence_limits import incidence_limits
from recoveryeval.models.curves.cumulative_incidence_rows import group_incidence
from recoveryeval.models.curves.logrank_tests import family_test
from recoveryeval.models.curves.logrank_words import time_weight
from recoveryeval.models.curves.rmst_contrasts import contrast_rows
from recoveryeval.models.curves.rmst_rows import RmstAsked, group_part, group_row
from recoveryeval.models.recurrent.mean_cumulative_compared import compared_groups
from recoveryeval.models.recurrent.mean_cumulative_rows import MeanOptions, mean_rows
from recoveryeval.models.survival.survival_input import SurvivalInput
from recoveryeval.stats.competing.gray import gray_test
from recoveryeval.stats.competing.mean_cumulative import DEATH
from recoveryeval.stats.survival.cells import Cells, make_cells
from recoveryeval.stats.survival.differences import Part, difference_limits
from recoveryeval.stats.survival.limits import survival_limits
from recoveryeval.stats.survival.product_limit import product_limit
from recoveryeval.stats.survival.risk_table import risk_table

Question = Callable[[np.random.Generator, int], Answers]
NAMES = tuple(verbs.CAUSES.values())
HORIZON = RmstAsked(180.0, 0.95, "log-log")


def by_arm(frame: Any, cause: str) -> tuple[Cells, list[Cells]]:
    """Return the cells of everybody and of each arm."""
    arm = frame["arm"].cat.codes.to_numpy()
    cells = make_cells(frame["day"], frame[cause], group=arm)
    return cells, [cells.where(arm == g) for g in range(2)]


def at(days: tuple[float, ...], time: np.ndarray, part: Part) -> Part | None:
    """Return a curve at days; None at an edge or beyond observation."""
    place = np.searchsorted(time, days, side="right") - 1
    inside = (part[0][place] > 0) & np.isfinite(part[1][place]) & (np.array(days) <= time[-1])
    if place.min() < 0 or not inside.all():
        return None
    found: Any = tuple(values[place] for values in part)
    return found


def held(parts: list[Part | None], told: str, truths: Any) -> Answers | None:
    """Return whether limits of each arm and of their difference hold the truth at DAYS."""
    if parts[0] is None or parts[1] is None:
        return None
    pair = difference_limits(parts[1], parts[0])
    limits = [*((p[1], p[2]) for p in parts if p is not None), pair]
    return {
        told.format(day=f"{day:g}", who=who): bool(low[k] <= truths(day, who) <= high[k])
        for who, (low, high) in zip((*GROUPS, "difference"), limits, strict=True)
        for k, day in enumerate(DAYS)
    }


def truth_at(one: str, both: str, outcome: str, **more: str) -> Callable[[float, str], float]:
    """Return what is true of an arm, or of the difference, on a day."""

    def find(day: float, who: str) -> float:
        if who == "difference":
            return known(both, outcome, time=day, contrast=CONTRAST, **more)
        return known(one, outcome, time=day, group=who, **more)

    return find


def retained(people: Drawn) -> Answers:
    _, arms = by_arm(people.leaving, "left")
    tables = [risk_table(c) for c in arms]
    curves = [product_limit(t) for t in tables]
    parts = [
        at(DAYS, c.time, (c.survival, *survival_limits(
            c.survival, c.std_error, conf_level=0.95, conf_type="log-log")))
        for c in curves
    ]  # fmt: skip
    true = truth_at("survival", "difference in survival", "retention")
    found = held(parts, "Kaplan-Meier, day {day}, {who}", true)
    if found is None:
        return verbs.retained(people)
    means = [
        group_part((g, GROUPS[g], float(arms[g].n.sum())), t, HORIZON) for g, t in enumerate(tables)
    ]
    if any(m.status != "ok" for m in means):
        return verbs.retained(people)
    rows = [*map(group_row, means), *contrast_rows(means, GROUPS[0], 0.95)]
    return found | dict(zip(verbs.MEANS, verbs.means_held(rows), strict=True))


def incidence(people: Drawn) -> Answers:
    _, arms = by_arm(people.first, "status")
    true = truth_at("cumulative incidence", "risk difference", "readmission", cause="readmission")
    found: Answers = {}
    for words, variance in (("jackknife", "jackknife"), ("Aalen", "aalen")):
        options = IncidenceOptions(
            conf_level=0.95, conf_type="log-log", variance=variance,  # type: ignore[arg-type]
            robust=False, clustered=False, cluster_by="", alone=False,
        )  # fmt: skip
        groups = [
            group_incidence(c, tuple(verbs.CAUSES.values()), float(c.n.sum()), options)
            for c in arms
        ]
        parts = [
            at(DAYS, g.found.time, (g.share[0], *incidence_limits(g, 0, options))) for g in groups
        ]
        own = held(parts, f"cumulative incidence ({words}), day {{day}}, {{who}}", true)
        if own is None:
            return verbs.incidence(people)
        found |= own
    return found


def history(people: Drawn) -> Cells:
    """Return the cells of admissions, as the verb makes them."""
    frame = people.admissions
    last = frame["event"].to_numpy() == 0
    cause = np.where(last, np.where(frame["gone"] == 1, DEATH, 0), 1)
    entry = frame["start"].where(frame["start"] > 0, -np.inf)
    return make_cells(frame["stop"], cause, entry=entry, group=frame["arm"].cat.codes,
                      cluster=frame["person"])  # fmt: skip


def admissions(people: Drawn) -> Answers:
    cells = history(people)
    options = MeanOptions(0.95, "log", weighted=False, deaths=bool(people.admissions["gone"].any()))
    parts = []
    for g in range(2):
        own = cells.where(cells.group == g)
        rows = mean_rows(own, float(np.unique(own.cluster).size), options)
        part: Any = tuple(rows[c].to_numpy() for c in ("estimate", "conf_low", "conf_high"))
        parts.append(at(tuple(d + 1.0 for d in DAYS), rows["time"].to_numpy(), part))
    true = truth_at("mean number of events", "difference in mean number of events", "readmission")
    found = held(parts, "mean cumulative function, day {day}, {who}", true)
    return verbs.admissions(people) if found is None else found


def tests_of_arms(people: Drawn) -> Answers:
    stay, arms = by_arm(people.leaving, "left")
    first, _ = by_arm(people.first, "status")
    plain = SurvivalInput(stay, GROUPS, np.array([c.n.sum() for c in arms]), np.zeros(2),
                          clustered=False, rows_used=0, dropped={}, check_rows=())  # fmt: skip
    means = [
        group_part((g, GROUPS[g], float(c.n.sum())), risk_table(c), HORIZON)
        for g, c in enumerate(arms)
    ]
    gray = gray_test(first, 2)
    weight = time_weight("log-rank", 0.0, 0.0)
    if not gray.df or any(m.status != "ok" for m in means):
        return verbs.tests_of_arms(people)
    cells = history(people)
    deaths = bool(people.admissions["gone"].any())
    together = SurvivalInput(cells, GROUPS, plain.people, np.zeros(2), clustered=True,
                             rows_used=0, dropped={}, check_rows=())  # fmt: skip
    mean = compared_groups(together, MeanOptions(0.95, "log", weighted=False, deaths=deaths))
    return {
        "log-rank": rejects(family_test(plain, weight, weighted=False)(stay, 2).p_value),
        "Gray": rejects(float(chdtrc(gray.df, gray.statistic))),
        "restricted mean, difference": rejects(contrast_rows(means, GROUPS[0], 0.95)[0]["p_value"]),
        "mean cumulative function": rejects(mean.p_value),
    }


def of(ask: Callable[[Drawn], Answers], effects: Any) -> Question:
    return lambda rng, n: ask(drawn(n, effects, rng))


COVERAGE: Mapping[str, Question] = {
    "retained": of(retained, WORKS),
    "incidence": of(incidence, WORKS),
    "admissions": of(admissions, WORKS),
}
QUESTIONS: Mapping[str, Question] = {
    **COVERAGE, "tests": of(tests_of_arms, NOTHING), "cox": cox_models, "fine_gray": fine_gray,
}  # fmt: skip
