"""The raw REDCap export: one flat block matrix of all forms, events and instances."""

from __future__ import annotations

import pandas as pd

from recoveryeval.programs.program import Program
from recoveryeval.synthetic.exports.forms import events, forms
from recoveryeval.synthetic.exports.redcap_intake import intake_rows
from recoveryeval.synthetic.exports.redcap_repeats import closing_rows, repeating_rows
from recoveryeval.synthetic.exports.redcap_visits import visit_rows

KEYS = (
    "record_id",
    "redcap_event_name",
    "redcap_repeat_instrument",
    "redcap_repeat_instance",
    "redcap_data_access_group",
)
COMPLETE = "2"


def redcap_columns() -> list[str]:
    """Return the export's columns: keys, then every form with its status."""
    named = [c for form in forms().values() for c in form.columns]
    return [*KEYS, *(c for c in named if c not in KEYS)]


def redcap_frame(program: Program) -> pd.DataFrame:
    """Return the export as text; cells outside a row's own block are blank."""
    intake, visits = intake_rows(program), visit_rows(program)
    first = visits["redcap_event_name"] == events()["baseline"]
    base = intake.assign(intake_complete=COMPLETE).merge(
        visits[first], on="record_id", how="left", validate="1:1"
    )
    base["redcap_event_name"] = events()["baseline"]
    closing = closing_rows(program).assign(
        redcap_event_name=forms()["closing"].event, closing_complete=COMPLETE
    )
    parts = [base, visits[~first], closing]
    for name, rows in repeating_rows(program):
        parts.append(
            rows.assign(
                redcap_event_name=events()["baseline"],
                redcap_repeat_instrument=name,
                **{f"{name}_complete": COMPLETE},
            )
        )
    whole = pd.concat(parts, ignore_index=True).reindex(columns=redcap_columns()).astype(object)
    whole = whole.where(whole.notna(), "")
    site = intake.set_index("record_id")["redcap_data_access_group"]
    whole["redcap_data_access_group"] = whole["record_id"].map(site)
    return _ordered(whole)


def _ordered(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows by record, event, instrument and instance, as REDCap writes them."""
    order = [*events().values(), forms()["closing"].event]
    keys = pd.DataFrame(
        {
            "record": rows["record_id"],
            "event": rows["redcap_event_name"].map({name: k for k, name in enumerate(order)}),
            "instrument": rows["redcap_repeat_instrument"],
            "instance": pd.to_numeric(rows["redcap_repeat_instance"].replace("", "0")),
        }
    )
    return rows.loc[keys.sort_values(list(keys.columns), kind="stable").index].reset_index(
        drop=True
    )
