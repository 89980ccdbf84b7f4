"""What became of everyone who was due: one of a few fates each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from recoveryeval.analyses.followup_rate_found import interviews_found
from recoveryeval.analyses.followup_rate_intakes import Intakes
from recoveryeval.analyses.followup_rate_rule import SAID, FollowupRule
from recoveryeval.analyses.followup_rate_windows import HELD, Windows
from recoveryeval.errors import OutcomeError, SchemaError, nearest
from recoveryeval.instruments.instrument_file import load_instrument
from recoveryeval.outcomes.agreement import agree
from recoveryeval.results.check import Check, Verdict

FATES = {
    "in window": "interviewed inside the window",
    "out of window": "interviewed outside the window",
    "located": "located, not interviewed",
    "not located": "not located",
    "no record": "not interviewed, not known whether located",
    "deceased": "deceased",
}


@dataclass(frozen=True, slots=True, eq=False)
class Fates:
    """The fate of each intake (n,), empty where none was due, and what must be known."""

    fate: np.ndarray
    checks: tuple[Check, ...]


def fates(of: Intakes, frames: Windows, rule: FollowupRule) -> Fates:
    """Return what became of every follow-up that was due."""
    n = len(of.frame)
    rows = _interviews(of, rule)
    edges = pd.DataFrame(
        {
            "unit": np.arange(n),
            "base": frames.base,
            "opens": frames.opens,
            "closes": frames.closes,
            "until": of.seen_to,
        }
    )
    found = interviews_found(rows, edges).set_index("unit").reindex(range(n)).fillna(0)
    said = {word: _said(rows, word, n) for word in SAID}
    got = {name: found[name].to_numpy() > 0 for name in found.columns}
    conditions = [
        got["n_in"] | said["in_window"],
        (of.died <= frames.closes) | said["deceased"],
        got["n_out"] | said["out_of_window"],
        got["n_refused"] | said["located"],
        said["not_located"],
    ]
    names = ["in window", "deceased", "out of window", "located", "not located"]
    due = frames.state == "due"
    fate = np.where(due, np.select(conditions, names, "no record"), "")
    return Fates(fate, (*_counts(found, due), *_early(got["n_in"], frames)))


def _refuse_unknown(rows: pd.DataFrame, rule: FollowupRule) -> None:
    """Raise on an instrument that nobody answered, or a column asked for that is not there."""
    held = sorted(map(str, rows["instrument"].dropna().unique()))
    for name in rule.instruments:
        if name not in held and not _is_instrument(name):
            known = [word for word in held if _is_instrument(word)]  # others may be anything
            raise _unknown("No interview has the instrument asked for", "instrument", name, known)
    if "status_column" in rule.named.changed and rule.status_column not in rows:
        raise _unknown(
            "The interviews have no column of that name for what became of people",
            "status_column",
            rule.status_column,
            list(map(str, rows.columns)),
        )


def _is_instrument(name: str) -> bool:
    """Say whether the package knows the instrument: then nobody answered it, which is a rate."""
    try:
        return bool(load_instrument(name))
    except SchemaError:
        return False


def _unknown(what: str, option: str, name: str, held: list[str]) -> OutcomeError:
    """Return the error for a name that the interviews do not know."""
    listed = f"Name one of {', '.join(held)}." if held else "Look at the table 'assessment'."
    do = listed if option == "instrument" else "Name a column."
    return OutcomeError(what, code="RE-A07", column=option, do=do + nearest(name, held))


def _interviews(of: Intakes, rule: FollowupRule) -> pd.DataFrame:
    """Return interviews of the wave, and those that name none, with ``unit`` and ``said``."""
    rows = of.program.tables["assessment"]
    rows = rows[(rows["subject"] == "client").fillna(True)]
    _refuse_unknown(rows, rule)
    if rule.instruments:
        rows = rows[rows["instrument"].isin(rule.instruments).fillna(False)]
    rows = rows[rows["wave"].isin(rule.waves).fillna(False) | rows["wave"].isna()]
    key = of.frame[["episode_id"]].rename_axis("unit").reset_index()
    own = key.merge(rows, on="episode_id", how="inner")
    status, day = own["status"], own["day"]
    told = status.isin(HELD) | (status.isna() & day.notna())
    codes = own[rule.status_column] if rule.status_column in own else pd.Series(pd.NA, own.index)
    text = codes.astype("string").str.strip().str.removesuffix(".0").str.lower()
    return pd.DataFrame(
        {
            "unit": own["unit"],
            "day": day.to_numpy(dtype="float64", na_value=np.nan),
            "held": told.fillna(False).to_numpy(dtype="int64"),
            "refused": (status == "refused").fillna(False).to_numpy(dtype="int64"),
            # A reassessment has no fixed day: it belongs to the window it lies in, or to none.
            "labeled": (own["wave"].notna() & (own["wave"] != "reassessment"))
            .fillna(False)
            .to_numpy(dtype="int64"),
            "said": text.map(rule.codes),
        }
    )


def _said(rows: pd.DataFrame, word: str, n: int) -> np.ndarray:
    """Return of whom the follow-up status says a word (n,)."""
    found = np.zeros(n, dtype=bool)
    found[rows.loc[(rows["said"] == word).fillna(False), "unit"].to_numpy(dtype="int64")] = True
    return found


_LATER = "were held outside the window; they are kept, and count in the rates at any time only"
_NO_DATE = "have no date; only a follow-up status can say when they were held"
_NO_WAVE = "name no wave and lie inside the window; they count"
_BEFORE = "are dated before intake; they are not used"
_MEANINGS: dict[str, tuple[str, str, Verdict]] = {
    "n_out": ("interviews_out_of_window", _LATER, "note"),
    "n_before": ("interviews_before_intake", _BEFORE, "concern"),
    "n_undated": ("interviews_undated", _NO_DATE, "concern"),
    "n_unlabeled": ("interviews_without_wave", _NO_WAVE, "note"),
}


def _counts(found: pd.DataFrame, due: np.ndarray) -> list[Check]:
    """Return counts of interviews that need a word."""
    told = []
    for name, (label, words, verdict) in _MEANINGS.items():
        total = int(found[name].to_numpy()[due].sum())
        if total:
            meaning = f"{total} interviews of people who were due {words}."
            told.append(Check(label, meaning, verdict=verdict, statistic=float(total)))
    return told


def _early(inside: np.ndarray, frames: Windows) -> list[Check]:
    """Return how many were interviewed in a window that has not closed yet."""
    n = int((inside & (frames.state == "not yet due")).sum())
    if not n:
        return []
    meaning = f"{agree(n, 'person', 'were interviewed')} in a window that is still open: not due "
    meaning += "yet, so not counted. due_when='opened' counts everyone whose window has opened."
    return [Check("interviewed_before_due", meaning, statistic=float(n))]
