"""A Result that answers a question to another, with the other's record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from recoveryeval.results.result import Result


def asked(model: Result, rows: Sequence[dict[str, Any]], kind: str, title: str) -> Result:
    """Return a Result that answers a question to the model, with the model's record."""
    estimand = replace(model.estimand, contrast=f"{title.lower()}, from the fitted model")
    return Result(
        kind=kind,
        title=f"{title}: {model.title}",
        table=pd.DataFrame(list(rows)),
        summary=model.glance(),
        spec=model.spec,
        estimand=estimand,
        methods_text=model.methods_text,
        check_rows=model.check_rows,
        labels={**model.labels, "title": title},
        plot_name="forest",
        log_scale=model.log_scale,
    )
