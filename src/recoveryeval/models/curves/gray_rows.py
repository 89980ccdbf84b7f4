"""Rows of Gray's test: all groups together, and pairs of them, for each cause."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import Any

import numpy as np

from recoveryeval.models.survival.survival_input import SurvivalInput
from recoveryeval.stats.coefficients import FTest
from recoveryeval.stats.competing.gray import gray_test
from recoveryeval.stats.multiplicity import Adjustment, adjusted
from recoveryeval.stats.survival.cells import Cells
from recoveryeval.stats.survival.time_grid import TimeGrid

NAME = "Gray's test"
ALONE = "a group is one person"
NO_EVENTS = "nobody in these groups had this event"
ALIKE = "the groups cannot be told apart by these data"


def cause_rows(
    found: SurvivalInput,
    cause: tuple[int, str],
    options: tuple[float, Adjustment | None],
    grid: TimeGrid,
) -> list[dict[str, Any]]:
    """Return the rows of one cause, given as its code and name; options are rho and pairwise."""
    code, name = cause
    rho, pairwise = options
    count = len(found.labels)
    shared = {"term": NAME, "cause": name, "estimand": "difference between cumulative incidences"}
    rows = [{**shared, **_tested(found.cells, found.people, (code, rho), grid)}]
    if pairwise is None:
        return rows
    pairs = []
    for first, second in combinations(range(count), 2):
        both = found.cells.where(np.isin(found.cells.group, (first, second)))
        own = replace(both, group=(both.group == second).astype(np.int64))
        told = _tested(own, found.people[[first, second]], (code, rho))
        told["method"] = f"{told['method']}, p value: {pairwise}"
        pair = f"{found.labels[second]} - {found.labels[first]}"
        pairs.append({**shared, "contrast": pair, **told})
    corrected = adjusted(np.array([row["p_value"] for row in pairs]), pairwise)
    return rows + [{**row, "p_value": float(p)} for row, p in zip(pairs, corrected, strict=True)]


def _tested(
    cells: Cells, people: np.ndarray, asked: tuple[int, float], grid: TimeGrid | None = None
) -> dict[str, Any]:
    """Return the numbers of one test, of a cause and rho, of the groups that the cells hold."""
    code, rho = asked
    test = gray_test(cells, people.size, cause=code, rho=rho, grid=grid)
    happened = float(cells.n[cells.cause == code].sum())
    reason = ""
    if (people <= 1).any():
        reason = ALONE
    elif not test.df:
        reason = ALIKE if happened else NO_EVENTS
    df = float(test.df) if test.df else float("nan")
    chi_square = FTest(test.statistic / df, df, float("inf"))
    return {
        "statistic": test.statistic,
        "df": float("nan") if reason else df,
        "p_value": float("nan") if reason else chi_square.p_value,
        "n": float(people.sum()),
        "n_event": happened,
        "status": "not_estimable" if reason else "ok",
        "reason": reason,
        "method": f"{NAME}{f', rho = {rho:g}' if rho else ''}, chi-square",
    }
