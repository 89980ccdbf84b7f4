"""What a scale's outcome says about itself: its definition, and what a reader must know."""

from __future__ import annotations

from collections.abc import Sequence

from recoveryeval.cohorts.cohort import Cohort
from recoveryeval.instruments.instrument import Instrument
from recoveryeval.outcomes.definition import Definition
from recoveryeval.outcomes.measured.grid import Grid, Within
from recoveryeval.outcomes.measured.interviews import Interviews
from recoveryeval.outcomes.measured.planned import Planned
from recoveryeval.outcomes.measured.recorded_scores import FormScores
from recoveryeval.results.check import Check, Verdict

_RULE = {
    "closest": "the one closest to the planned day counts, the earlier of two equally close",
    "first": "the first counts",
    "last": "the last counts",
}


def definition(
    cohort: Cohort,
    instrument: Instrument,
    scale: str,
    waves: Planned,
    within: Within,
    *,
    response_format: str | None,
) -> Definition:
    """Return the sentence that goes into the paper; two ways of answering are two definitions."""
    rule = instrument.scales[scale]
    windows = "; ".join(
        f"day {day:g} (days {opens:g} to {closes:g})"
        for day, opens, closes in zip(waves.day, waves.opens, waves.closes, strict=True)
    )
    sentence = (
        f"{rule.title} by the {instrument.title} ({rule.minimum:g} to {rule.maximum:g}, "
        f"{_direction(instrument)}), at waves planned {windows} from {cohort.origin}. Of two "
        f"interviews in a window {_RULE[within]}."
    )
    id_ = f"scale.{instrument.name}.{scale}/{instrument.version}"
    if response_format and len(instrument.formats) > 1 and response_format in instrument.formats:
        meaning = instrument.formats[response_format].meaning
        id_, sentence = f"{id_}.{response_format}", f"{sentence} Answers: {meaning}."
    return Definition(id_, sentence, _source(instrument))


def checks(
    instrument: Instrument, scores: FormScores, placed: Grid, held: Interviews
) -> tuple[Check, ...]:
    """Return what every result on the scores must repeat."""
    told = f"Interviews with {instrument.name}"
    own = [
        Check(id_, f"{told} {meaning}: {count}.", verdict, statistic=float(count))
        for id_, count, verdict, meaning in _counted(placed, held)
        if count
    ]
    return (*scores.check_rows, *own, *_absent(placed))


def _counted(placed: Grid, held: Interviews) -> Sequence[tuple[str, int, Verdict, str]]:
    """Return what is counted about interviews: id, how many, how grave, and in words."""
    return (
        ("out_of_window", placed.out_of_window, "note", "outside every window, not counted"),
        ("second_interview", placed.second, "note",
         "in the window of another interview that counts instead"),
        ("wave_label_conflict", placed.mislabeled, "concern",
         "labeled as another wave than the one their date lies in; the date decides"),
        ("undated_interview", placed.undated, "concern", "without a date; the label decides"),
        ("other_stay", held.other_stay, "note",
         "in another enrollment of the same person, not counted"),
        ("named_otherwise", held.likely, "concern",
         "under a longer name, not counted: give them one name if they are the same form"),
        ("version_unknown", held.unversioned, "concern",
         "that say no version of the form, while others do; they count unless version= is said"),
    )  # fmt: skip


def absent(placed: Grid) -> dict[str, int]:
    """Return how many scores are absent for each reason, in words."""
    counts = placed.frame["missing"].value_counts()
    return {f"no score: {word.replace('_', ' ')}": int(n) for word, n in counts.items() if word}


def _absent(placed: Grid) -> list[Check]:
    """Say how many scores are absent that could have been there."""
    missing = placed.frame["missing"]
    due = ~missing.isin(("died", "not_yet_due"))
    absent = int((due & (missing != "")).sum())
    share = absent / max(int(due.sum()), 1)
    if not absent:
        return []
    told = (
        f"{absent} of {int(due.sum())} scores that were due are absent. People who are seen and "
        "people who are lost may differ: use a model that holds under missing at random, and say "
        "how the answer would change if it fails."
    )
    verdict: Verdict = "concern" if share > 0.2 else "note"
    return [Check("scores_absent", told, verdict, statistic=share)]


def _direction(instrument: Instrument) -> str:
    """Say which direction is better."""
    return {
        "higher": "higher is better",
        "lower": "lower is better",
        "neither": "neither direction is better",
    }[instrument.better]


def _source(instrument: Instrument) -> str:
    """Return the citations of the instrument."""
    return "; ".join(instrument.sources.values())
