"""The data dictionary that belongs to the REDCap export."""

from __future__ import annotations

import pandas as pd

from recoveryeval.synthetic.exports.forms import FormField, forms

COLUMNS = (
    "Variable / Field Name",
    "Form Name",
    "Section Header",
    "Field Type",
    "Field Label",
    "Choices, Calculations, OR Slider Labels",
    "Field Note",
    "Text Validation Type OR Show Slider Number",
    "Text Validation Min",
    "Text Validation Max",
    "Identifier?",
    "Branching Logic (Show field only if...)",
    "Required Field?",
    "Custom Alignment",
    "Question Number (surveys only)",
    "Matrix Group Name",
    "Matrix Ranking?",
    "Field Annotation",
)


def redcap_dictionary() -> pd.DataFrame:
    """Return the dictionary, one row per field."""
    rows = [_row(form.name, field) for form in forms().values() for field in form.fields]
    return pd.DataFrame(rows).reindex(columns=list(COLUMNS), fill_value="")


def _row(form: str, field: FormField) -> dict[str, str]:
    """Return one field's row."""
    choices = " | ".join(f"{code}, {label}" for code, _, label in field.choices)
    return {
        "Variable / Field Name": field.name,
        "Form Name": form,
        "Field Type": field.type,
        "Field Label": field.label,
        "Choices, Calculations, OR Slider Labels": "" if field.type == "yesno" else choices,
        "Text Validation Type OR Show Slider Number": field.validation,
        "Text Validation Min": field.low,
        "Text Validation Max": field.high,
        "Identifier?": "y" if field.identifier else "",
        "Branching Logic (Show field only if...)": field.branching,
        "Matrix Group Name": field.matrix,
    }
