"""A regression on counts in which nobody had an event: no ratio, and how high the rate may be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from recoveryeval.models.count_models.rates_exact import ExactRate, rate_row
from recoveryeval.models.count_models.rates_input import RateRows
from recoveryeval.models.count_models.rates_words import ratio_of
from recoveryeval.models.design import Design
from recoveryeval.models.words import versions
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.results.check import Check

NO_EVENTS = "nobody had an event"


def silent_table(rows: RateRows, found: Design, asked: Mapping[str, Any]) -> pd.DataFrame:
    """Return the terms without an estimate, and the rate of everyone with its upper limit."""
    terms = pd.DataFrame({"term": found.terms, "contrast": found.contrasts})
    terms = terms[terms["term"] != "intercept"].assign(
        estimand=ratio_of(asked["family"]),
        status="not_estimable",
        reason=NO_EVENTS,
        estimate=np.nan,
    )
    return pd.concat([terms, pd.DataFrame([rate_row(_one(rows, asked))])], ignore_index=True)


def silent_check(outcome: Outcome, rows: RateRows, asked: Mapping[str, Any]) -> Check:
    """Return what can still be said."""
    one = _one(rows, asked)
    high = one.limits[1]
    told = (
        f"Nobody had an event in {one.exposure:g} {outcome.unit} of {rows.people():g} people. "
        f"Events per {one.per:g} {outcome.unit} are at most {high:.3g} (exact limit)."
    )
    return Check("no_events", told, "fail", high)


def silent_methods(check: Check) -> str:
    """Return the paragraph for a paper."""
    return f"{check.meaning} No ratio can be estimated. Software: {versions('scipy')}."


def _one(rows: RateRows, asked: Mapping[str, Any]) -> ExactRate:
    """Return the rate of everyone together."""
    exposure = float(rows.sampling.n @ rows.exposure)
    people = rows.people()
    return ExactRate("everyone", 0.0, exposure, people, asked["per"], asked["conf_level"], "")
