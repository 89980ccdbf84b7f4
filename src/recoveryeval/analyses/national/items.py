"""Answers to a domain from the items of interviews, by a rule on them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from recoveryeval.analyses.national.answers import Answers, unknown
from recoveryeval.analyses.national.item_rule import answered, items_of, said
from recoveryeval.analyses.national.items_told import ItemsRead, item_checks
from recoveryeval.analyses.national.people import Asked
from recoveryeval.analyses.national.rule import Domain, OutcomesRule
from recoveryeval.outcomes.measured.grid import grid
from recoveryeval.outcomes.measured.interviews import Interviews, of_cohort, one_version, plain


def from_items(people: Asked, domain: Domain, rule: OutcomesRule) -> Answers:
    """Return the answers that the interview in the window of each time gives.

    ``any``: yes when one item has an answer that means yes, no when all are
    known and none has. ``all``: no when one item has not, yes when all have.
    Anything else is not known.
    """
    response = people.cohort.program.tables["response"]
    items, absent = items_of(response, domain)
    if absent:
        return unknown(people, f"not collected: there is no item '{absent}'")
    told = answered(response, items)
    held = _interviews(people, told, domain, rule)
    met = held.rows
    value, partial = _decided(met, told, len(items), every="all" in domain.told)
    rows = met.assign(
        value=value,
        absent=np.isnan(value).astype("int64"),
        score_missing=np.where(np.isnan(value), "not_answered", ""),
    )
    placed = grid(people.cohort, rows, rule.waves, "closest")
    found = placed.frame.sort_values(["place", "slot"])["value"].to_numpy(dtype=float)
    return Answers(
        found.reshape(people.n, 2),
        said(domain, len(items)),
        item_checks(domain, rule, ItemsRead(met, told, value, partial, held.other_stay), placed),
    )


def _interviews(
    people: Asked, told: pd.DataFrame, domain: Domain, rule: OutcomesRule
) -> Interviews:
    """Return the interviews of the cohort that ask the items, held or not."""
    table = people.cohort.program.tables["assessment"]
    names = table["instrument"].astype("string")
    named = str(domain.told.get("instrument", ""))
    if named:
        wanted = {name for name in names.dropna().unique() if plain(str(name)) == plain(named)}
    else:
        asking = table["assessment_id"].isin(told["assessment_id"].unique())
        wanted = set(names[asking].dropna().unique())
    about = (table["subject"] == "client").fillna(True)
    chosen = table[names.isin(wanted).fillna(False) & about]
    return of_cohort(people.cohort, one_version(chosen, domain.label, rule.version))


def _decided(
    met: pd.DataFrame, told: pd.DataFrame, wanted: int, *, every: bool
) -> tuple[np.ndarray, np.ndarray]:
    """Return the answer of each interview (m,), and which hold some of the items only (m,)."""
    flags = pd.DataFrame({"yes": told["met"] == 1, "no": told["met"] == 0})
    counts = flags.groupby(told["assessment_id"]).sum().reindex(met["assessment_id"]).fillna(0)
    yes, no = (counts[c].to_numpy(dtype=float) for c in ("yes", "no"))
    sure_yes = yes == wanted if every else yes > 0
    sure_no = no > 0 if every else no == wanted
    value = np.select([sure_yes, sure_no], [1.0, 0.0], np.nan)
    return value, (yes + no > 0) & (yes + no < wanted)
