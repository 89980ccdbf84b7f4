"""What a reader must know about answers taken from interviews."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from recoveryeval.analyses.national.rule import Domain, OutcomesRule
from recoveryeval.outcomes.measured.grid import Grid
from recoveryeval.results.check import Check, Verdict

MANY = 0.1
EARLIER = (
    "interviews are older than this version of the tool: if they come from the version before "
    "it, their rates do not compare"
)


@dataclass(frozen=True, slots=True, eq=False)
class ItemsRead:
    """Interviews with their answers to the items: ``value`` (m,), and who answered in part (m,).

    ``other_stay`` counts those of another enrollment of the same person.
    """

    met: pd.DataFrame
    told: pd.DataFrame
    value: np.ndarray
    partial: np.ndarray
    other_stay: int


def item_checks(
    domain: Domain, rule: OutcomesRule, read: ItemsRead, placed: Grid
) -> tuple[Check, ...]:
    """Return counts of interviews and answers that did not count as they are."""
    met, told = read.met, read.told
    codes = int((told["code"] & told["assessment_id"].isin(met["assessment_id"])).sum())
    outside = int((placed.frame["missing"] == "out_of_window").sum())
    early = pd.Series(False, met.index)
    if rule.not_before:
        early = (met["date"] < pd.Timestamp(rule.not_before)).fillna(False)
    counted: list[tuple[str, int, Verdict, str]] = [
        ("out_of_window", outside, "note", "people were interviewed for a time outside its window"),
        ("undated", placed.undated, "concern", "interviews have no date; their label decides"),
        ("second", placed.second, "note", "interviews share a window with one nearer to its day"),
        ("other_stay", read.other_stay, "note", "interviews are of another enrollment"),
        ("codes", codes, "concern", "answers are numbers below zero that mean no answer"),
        ("earlier_tool", int(early.sum()), "concern", EARLIER),
    ]  # fmt: skip
    found = [
        Check(f"{domain.id}_{name}", f"{domain.label}: {n} {words}.", verdict, statistic=float(n))
        for name, n, verdict, words in counted
        if n
    ]
    return (*found, *_partial(domain, read))


def _partial(domain: Domain, read: ItemsRead) -> list[Check]:
    """Return how many interviews hold some of the items only, which decides one way alone."""
    n = int(read.partial.sum())
    if not n:
        return []
    known = ~np.isnan(read.value)
    one, way = int((read.partial & known).sum()), "yes" if "any" in domain.told else "no"
    meaning = (
        f"{domain.label}: {n} interviews answer some of the items only; {one} of them still tell "
        f"that the answer is {way}, the others tell nothing."
    )
    many = one > MANY * max(int(known.sum()), 1)
    if many:
        meaning += f" Known answers are more often {way} than those not known would be."
    return [Check(f"{domain.id}_partial", meaning, "concern" if many else "note", float(n))]
