"""Rows of repeating instruments: weekly tests, goals, referrals, spells, happenings, closing."""

from __future__ import annotations

import pandas as pd

from recoveryeval.programs.program import Program
from recoveryeval.synthetic.exports.forms import field
from recoveryeval.synthetic.exports.text_cells import coded, dates, text, whole


def repeating_rows(program: Program) -> list[tuple[str, pd.DataFrame]]:
    """Return the name and the rows of each repeating instrument."""
    return [
        ("weekly_test", _tests(program.tables["panel"])),
        ("goal", _goals(program.tables["goal"])),
        ("referral", _referrals(program.tables["referral"])),
        ("living", _living(program.tables["state"])),
        ("happening", _happenings(program.tables["event"])),
    ]


def closing_rows(program: Program) -> pd.DataFrame:
    """Return the closing form of everyone whose episode has ended."""
    held = program.tables["episode"]
    held = held[held["status"] == "closed"]
    return pd.DataFrame(
        {
            "record_id": text(held["person_id"]),
            "end_date": dates(held["end"]),
            "end_reason": coded(held["end_reason"], field("end_reason").codes),
            "end_notes": "",
        }
    )


def _instances(rows: pd.DataFrame, ids: pd.Series | None = None) -> pd.Series:
    """Return the instance of each row: what its id ends in, or its place within the person."""
    if ids is None:
        return text(rows.groupby("record_id").cumcount() + 1)
    return text(ids).str.extract(r"(\d+)$", expand=False)


def _tests(held: pd.DataFrame) -> pd.DataFrame:
    """Return weekly urine tests."""
    rows = pd.DataFrame(
        {
            "record_id": text(held["person_id"]),
            "test_week": whole(held["period"]),
            "test_result": coded(held["value"], field("test_result").codes),
        }
    )
    return rows.assign(redcap_repeat_instance=_instances(rows))


def _goals(held: pd.DataFrame) -> pd.DataFrame:
    """Return goals."""
    rows = pd.DataFrame(
        {
            "record_id": text(held["person_id"]),
            "goal_domain": coded(held["domain"], field("goal_domain").codes),
            "goal_self_defined": coded(
                text(held["self_defined"]).str.lower(), field("goal_self_defined").codes
            ),
        }
    )
    for name in ("set", "met", "dropped"):
        rows[f"goal_{name}"] = dates(held[name])
    return rows.assign(redcap_repeat_instance=_instances(rows, held["goal_id"]))


def _referrals(held: pd.DataFrame) -> pd.DataFrame:
    """Return referrals."""
    rows = pd.DataFrame(
        {
            "record_id": text(held["person_id"]),
            "referral_need": coded(held["need"], field("referral_need").codes),
            "referral_to": text(held["to"]),
            "referral_coach": text(held["coach_id"]),
            "referral_outcome": coded(held["outcome"], field("referral_outcome").codes),
        }
    )
    for name in ("made", "scheduled", "attended"):
        rows[f"referral_{name}"] = dates(held[name])
    for name in ("waitlist_start", "waitlist_end"):
        rows[name] = dates(held[name])
    return rows.assign(redcap_repeat_instance=_instances(rows, held["referral_id"]))


def _living(held: pd.DataFrame) -> pd.DataFrame:
    """Return spells of housing, work and custody."""
    rows = pd.DataFrame(
        {
            "record_id": text(held["person_id"]),
            "living_domain": coded(held["domain"], field("living_domain").codes),
            "living_state": coded(held["value"], field("living_state").codes),
            "living_from": dates(held["start"]),
            "living_to": dates(held["end"]),
        }
    )
    return rows.assign(redcap_repeat_instance=_instances(rows))


def _happenings(held: pd.DataFrame) -> pd.DataFrame:
    """Return events that the program itself wrote down."""
    held = held[held["source"] == "redcap"]
    rows = pd.DataFrame(
        {
            "record_id": text(held["person_id"]),
            "happening_type": coded(held["type"], field("happening_type").codes),
            "happening_from": dates(held["start"]),
            "happening_to": dates(held["end"]),
        }
    )
    return rows.assign(redcap_repeat_instance=_instances(rows, held["event_id"]))
