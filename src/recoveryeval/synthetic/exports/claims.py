"""Claims: institutional and professional lines, pharmacy fills and enrollment."""

from __future__ import annotations

import numpy as np
import pandas as pd

from recoveryeval.programs.program import Program
from recoveryeval.synthetic.exports.text_cells import coded, dates, money, text, whole
from recoveryeval.synthetic.ids import padded

REVENUE = {"inpatient": "0120", "psych_inpatient": "0124", "detox": "0126", "ed": "0450"}
DISPOSITION = {"home": "01", "against_advice": "07", "died": "20", "still_in": "30"}
ADMITTED = {"true": "3", "false": "1"}
NDC = {"buprenorphine": "00000000101", "methadone": "00000000202", "naltrexone": "00000000303"}
STILL_ENROLLED = "9999-12-31"
PEER_CODE_PLACE = "99"


def claims_frame(program: Program) -> pd.DataFrame:
    """Return claim lines: stays and emergency visits, then billed peer support."""
    events = program.tables["event"]
    events = events[events["source"] == "claims"]
    stay = events["type"] != "ed"
    institutional = pd.DataFrame(
        {
            "claim_id": text(events["event_id"]),
            "claim_type": "institutional",
            "person_id": text(events["person_id"]),
            "claim_start_date": dates(events["start"]),
            "claim_end_date": dates(events["end"]),
            "admission_date": dates(events["start"]).where(stay, ""),
            "discharge_date": dates(events["end"]).where(stay, ""),
            "admit_type_code": coded(text(events["planned"]).str.lower(), ADMITTED),
            "discharge_disposition_code": coded(events["disposition"], DISPOSITION),
            "revenue_center_code": coded(events["type"], REVENUE),
            "facility_npi": text(events["facility"]),
            "diagnosis_code_1": text(events["primary_dx"]),
            "paid_amount": money(events["amount"]),
        }
    )
    lines = pd.concat([institutional, _peer_lines(program)], ignore_index=True).astype(object)
    lines = lines.where(lines.notna(), "")
    order = lines.sort_values(["claim_start_date", "claim_id"], kind="stable").index
    lines = lines.loc[order].reset_index(drop=True)
    lines.insert(1, "claim_line_number", "1")
    return lines.assign(data_source="medicaid")


def _peer_lines(program: Program) -> pd.DataFrame:
    """Return billed contacts: one line of H0038 is 15 minutes a unit."""
    held = program.tables["contact"]
    held = held[held["billable"].fillna(value=False).astype(bool) & held["person_id"].notna()]
    return pd.DataFrame(
        {
            "claim_id": "P" + pd.Series(padded(np.arange(len(held)) + 1, 7), index=held.index),
            "claim_type": "professional",
            "person_id": text(held["person_id"]),
            "claim_start_date": dates(held["date"]),
            "claim_end_date": dates(held["date"]),
            "place_of_service_code": PEER_CODE_PLACE,
            "hcpcs_code": text(held["code"]),
            "hcpcs_modifier_1": text(held["modifier"]),
            "service_unit_quantity": whole(held["units"]),
            "paid_amount": money(held["amount"]),
        }
    )


def pharmacy_frame(program: Program) -> pd.DataFrame:
    """Return pharmacy fills."""
    held = program.tables["drug"]
    return pd.DataFrame(
        {
            "claim_id": "R" + pd.Series(padded(np.arange(len(held)) + 1, 7)),
            "person_id": text(held["person_id"]).to_numpy(),
            "dispensing_date": dates(held["date"]).to_numpy(),
            "ndc_code": coded(held["product"], NDC).to_numpy(),
            "route": text(held["route"]).to_numpy(),
            "days_supply": whole(held["days_supply"]).to_numpy(),
            "paid_amount": money(held["amount"]).to_numpy(),
        }
    )


def enrollment_frame(program: Program) -> pd.DataFrame:
    """Return insurance spans; one that goes on ends in the far future, as payers write it."""
    held = program.tables["span"]
    held = held[held["kind"] == "coverage"]
    end = dates(held["end"])
    return pd.DataFrame(
        {
            "person_id": text(held["person_id"]),
            "payer": "medicaid",
            "enrollment_start_date": dates(held["start"]),
            "enrollment_end_date": end.where(end != "", STILL_ENROLLED),
        }
    )
