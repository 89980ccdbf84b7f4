"""What a reader must know about scores: blank items, answers set aside, items that disagree."""

from __future__ import annotations

import numpy as np

from recoveryeval.instruments.fact import Fact
from recoveryeval.instruments.instrument import Instrument, ResponseFormat, ScaleRule
from recoveryeval.instruments.scoring import Answers, Scored, counted, item_rest
from recoveryeval.results.check import Check, Verdict

PARTS = {
    "scoring": "items and range",
    "reversed": "reversed items",
    "subscales": "which items belong to which subscale",
    "stored": "how answers are stored",
}  # facts that scoring rests on
NOTABLE = -0.1
FEWEST_FORMS = 20
MOST_STEPS = 5  # beyond it an answer that nobody gives is nothing odd


def scale_checks(
    rule: ScaleRule, found: Scored, answers: Answers, form: ResponseFormat, whose: str
) -> list[Check]:
    """Return the checks of one scale."""
    n = len(found.value)
    absent = int(np.isnan(found.value).sum())
    prorated = int(found.prorated.sum())
    checks = []
    if prorated:
        checks.append(
            Check(
                f"prorated_{rule.name}",
                f"{prorated} of {n} scores of '{rule.title}' rest on forms with blank items, which "
                f"stand for the mean of the person's others ({whose}).",
                "note",
                statistic=float(prorated),
            )
        )
    if absent:
        checks.append(
            Check(
                f"unscored_{rule.name}",
                f"{absent} of {n} forms have no score on '{rule.title}', since too few items were "
                f"answered ({whose}).",
                "note" if absent <= 0.2 * n else "concern",
                statistic=float(absent),
            )
        )
    against = _against(rule, answers, form)
    if against:
        checks.append(against)
    return checks


def outside_check(instrument: Instrument, answers: Answers) -> list[Check]:
    """Return the check of answers that the format does not allow."""
    outside = int(answers.outside.sum())
    if not outside:
        return []
    meaning = (
        f"{outside} answers to {instrument.name} are no possible answers. They count as blank; "
        "look for codes of missing values, or for another version of the form."
    )
    share = outside / max(1, int(np.isfinite(answers.values).sum()) + outside)
    verdict: Verdict = "fail" if share > 0.05 else "concern"
    return [Check("answers_out_of_range", meaning, verdict, statistic=float(outside))]


def unused_check(instrument: Instrument, answers: Answers, form: ResponseFormat) -> list[Check]:
    """Return the check of answers that may be stored from 1 where the form begins at 0."""
    given = answers.values[np.isfinite(answers.values).any(axis=1)]
    few_steps = form.whole and form.minimum == 0 and form.maximum <= MOST_STEPS
    if not few_steps or len(given) < FEWEST_FORMS or (given == 0).any():
        return []
    meaning = (
        f"Nobody in {len(given)} forms of {instrument.name} gave the answer 0 to any item. Answers "
        "may be stored from 1: then every score is too high by the number of its items."
    )
    return [Check("lowest_answer_unused", meaning, "concern", statistic=float(len(given)))]


def unverified_check(instrument: Instrument) -> list[Check]:
    """Return the check that names facts which were not read in a source."""
    recalled = [PARTS[name] for name in PARTS if _recalled(instrument.facts.get(name))]
    recalled += [
        f"'{s.name}': blank items" for s in instrument.scales.values() if _recalled(s.most_missing)
    ]
    if not recalled:
        return []
    meaning = (
        f"Parts of the scoring of {instrument.name} are recalled and were not checked against a "
        f"source ({'; '.join(recalled)}). Compare with the manual before publishing."
    )
    return [Check("scoring_unverified", meaning, "note")]


def terms_checks(instrument: Instrument) -> list[Check]:
    """Return what a user must know before using the instrument: its license, and its trap."""
    checks = []
    if instrument.license.kind in ("paid", "permission"):
        asks = "a fee for each use" if instrument.license.kind == "paid" else "written permission"
        meaning = f"{instrument.name} may be used only with {asks}: {_told(instrument)}"
        checks.append(Check(f"license_{instrument.license.kind}", meaning, "note"))
    if instrument.caution:
        checks.append(Check("instrument_caution", instrument.caution, "note"))
    return checks


def _told(instrument: Instrument) -> str:
    """Return the license in words with its source."""
    fact = instrument.license.fact
    source = instrument.sources.get(fact.source, fact.source)
    told = str(fact.value or fact.reason).rstrip(".")
    return f"{told} ({source})." if source else f"{told}."


def _recalled(fact: Fact | None) -> bool:
    """Say whether something that scoring rests on was not read in a source."""
    return fact is not None and fact.known and fact.standing == "unverified"


def _against(rule: ScaleRule, answers: Answers, form: ResponseFormat) -> Check | None:
    """Return the check of items that run against the rest of their scale."""
    if len(rule.items) < 3 or len(answers.values) < FEWEST_FORMS:
        return None
    values = counted(answers.values, rule, form)
    with_rest = item_rest(values[:, [item - 1 for item in rule.items]])
    low = [item for item, r in zip(rule.items, with_rest, strict=True) if r < NOTABLE]
    if not low:
        return None
    named = ", ".join(str(item) for item in low)
    return Check(
        f"item_rest_{rule.name}",
        f"Items {named} of '{rule.title}' run against the rest of the scale (lowest correlation "
        f"{np.nanmin(with_rest):.2f}). They may be stored upside down, or sit in another column.",
        "concern",
        statistic=float(np.nanmin(with_rest)),
    )
