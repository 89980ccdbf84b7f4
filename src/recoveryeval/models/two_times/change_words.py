"""What a result on change says about the rule that decided who changed."""

from __future__ import annotations

from recoveryeval.models.two_times.change_rule import ChangeRule
from recoveryeval.models.words import versions
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.results.check import Check, Verdict


def change_checks(rule: ChangeRule, threshold: float) -> list[Check]:
    """Return which figures decided, where they come from, and whether they fit each other."""
    checked = "not checked" not in rule.reliability_from
    told = (
        f"The reliability used is {rule.reliability:.2f}, {rule.reliability_from}; a change beyond "
        f"{threshold:.2f} points is reliable."
    )
    verdict: Verdict = "note" if checked else "concern"
    checks = [Check("reliability_used", told, verdict, statistic=rule.reliability)]
    if rule.minimal is not None:
        larger = threshold > rule.minimal
        told = f"The important difference is {rule.minimal:g} points, {rule.minimal_from}. " + (
            "Reliable change asks for more than that, so people may have changed in a way that "
            "matters without the scale being able to show it for one person."
            if larger
            else "Reliable change asks for less than that."
        )
        checks.append(Check("important_difference", told, "note", statistic=rule.minimal))
    if rule.cut_off is not None:
        told = f"The cut-off is {rule.cut_off:g}, {rule.cut_off_from}."
        checks.append(Check("cut_off_used", told, "note", statistic=rule.cut_off))
    return checks


def change_methods(outcome: Outcome, rule: ChangeRule, threshold: float) -> str:
    """Return one paragraph in journal style."""
    return (
        f"Change in {outcome.name} was described in people with both scores. A change was called "
        f"reliable beyond {threshold:.2f} points, 1.96 times the standard error of a difference "
        f"with reliability {rule.reliability:.2f} (Jacobson and Truax, 1991). Shares carry Wilson "
        f"limits; people lost to follow-up were compared with the others by standardized "
        f"differences at the first wave ({versions('scipy')})."
    )
