"""The Model around the rows of a regression on counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from recoveryeval.models.count_models.rates_input import RateRows
from recoveryeval.models.count_models.rates_words import FAMILIES, ratio_of
from recoveryeval.models.design import Design
from recoveryeval.models.regression import Regression, regression_model
from recoveryeval.models.survival.survival_record import text_filled
from recoveryeval.models.survival.survival_words import event_of
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.results.check import Check
from recoveryeval.results.model import Model


def rates_model(
    outcome: Outcome,
    found: Design,
    rows: RateRows,
    parts: tuple[pd.DataFrame, Mapping[str, object], tuple[Check, ...], Mapping[str, Any]],
    *,
    words: str,
    extras: Mapping[str, Any] | None = None,
) -> Model:
    """Return the Model around its table, summary, checks and parameters."""
    table, summary, checks, asked = parts
    ratio = ratio_of(asked["family"])
    model = regression_model(
        outcome,
        found,
        Regression(
            kind="rates",
            title=f"{FAMILIES[asked['family']].partition(' (')[0].capitalize()}: "
            f"{event_of(outcome)}",
            table=text_filled(table).assign(outcome=outcome.name),
            summary=summary,
            contrast=f"{ratio.removeprefix('log ')} per term, at equal values of the others",
            x_label=ratio.removeprefix("log ").capitalize(),
            methods_text=words,
            parameters=asked,
            rows_used=len(rows.frame),
            checks=(*rows.check_rows, *checks),
            dropped=rows.dropped,
            log_scale=True,
            extras=extras or {},
            libraries=("scipy",),
        ),
    )
    return replace(model, labels={**model.labels, "estimand": ratio})
