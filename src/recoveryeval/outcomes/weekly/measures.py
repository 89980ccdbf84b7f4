"""What a definition finds in people's weeks: one function per measure, on any data engine."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from recoveryeval.errors import OutcomeError, nearest
from recoveryeval.outcomes.weekly.counting import count_weeks, last_weeks, longest_runs, spells
from recoveryeval.outcomes.weekly.symbols import (
    COUNTED,
    MEANINGS,
    counted_symbols,
    left_out_symbols,
)
from recoveryeval.outcomes.weekly.windows import first_windows, without

Rule = Mapping[str, Any]
_WEEKS = range(-520, 521)


def measured(weeks: Any, rule: Rule) -> pd.DataFrame:
    """Return one row per person (per new spell for ``spells``) with what the measure needs."""
    _refuse(rule)
    missing, mixed = rule.get("missing", "unknown"), rule.get("mixed", "unknown")
    hits = counted_symbols(rule["counted"], missing=missing, mixed=mixed)
    out = left_out_symbols(missing=missing, mixed=mixed)
    return _FIND[rule["measure"]](weeks, hits, out, rule)


def _windows(weeks: Any, hits: Any, out: Any, rule: Rule) -> pd.DataFrame:
    """Return week, event and weeks."""
    found = first_windows(
        without(weeks, out),
        hits,
        enough=int(rule["enough"]),
        width=int(rule["width"]),
        first_week=int(rule["first_week"]),
    )
    return collected(found)


def _counted(weeks: Any, hits: Any, out: Any, rule: Rule) -> pd.DataFrame:
    """Return hits, and within: the weeks looked at less those left out, which keep their number."""
    span = {"first_week": int(rule["first_week"]), "last_week": int(rule["last_week"])}
    found = collected(count_weeks(weeks, hits, **span))
    if out:
        gone = collected(count_weeks(weeks, out, **span)).set_index("person")["hits"]
        found["within"] = found["within"] - found["person"].map(gone).to_numpy()
    return found


def _runs(weeks: Any, hits: Any, out: Any, rule: Rule) -> pd.DataFrame:  # noqa: ARG001
    """Return run and weeks."""
    return collected(longest_runs(without(weeks, out), hits))


def _last(weeks: Any, hits: Any, out: Any, rule: Rule) -> pd.DataFrame:
    """Return hits, last and weeks."""
    return collected(last_weeks(without(weeks, out), hits, width=int(rule["width"])))


def _spells(weeks: Any, hits: Any, out: Any, rule: Rule) -> pd.DataFrame:  # noqa: ARG001
    """Return a row per new spell with its week, and one per person with the weeks due."""
    ends = collected(count_weeks(weeks, hits, first_week=1, last_week=0))[["person", "weeks"]]
    new = collected(spells(weeks, hits, left_out=out))
    return pd.concat([new.assign(weeks=np.nan), ends.assign(week=np.nan)], ignore_index=True)


_FIND: dict[str, Callable[[Any, Any, Any, Rule], pd.DataFrame]] = {
    "first window": _windows,
    "ever a window": _windows,
    "all weeks": _counted,
    "weeks counted": _counted,
    "longest run": _runs,
    "last weeks": _last,
    "spells": _spells,
}


_NEEDS = {
    "first window": ("enough", "width", "first_week"),
    "ever a window": ("enough", "width", "first_week"),
    "all weeks": ("first_week", "last_week"),
    "weeks counted": ("first_week", "last_week"),
    "longest run": (),
    "last weeks": ("enough", "width"),
    "spells": (),
}


def _refuse(rule: Rule) -> None:
    """Raise on a definition whose words or numbers are none that the engine knows."""
    for key in ("measure", "counted", *_NEEDS.get(rule.get("measure", ""), ())):
        if key not in rule:
            raise OutcomeError(
                "The definition lacks a parameter that its measure needs",
                code="RE-W13",
                column=key,
                do="Write it below [parameters]; the package's definitions show how.",
            )
    allowed = {"measure": tuple(_FIND), "counted": COUNTED, "missing": MEANINGS, "mixed": MEANINGS}
    for key, options in allowed.items():
        if key in rule and rule[key] not in options:
            raise OutcomeError(
                f"{key} is none of the words that the rule knows",
                code="RE-W13",
                column=key,
                do=f"Use one of: {', '.join(options)}." + nearest(str(rule[key]), options),
            )
    for key in ("enough", "width", "first_week", "last_week"):
        if key in rule and (isinstance(rule[key], bool) or rule[key] not in _WEEKS):
            raise OutcomeError(
                "The definition has a number of weeks that is not whole, or longer than ten years",
                code="RE-W13",
                column=key,
                do="Give a whole number of weeks.",
            )


def collected(table: Any) -> pd.DataFrame:
    """Return a table of any engine as pandas."""
    import narwhals.stable.v2 as nw

    held = nw.from_native(table)
    held = held.collect() if isinstance(held, nw.LazyFrame) else held
    return pd.DataFrame(held.to_pandas()).reset_index(drop=True)
