"""Tidy rows of one domain: both denominators at both times, and the change of the matched."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from recoveryeval.analyses.national.answers import Answers
from recoveryeval.analyses.national.people import Asked
from recoveryeval.analyses.national.rule import Domain
from recoveryeval.stats.answers.paired_shares import Matched, exact_mcnemar, share_change
from recoveryeval.stats.answers.two_proportions import wilson

Row = dict[str, Any]
MATCHED, THEN, ALL = (
    "of people with both answers",
    "of people with an answer then",
    "of all intakes",
)
SHARE, CHANGE, COUNT = "share", "change in share", "number of people"
BEFORE, AFTER, BETWEEN = "before", "after", "change"
TIMES = (BEFORE, AFTER)


def domain_rows(
    domain: Domain, found: Answers, people: Asked, own: np.ndarray, conf_level: float
) -> Iterator[Row]:
    """Yield the rows of one domain for a group, a mask (n,) of the cohort."""
    due = own & people.due
    value = found.value[due]
    known = ~np.isnan(value)
    both = known.all(axis=1)
    said = {"method": f"Wilson limits; from {found.source}"}
    times = (1,) if domain.after_only else (0, 1)
    for time in times:
        lacking = found.lacking[time]
        if lacking:
            yield {"level": TIMES[time], "estimand": SHARE, **_not(lacking)}
            continue
        at = {"level": TIMES[time]}
        if not (domain.after_only or any(found.lacking)):
            yield {**at, **_share(MATCHED, value[both, time], conf_level), **said}
        yield {**at, **_share(THEN, value[known[:, time], time], conf_level), **said}
        died = people.died[due] if time else np.zeros(len(value), dtype=bool)
        yield {**at, **_of_all(value[:, time], died, conf_level), **said}
    if not domain.after_only:
        yield {"level": BETWEEN, **_change(value[both], found, conf_level)}
    yield from _counts(known, people, own, after_only=domain.after_only)


def not_collected(reason: str) -> Row:
    """Return the row of a domain of which nothing is known."""
    return {"level": "", "estimand": SHARE, **_not(reason)}


def _share(term: str, value: np.ndarray, conf_level: float) -> Row:
    """Return a share of yes among answers (k,) that are all known."""
    base: Row = {"term": term, "estimand": SHARE}
    if not len(value):
        return {**base, "n": 0.0, "denominator": 0.0, **_not("nobody has an answer")}
    yes, n = float(value.sum()), float(len(value))
    limits = wilson(yes, n, conf_level)
    return {
        **base, "estimate": yes / n, "conf_low": limits.low, "conf_high": limits.high,
        "conf_level": conf_level, "n": n, "n_event": yes, "denominator": n, "status": "ok",
    }  # fmt: skip


def _of_all(value: np.ndarray, died: np.ndarray, conf_level: float) -> Row:
    """Return the share of all intakes known to be a yes, and how high it could be."""
    row = _share(ALL, np.nan_to_num(value), conf_level)
    n, unknown = len(value), int((np.isnan(value) & ~died).sum())
    if not n:
        return row
    high = (row["n_event"] + unknown) / n
    row |= {"bound_low": row["estimate"], "bound_high": high}
    gone = int((np.isnan(value) & died).sum())
    told = [f"{unknown} of {n} without an answer count as no"] if unknown else []
    told += [f"{gone} of {n} had died"] if gone else []
    if unknown:
        told.append(f"were they all yes, it would be {100 * high:.0f}%")
    return {**row, "status": "flagged" if unknown else "ok", "reason": "; ".join(told)}


def _change(value: np.ndarray, found: Answers, conf_level: float) -> Row:
    """Return the change in share of people with both answers (k, 2)."""
    base: Row = {"term": MATCHED, "estimand": CHANGE}
    if not len(value):
        lacking = next((why for why in found.lacking if why), "nobody has both answers")
        return {**base, "n": 0.0, "denominator": 0.0, **_not(lacking)}
    one, two = value[:, 0] == 1, value[:, 1] == 1
    counts = Matched(
        both=float((one & two).sum()),
        before=float((one & ~two).sum()),
        after=float((~one & two).sum()),
        neither=float((~one & ~two).sum()),
    )
    change, limits = share_change(counts, conf_level)
    return {
        **base, "estimate": change, "conf_low": limits.low, "conf_high": limits.high,
        "conf_level": conf_level, "p_value": exact_mcnemar(counts), "n": counts.n,
        "n_event": counts.before + counts.after, "denominator": counts.n, "status": "ok",
        "method": "Newcombe's paired limits, exact McNemar test",
    }  # fmt: skip


def _counts(
    known: np.ndarray, people: Asked, own: np.ndarray, *, after_only: bool
) -> Iterator[Row]:
    """Yield how many people answered when; ``known`` (k, 2) is of those due."""
    due = own & people.due
    before, after = known[:, 0], known[:, 1]
    dead = people.died[due] & ~after
    counts: Mapping[str, int]
    if after_only:
        counts = {"answered": after.sum(), "not answered": (~after & ~dead).sum()}
    else:
        counts = {
            "answered at both times": (before & after).sum(),
            "answered before only": (before & ~after & ~dead).sum(),
            "answered after only": (~before & after).sum(),
            "answered at neither time": (~before & ~after & ~dead).sum(),
        }
    counts = {**counts, "died before the second time": dead.sum()}
    yield _count("second time due", int(due.sum()), int(own.sum()))
    for term, n in counts.items():
        yield _count(term, int(n), int(due.sum()))
    later = own & ~people.due
    yield _count("second time not due yet", int((later & ~people.undated).sum()), int(own.sum()))
    undated = int((own & people.undated).sum())
    if undated:
        yield _count("no date of intake", undated, int(own.sum()))


def _count(term: str, n: int, denominator: int) -> Row:
    """Return a count of people."""
    return {"term": term, "estimand": COUNT, "estimate": float(n), "n": float(n),
            "denominator": float(denominator), "status": "ok"}  # fmt: skip


def _not(reason: str) -> Row:
    """Return the state of a row without a number."""
    return {"status": "not_estimable", "reason": reason}
