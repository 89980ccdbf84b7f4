"""The same people at two waves: who was matched, and who was seen only once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from recoveryeval.errors import EstimationError
from recoveryeval.models.given_options import refuse_table
from recoveryeval.models.groups import groups
from recoveryeval.models.scores.one_wave import at_wave, is_wave
from recoveryeval.models.two_times.counted_patterns import one_by_one
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.results.check import Check

EVERYONE = "everyone"


@dataclass(frozen=True, slots=True, eq=False)
class TwoWaves:
    """People with an answer at the first wave.

    ``frame`` has ``before``, ``after`` (absent for the lost) and ``group``,
    ``traits`` the covariates of the same people at the first wave;
    ``only_after`` counts people seen at the second wave alone, ``not_due``
    those whose second wave lies ahead, who are not in the frame, and ``died``
    those of the lost who had died.
    """

    frame: pd.DataFrame
    traits: pd.DataFrame
    only_after: int
    not_due: int
    died: int
    labels: tuple[str, ...]

    @property
    def matched(self) -> pd.DataFrame:
        """People with both answers, and a known group."""
        return self.frame[self.frame["after"].notna() & self.frame["group"].notna()]

    @property
    def lost(self) -> int:
        """People without the second answer."""
        return int(self.frame["after"].isna().sum())

    @property
    def ungrouped(self) -> int:
        """People with both answers whose group is not known."""
        return int((self.frame["after"].notna() & self.frame["group"].isna()).sum())

    @property
    def dropped(self) -> dict[str, int]:
        """How many people are not compared, by reason."""
        why = {
            "no answer at the second wave": self.lost,
            "second wave not due yet": self.not_due,
            "group not known": self.ungrouped,
        }
        return {reason: count for reason, count in why.items() if count}


def two_waves(outcome: Outcome, before: object, after: object, by: str | None) -> TwoWaves:
    """Return the people of an outcome by their answers at two waves."""
    frame = _with_waves(outcome)
    if str(before) == str(after) or _same_number(before, after):
        raise EstimationError(
            "Both waves are the same", code="RE-M08", do="Name two waves: before=0, after=180."
        )
    first, second = _at(frame, before), _at(frame, after)
    score = second[["person", "value"]].rename(columns={"value": "after"})
    joined = first[["person", "value"]].rename(columns={"value": "before"})
    joined = joined.merge(score, on="person", how="left", validate="1:1")
    traits = first[list(outcome.covariates)].reset_index(drop=True)
    why = joined["person"].map(_reasons(outcome, after))
    ahead = np.asarray((why == "not_yet_due").fillna(False).to_numpy(dtype=bool))
    joined, traits = (part[~ahead].reset_index(drop=True) for part in (joined, traits))
    group, labels = _groups(outcome, traits, by)
    return TwoWaves(
        frame=joined.assign(group=group),
        traits=traits,
        only_after=len(set(second["person"]) - set(first["person"])),
        not_due=int(ahead.sum()),
        died=int((why == "died").sum()),
        labels=labels,
    )


def _groups(
    outcome: Outcome, traits: pd.DataFrame, by: str | None
) -> tuple[list[str | None], tuple[str, ...]]:
    """Return everyone's group, None where it is not known, and the groups in their order."""
    if by is None:
        return [EVERYONE] * len(traits), (EVERYONE,)
    outcome.require([by])
    found = groups(traits[by], len(traits))
    return [found.labels[c] if c >= 0 else None for c in found.codes], found.labels


def _reasons(outcome: Outcome, wave: object) -> dict[str, str]:
    """Return why people have no answer at a wave, where that is known."""
    frame = outcome.frame
    if "missing" not in frame or "wave" not in frame:
        return {}
    at = frame[is_wave(frame["wave"], wave) & frame["value"].isna()]
    return dict(zip(at["person"], at["missing"].astype(str), strict=True))


def lost_check(waves: TwoWaves, before: object, after: object) -> Check:
    """Say how many people the comparison rests on, and how many it does not see."""
    n, lost = len(waves.frame), waves.lost
    told = (
        f"People with an answer at wave {before}: {n}. Of them with one at wave {after}: "
        f"{n - lost}; without: {lost} (died: {waves.died}). Not counted among them: "
        f"{waves.only_after} with an answer at wave {after} only, {waves.not_due} for whom wave "
        f"{after} is not due yet. The comparison is about those with both."
    )
    if waves.ungrouped:
        told += f" Of these the group of {waves.ungrouped} is not known; they are in no group."
    verdict = "concern" if lost > 0.2 * n else "note"
    return Check("matched", told, verdict, statistic=lost / n)  # type: ignore[arg-type]


def _with_waves(outcome: Outcome) -> pd.DataFrame:
    """Return rows with an answer, where people and waves are known."""
    refuse_table(outcome)
    if outcome.kind not in ("repeated", "binary"):
        raise EstimationError(
            f"A matched comparison needs scores or yes-or-no answers, not kind {outcome.kind}",
            code="RE-M03",
            do="Give the outcome of repeated_measures(), scale() or binary().",
        )
    frame = outcome.data
    if "person" not in frame or "wave" not in frame or frame["person"].isna().all():
        raise EstimationError(
            "Without people and waves nobody's two answers can be matched",
            code="RE-M05",
            do="Name person= and wave= when making the outcome. Comparing the waves as two groups "
            "would treat the same people as different ones.",
        )
    return one_by_one(frame[frame["value"].notna()])


def _same_number(before: object, after: object) -> bool:
    """Say whether two names are the same number, such as 6 and 6.0."""
    both = [pd.to_numeric(str(wave), errors="coerce") for wave in (before, after)]
    return bool(both[0] == both[1])


def _at(frame: pd.DataFrame, wave: object) -> pd.DataFrame:
    """Return the rows of one wave, one per person."""
    found = at_wave(frame, wave, "an answer")
    if found["person"].duplicated().any():
        raise EstimationError(
            "Some people have several answers at one wave",
            code="RE-I02",
            column="wave",
            rows=int(found["person"].duplicated().sum()),
            do="Keep one row per person and wave by a stated rule.",
        )
    return found
