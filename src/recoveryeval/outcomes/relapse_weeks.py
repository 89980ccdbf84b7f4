"""Return to use from weekly results: the outcome that a definition makes of people's weeks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from recoveryeval.errors import OutcomeError
from recoveryeval.outcomes.kinds import Kind
from recoveryeval.outcomes.named_definition import NamedDefinition
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.outcomes.relapse_frames import KINDS, Made, frame_of
from recoveryeval.outcomes.relapse_told import definition_of, people, twin_check
from recoveryeval.outcomes.weekly.at_hand import WeeksAtHand
from recoveryeval.outcomes.weekly.measures import measured
from recoveryeval.results.check import Check

NAMES = {"use": "return to use", "no result": "dropout from testing", "no use": "abstinence"}


def relapse_weeks(
    hand: WeeksAtHand,
    chosen: NamedDefinition,
    *,
    death: str,
    days: bool,
    asked: Mapping[str, Any],
) -> Outcome:
    """Return the outcome of one definition; ``days`` asks for days in place of weeks."""
    rule = chosen.parameters
    found = measured(hand.weeks, rule)
    kind = _kind(KINDS[rule["measure"]], death, days=days)
    made = frame_of(found, hand.people, rule, kind)
    frame = _in_days(made.frame) if days else made.frame
    covariates = [c for c in hand.covariates if c not in frame]
    rest = hand.people.set_index("person")[covariates].reindex(made.person)
    return Outcome(
        kind=kind,
        name=NAMES[rule["counted"]],
        frame=pd.concat([frame, rest.reset_index(drop=True)], axis=1),
        definition=definition_of(chosen, asked),
        origin=hand.origin,
        unit="days" if days else "weeks",
        covariates=tuple(covariates),
        causes={1: NAMES[rule["counted"]], 2: "death"} if kind == "competing" else {},
        population=hand.population,
        rows_in=hand.rows_in,
        dropped={**hand.dropped, **made.dropped},
        check_rows=(*hand.check_rows, *_told(made, hand.dropped), *_twin(hand, chosen, kind, made)),
    )


def _kind(kind: Kind, death: str, *, days: bool) -> Kind:
    """Return the kind of outcome; what has no time to an event has nothing that competes."""
    if kind == "time_to_event" and death == "competing":
        return "competing"
    if death == "competing" or (days and kind not in ("time_to_event", "recurrent")):
        raise OutcomeError(
            "This definition has no time to an event, so nothing competes with it and it has no "
            "unit of time to choose",
            code="RE-W14",
            do="Leave out death= and unit=, or choose a definition of a time to first use.",
        )
    return kind


def _in_days(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame whose times are the last days of their weeks."""
    times = [c for c in ("time", "start", "stop") if c in frame]
    return frame.assign(**{c: frame[c] * 7 for c in times})


def _told(made: Made, before: Mapping[str, int]) -> list[Check]:
    """Return what a reader must know about how people were followed."""
    told = [
        Check(
            id="people_dropped",
            verdict="concern",
            statistic=float(n),
            meaning=f"{people(n)} left out: {reason}.",
        )
        for reason, n in {**before, **made.dropped}.items()
    ]
    if made.too_brief:
        told.append(
            Check(
                id="observed_too_briefly",
                statistic=float(made.too_brief),
                meaning=f"{people(made.too_brief)} with too few weeks for the event to be seen: "
                "kept in the data with n = 0, and no estimate changes.",
            )
        )
    if made.died:
        told.append(
            Check(
                id="censored_by_death",
                verdict="concern",
                statistic=float(made.died),
                meaning=f"{people(made.died)} died before the event: censored then, as if they "
                "could have returned to use later. death='competing' counts them as what they are.",
            )
        )
    return told


def _twin(hand: WeeksAtHand, chosen: NamedDefinition, kind: Kind, made: Made) -> list[Check]:
    """Return the figure of the observed-only twin, where weeks without a result count as use."""
    rule = chosen.parameters
    if rule.get("missing") != "use" or "observed_only" not in rule:
        return []
    other = chosen.with_parameters(missing=rule["observed_only"], mixed=rule["mixed"])
    found = measured(hand.weeks, other.parameters)
    return [
        twin_check(
            figure(made, kind),
            figure(frame_of(found, hand.people, other.parameters, kind), kind),
            kind,
            other,
        )
    ]


def figure(made: Made, kind: Kind) -> tuple[float, float]:
    """Return people with the event (or the sum) and people (or weeks) it is out of."""
    frame = made.frame
    if kind in ("time_to_event", "competing"):
        event = frame["event"] if kind == "time_to_event" else frame["cause"] == 1
        return float(np.sum(event)), float(len(frame))
    if kind == "count":
        return float(frame["count"].sum()), float(frame["exposure"].sum())
    return float(frame["value"].astype("float64").sum()), float(len(frame))
