"""What is missing: people left out, people lost from sight, rows set aside."""

from __future__ import annotations

from recoveryeval.cohorts.flow import LEFT_OUT
from recoveryeval.reporting.blocks import Block
from recoveryeval.reporting.filling import fill, say
from recoveryeval.reporting.findings import Findings, state, unit
from recoveryeval.reporting.sections.quality import totals

_LOST = (
    "For {lost:people} it is not known whether they would still have been {state:text} after "
    "{follow_up:number} {unit:text}, because their observation ended earlier. They count for as "
    "long as they were seen."
)
_ROWS = (
    "{aside:count} rows or records were set aside out of {made.rows_read:count}, because they "
    "contradict themselves or cannot be read. “Data quality” counts them by reason."
)


_BRIEFLY = "Observed too briefly to see whether they stayed: {n:people}, who change no number here."


def what_is_missing(found: Findings) -> list[Block]:
    """Return the gaps that the results and the program know of."""
    return [*_left_out(found), *_unseen(found), *_lost(found), *_rows(found)]


def _left_out(found: Findings) -> list[Block]:
    """Return how many people were left out, and the reasons."""
    if found.flow is None:
        return []
    rows = found.flow.tidy()
    rows = rows[rows["estimand"] == LEFT_OUT]
    if rows.empty:
        return [say("Nobody in the records was left out.", {}, "point")]
    told = [fill("{term:text} ({n:count})", row) for row in rows.to_dict("records")]
    cells = {"n": rows["n"].sum(), "why": "; ".join(t[:1].lower() + t[1:] for t in told)}
    return [say("Left out of the report: {n:people}, namely {why:text}.", cells, "point")]


def _unseen(found: Findings) -> list[Block]:
    """Return how many people nothing could be seen of."""
    curve = found.overall or found.by_group
    checks = () if curve is None else curve.check_rows
    counts = [check.statistic for check in checks if check.id == "observed_too_briefly"]
    return [say(_BRIEFLY, {"n": count}, "point") for count in counts]


def _lost(found: Findings) -> list[Block]:
    """Return how many people were no longer observed before the end of follow-up."""
    curve = found.overall or found.by_group
    if curve is None:
        return []
    rows, summary = curve.tidy(), curve.glance().to_dict("records")[0]
    lost = rows.loc[rows["time"] < summary["follow_up"], "n_censor"].sum()
    cells = {
        **summary,
        "lost": lost,
        "state": state(curve).removeprefix("still "),
        "unit": unit(curve),
    }
    return [say(_LOST, cells, "point")] if lost else []


def _rows(found: Findings) -> list[Block]:
    """Return how many rows of the files were set aside."""
    if found.program is None:
        return []
    counted = totals(found.program.ledger)
    if not counted["aside"]:
        return [say("No row of the files had to be set aside.", {}, "point")]
    return [say(_ROWS, counted, "point")]
