"""Intake rows of the REDCap export, with made-up names and birthdays to be dropped."""

from __future__ import annotations

import numpy as np
import pandas as pd

from recoveryeval.programs.program import Program
from recoveryeval.synthetic.exports.forms import field
from recoveryeval.synthetic.exports.text_cells import coded, dates, text, whole

FIRST = ("Ada", "Ben", "Cleo", "Dov", "Eva", "Finn", "Gia", "Hal", "Ines", "Joao", "Kira", "Lev")
LAST = ("Abbott", "Brand", "Castillo", "Dunn", "Eriksen", "Falk", "Gomez", "Hughes", "Ito")


def intake_rows(program: Program) -> pd.DataFrame:
    """Return the intake form of everyone; the columns are those of the form."""
    people = program.tables["episode"].merge(
        program.tables["person"], on="person_id", validate="1:1", suffixes=("", "_person")
    )
    spans = program.tables["span"]
    study = spans[spans["kind"] == "study"].set_index("person_id")["end"]
    frame = pd.DataFrame({"record_id": text(people["person_id"])})
    frame["redcap_data_access_group"] = "site_" + text(people["site"])
    frame = frame.assign(**_identifiers(people))
    frame["intake_date"] = dates(people["anchor"])
    for name, term in (
        ("sex", "sex"),
        ("gender", "gender"),
        ("ethnicity", "ethnicity"),
        ("referred_by", "referral_source"),
        ("services", "arm"),
    ):
        frame[name] = coded(people[term], field(name).codes)
    for code, term, _ in field("race").choices:
        ticked = text(people["race"]).str.split(";").map(lambda held, t=term: t in held)
        frame[f"race___{code}"] = np.where(ticked, "1", "0")
    frame["severity"] = whole(people["severity"])
    frame["dual"] = coded(text(people["dual_diagnosis"]).str.lower(), field("dual").codes)
    frame["followed_to"] = dates(people["person_id"].map(study))
    return frame.assign(**_diagnoses(program, people["person_id"]))


def _identifiers(people: pd.DataFrame) -> dict[str, object]:
    """Return made-up names, birthdays and postal codes: a hash of the id decides which."""
    drawn = pd.util.hash_pandas_object(people["person_id"].astype(object), index=False).to_numpy()
    month = (drawn % 12 + 1).astype("int64")
    day = (drawn // 12 % 28 + 1).astype("int64")
    year = people["birth_year"].to_numpy(dtype="int64")
    born = [f"{y:04d}-{m:02d}-{d:02d}" for y, m, d in zip(year, month, day, strict=True)]
    ends = (drawn // 400 % 90 + 10).astype("int64").astype(str)
    return {
        "first_name": np.array(FIRST, dtype=object)[drawn // 7 % len(FIRST)],
        "last_name": np.array(LAST, dtype=object)[drawn // 91 % len(LAST)],
        "date_of_birth": born,
        "zip": text(people["zip3"]).to_numpy() + ends.astype(object),
    }


def _diagnoses(program: Program, person_id: pd.Series) -> dict[str, pd.Series]:
    """Return each person's diagnosis of each kind."""
    held = program.tables["diagnosis"]
    return {
        name: text(person_id.map(held[held["kind"] == kind].set_index("person_id")["code"]))
        for name, kind in (("dx_substance", "substance_use"), ("dx_mental", "mental_health"))
    }
