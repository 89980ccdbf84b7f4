"""The Model of rates by group, without adjustment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from recoveryeval.errors import EstimationError
from recoveryeval.models.count_models.rates_by_group import group_rates, rate_table
from recoveryeval.models.count_models.rates_checks import cluster_checks, spread_check
from recoveryeval.models.count_models.rates_input import RateRows, rate_rows
from recoveryeval.models.count_models.rates_robust import GroupRates
from recoveryeval.models.count_models.rates_words import crude_methods, crude_title
from recoveryeval.models.groups import Groups, groups, refuse_empty
from recoveryeval.models.missing_share import refuse_share, share_verdict
from recoveryeval.models.regression import Regression, regression_model
from recoveryeval.models.scattered_groups import refuse_scattered
from recoveryeval.models.survival.survival_record import text_filled
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.results.check import Check
from recoveryeval.results.model import Model
from recoveryeval.results.status import STATUSES, Status, worst

DOUBT = "counts vary more than chance alone makes them"
QUESTION = ["group", "contrast", "estimand"]
APART = "limits take people for independent, and clusters were named"


def crude_rates(outcome: Outcome, asked: Mapping[str, Any]) -> Model:
    """Return rates of groups, or of everyone, with exact and robust limits."""
    by = asked["by"]
    if asked["variance"] == "model":
        raise EstimationError(
            "Rates by group come with robust and with exact limits, not with a model's",
            code="RE-M32",
            do="Leave variance= out: the exact limits are those of the Poisson model.",
        )
    named = [] if by is None else [by]
    rows = rate_rows(outcome, named, cluster=asked["cluster"], weights=asked["weights"])
    group = groups(None if by is None else rows.frame[by], len(rows.frame))
    kept = group.codes >= 0
    lost = _lost(by, kept)
    rows, group = rows.where(kept), Groups(group.codes[kept], group.labels)
    refuse_empty(group, np.ones(group.codes.size, dtype=bool), by)
    if by is not None and pd.api.types.is_float_dtype(rows.frame[by].dtype):
        refuse_scattered(group, rows.frame, by)  # a row per site may well hold its total
    found = group_rates(rows, group)
    spread = spread_check(rows, _fitted(found, rows, group), len(group.labels))
    level, exact = asked["conf_level"], not rows.weighted
    doubt = _doubt(rows, spread)
    told = rate_table(found, per=asked["per"], conf_level=level, exact=exact, spread=doubt)
    table = pd.DataFrame(told)
    checks = (*lost, *(() if spread is None else (spread,)), *_few(found, rows), *_empty(found))
    words = crude_methods(outcome, rows, asked, few=found.few, totals=_totals(found, rows))
    return _model(outcome, rows, table, (asked, checks, int((~kept).sum()), words))


def _totals(found: GroupRates, rows: RateRows) -> bool:
    """Return whether every group is one row, as totals are, and has exact limits."""
    return bool(found.alone.all()) and not rows.weighted


def _few(found: GroupRates, rows: RateRows) -> tuple[Check, ...]:
    """Return a check where people or clusters are few, or where there are totals only."""
    if not _totals(found, rows):
        return cluster_checks(rows)
    told = (
        "Each group is one row, as totals are: exact limits hold where events come by chance "
        "alone, and nothing shows whether people differ more than that."
    )
    return (Check("totals_only", told, "concern"),)


def _doubt(rows: RateRows, spread: Check | None) -> str:
    """Return why exact limits are doubtful; empty where they are not."""
    if rows.named_clusters:
        return APART
    return "" if spread is None or spread.verdict == "pass" else DOUBT


def _model(
    outcome: Outcome,
    rows: RateRows,
    table: pd.DataFrame,
    told: tuple[Mapping[str, Any], tuple[Check, ...], int, str],
) -> Model:
    """Return the Model around the rows."""
    asked, checks, lost, words = told
    by = asked["by"]
    made = regression_model(
        outcome,
        None,
        Regression(
            kind="rates",
            title=crude_title(outcome, asked),
            table=text_filled(table).assign(outcome=outcome.name),
            summary={
                "n": rows.people(),
                "n_event": float(rows.sampling.n @ rows.y),
                "status": _answered(table),
            },
            contrast="events per unit of time under observation"
            + ("" if by is None else f", compared by {by}"),
            x_label=f"Events per {asked['per']:g} {outcome.unit}",
            methods_text=words,
            parameters=asked,
            rows_used=len(rows.frame),
            checks=(*rows.check_rows, *checks),
            dropped=rows.dropped,
            libraries=("scipy",),
        ),
    )
    dropped = {**made.spec.dropped, **({f"{by} missing": lost} if lost else {})}
    spec = replace(made.spec, dropped=dropped)
    return replace(made, spec=spec, labels={**made.labels, "estimand": "rate"})


def _answered(table: pd.DataFrame) -> Status:
    """Return the worst state of what was asked; of exact and robust rows on it the better counts.

    Totals of an arm have no robust limits, and exact ones that are right.
    """
    asked = table.reindex(columns=[*QUESTION, "status"]).astype("string").fillna("")
    return worst(
        min(own, key=STATUSES.index) for _, own in asked.groupby(QUESTION, sort=False)["status"]
    )


def _fitted(found: GroupRates, rows: RateRows, group: Groups) -> np.ndarray:
    """Return each row's count at the rate of its group (rows,)."""
    return np.asarray((found.events / found.exposure)[group.codes] * rows.exposure)


def _lost(by: str | None, kept: np.ndarray) -> tuple[Check, ...]:
    """Return a check on rows without a group; too many are refused."""
    lost = int((~kept).sum())
    if not lost:
        return ()
    refuse_share(
        kept.size, lost, what="a group", column=by, do="Complete the column, or leave it out."
    )
    told = f"{lost} of {kept.size} rows were not used: {by} missing."
    return (Check("rows_not_used", told, share_verdict(kept.size, lost), lost / kept.size),)


def _empty(found: GroupRates) -> tuple[Check, ...]:
    """Return a check for each group in which nothing happened."""
    return tuple(
        Check(
            "no_events",
            f"{label}: nobody had an event, so that the rate has an exact upper limit only.",
            "concern",
            0.0,
        )
        for label, events in zip(found.labels, found.events, strict=True)
        if events == 0
    )
