"""The Model that every regression returns, from the few things that differ between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from recoveryeval.models.design import Design
from recoveryeval.models.unit_words import step_labels
from recoveryeval.models.words import estimand_of, others_of
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.results.check import Check
from recoveryeval.results.model import Model
from recoveryeval.results.spec import make_spec


@dataclass(frozen=True, slots=True, eq=False)
class Regression:
    """What one kind of regression has to say: its rows, its words, its record.

    ``other_events`` is for what competing events mean where they do not end observation.
    """

    kind: str
    title: str
    table: pd.DataFrame
    summary: Mapping[str, object]
    contrast: str
    x_label: str
    methods_text: str
    parameters: Mapping[str, Any]
    rows_used: int
    checks: tuple[Check, ...] = ()
    log_scale: bool = False
    extras: Mapping[str, Any] = field(default_factory=dict)
    libraries: tuple[str, ...] = ()
    other_events: str = ""
    dropped: Mapping[str, int] = field(default_factory=dict)


def regression_model(outcome: Outcome, found: Design | None, told: Regression) -> Model:
    """Return the Model of a regression on an outcome."""
    dropped = {**told.dropped, **({} if found is None else found.dropped)}
    others = told.other_events or others_of(outcome, told.parameters.get("cause"))
    return Model(
        kind=told.kind,
        title=told.title,
        table=told.table,
        summary=pd.DataFrame({name: [value] for name, value in told.summary.items()}),
        spec=make_spec(
            told.kind,
            told.parameters,
            outcome.frame,
            rows_in=outcome.rows_in or len(outcome.frame),
            rows_used=told.rows_used,
            dropped={**outcome.dropped, **dropped},
            libraries=told.libraries,
        ),
        estimand=estimand_of(outcome, told.contrast, other_events=others, dropped=dropped),
        methods_text=told.methods_text,
        check_rows=(
            *outcome.check_rows,
            *(found.check_rows if found is not None else ()),
            *told.checks,
        ),
        labels={"title": told.title, "x": told.x_label, "y": "", **step_labels(found)},
        log_scale=told.log_scale,
        extras=told.extras,
    )
