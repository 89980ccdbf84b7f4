"""Needs that were worked on: how many different ones, or whether a given one was."""

from __future__ import annotations

import numpy as np
import pandas as pd

from recoveryeval.errors import OutcomeError
from recoveryeval.outcomes.engaging.counting import EVERYONE
from recoveryeval.outcomes.engaging.measured import Measured, Source
from recoveryeval.outcomes.engaging.shares import yes_or_no
from recoveryeval.outcomes.engaging.told import contact_checks, denominator_check
from recoveryeval.results.check import Check
from recoveryeval.schema.vocabulary import load_vocabulary


def needs_worked_on(source: Source) -> Measured:
    """Return how many different needs were worked on, with the days observed as exposure."""
    worked, checks = _worked(source)
    people, days = source.people, source.options["window_days"] or np.inf
    count = worked.groupby("person")["need"].nunique().reindex(range(people.n), fill_value=0)
    return Measured(
        kind="count",
        place=np.arange(people.n),
        columns={
            "count": count.to_numpy(dtype="float64"),
            "exposure": np.minimum(people.last + 1, days),
        },
        checks=(denominator_check(people.n, people.n, EVERYONE), *checks),
        horizon=float(source.options["window_days"]) or None,
    )


def need_addressed(source: Source) -> Measured:
    """Return whether any of the needs asked for was worked on in the window."""
    worked, checks = _worked(source)
    value = np.isin(np.arange(source.people.n), worked["person"])
    return yes_or_no(source, value, float(source.options["window_days"] - 1), checks)


def _worked(source: Source) -> tuple[pd.DataFrame, tuple[Check, ...]]:
    """Return every need of every contact in the window: ``person``, ``need``."""
    found = source.contacts()
    frame = found.frame[found.frame["day"] < (source.options["window_days"] or np.inf)]
    _require_needs(frame)
    words = frame["domains"].str.split(";").explode().str.strip()
    words = words.mask(words == "")
    terms, unknown = load_vocabulary("need").match(words)
    long = pd.DataFrame({"person": frame["person"].reindex(terms.index), "need": terms})
    wanted = source.options["needs"]
    if wanted != ("any",):
        long = long[long["need"].isin(wanted).fillna(False)]
    blank = int(frame["domains"].isna().sum())
    checks = (*contact_checks(found.counts), *_told(blank, unknown, len(frame)))
    return long.dropna(subset="need"), checks


def _require_needs(frame: pd.DataFrame) -> None:
    """Raise when no contact says which needs were worked on."""
    if len(frame) and frame["domains"].isna().all():
        raise OutcomeError(
            "No contact that counts says which needs were worked on",
            code="RE-O24",
            column="domains",
            rows=len(frame),
            do="Map the column that holds them, separated by semicolons.",
        )


def _told(blank: int, unknown: int, rows: int) -> list[Check]:
    """Return how many contacts name no need, and how many words are no need."""
    found = []
    if blank:
        found.append(
            Check(
                id="needs_missing",
                statistic=float(blank),
                meaning=f"{blank} of {rows} contacts in the window name no need; none is assumed.",
            )
        )
    if unknown:
        found.append(
            Check(
                id="needs_unknown",
                verdict="concern",
                statistic=float(unknown),
                meaning=f"{unknown} words are not in the vocabulary of needs and do not count; map "
                "them to its terms.",
            )
        )
    return found
