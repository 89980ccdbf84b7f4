"""Tidy rows of harms: people with one, rates of everyone and by group, and comparisons."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from recoveryeval.analyses.harms_counts import Harm
from recoveryeval.errors import EstimationError, nearest
from recoveryeval.models.count_models.rates import rates
from recoveryeval.models.groups import EVERYONE, groups
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.results.blank_text import blank_text
from recoveryeval.results.check import Check

PER = 100
PEOPLE = "number of people with one or more"
_KEPT = [
    "term", "group", "contrast", "estimand", "estimate", "std_error", "p_value", "conf_low",
    "conf_high", "conf_level", "n", "n_event", "denominator", "status", "method", "reason",
]  # fmt: skip


def harm_rows(
    found: Mapping[str, Harm], *, by: str | None, reference: str | None, conf_level: float
) -> tuple[pd.DataFrame, list[Check]]:
    """Return the rows of every harm, and what its rates say of themselves."""
    _refuse_alone(by, reference)
    tables: list[pd.DataFrame] = []
    told: list[Check] = []
    for harm in found.values():
        if harm.outcome is None:
            lack = {"status": "not_estimable", "reason": "not collected"}
            row = {"term": "exact", "group": EVERYONE, "estimand": "rate", **lack}
            tables.append(pd.DataFrame([{**row, "outcome": harm.label}]))
            continue
        rows, checks = _one(harm.outcome, by, reference, conf_level)
        tables.append(rows.assign(outcome=harm.label))
        told += [
            Check(c.id, f"{harm.label}: {c.meaning}", c.verdict, c.statistic, c.p_value)
            for c in checks
            if c not in harm.outcome.check_rows
        ]
    whole = pd.concat(tables, ignore_index=True)
    texts = [c for c in ("term", "group", "contrast", "method", "reason") if c in whole]
    return blank_text(whole, texts), told


def _refuse_alone(by: str | None, reference: str | None) -> None:
    """Refuse a reference without groups."""
    if by is None and reference is not None:
        raise EstimationError(
            "A reference was named and no groups to compare with it",
            code="RE-M32",
            column="reference",
            do="Name the column of groups as by=, or leave out reference=.",
        )


def _one(
    outcome: Outcome, by: str | None, reference: str | None, conf_level: float
) -> tuple[pd.DataFrame, list[Check]]:
    """Return the rows of one harm: everyone, then each group and its comparison."""
    overall = rates(outcome, per=PER, conf_level=conf_level)
    tables, told = [overall.tidy()], list(overall.check_rows)
    people = list(_people(outcome.frame, None))
    if by is not None:
        outcome.require([by])
        ordered = _ordered(outcome, by, reference)
        grouped = rates(ordered, by=by, per=PER, conf_level=conf_level)
        tables.append(grouped.tidy())
        told = [*grouped.check_rows]
        people += list(_people(ordered.frame, by))
    rows = pd.concat([pd.DataFrame(people), *tables], ignore_index=True)
    method = rows["method"].str.replace(f"per {PER}", f"per {PER} person-years", regex=False)
    return rows.assign(method=method)[[c for c in _KEPT if c in rows]], told


def _people(frame: pd.DataFrame, by: str | None) -> Iterator[dict[str, Any]]:
    """Yield how many people had one or more; no share, since they are observed unequally long."""
    found = groups(None if by is None else frame[by], len(frame))
    for code, label in enumerate(found.labels):
        own = frame[found.codes == code]
        some = float((own["count"] > 0).sum())
        yield {"group": label, "estimand": PEOPLE, "estimate": some, "n": float(len(own)),
               "n_event": float(own["count"].sum()), "status": "ok"}  # fmt: skip


def _ordered(outcome: Outcome, by: str, reference: str | None) -> Outcome:
    """Return the outcome with the reference as the first group."""
    if reference is None:
        return outcome
    found = groups(outcome.frame[by], len(outcome.frame))
    if reference not in found.labels:
        raise EstimationError(
            "There is no group of that name to compare with",
            code="RE-M32",
            column=by,
            do="Name one of the groups." + nearest(reference, found.labels),
        )
    order = [reference, *(label for label in found.labels if label != reference)]
    names = [found.labels[code] if code >= 0 else None for code in found.codes]
    return replace(
        outcome, frame=outcome.frame.assign(**{by: pd.Categorical(names, categories=order)})
    )
