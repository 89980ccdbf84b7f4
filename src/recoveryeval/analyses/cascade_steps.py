"""The steps that the package knows by name."""

from __future__ import annotations

from collections.abc import Sequence

from recoveryeval.analyses.cascade_step import CascadeStep, Rows
from recoveryeval.errors import OutcomeError, nearest

_MEDICATION = "product is missing or product not in ('naloxone', 'placebo')"

STEPS: dict[str, CascadeStep] = {
    "outreach_contact": CascadeStep(
        "outreach contact",
        "a completed contact of the service outreach, from 90 days before time zero on",
        (Rows("contact", "date", "service == 'outreach' and status == 'completed'"),),
        before_days=90,
    ),
    "enrolled": CascadeStep("enrolled", "an enrollment", (Rows("episode", "anchor"),)),
    "first_contact": CascadeStep(
        "first contact",
        "a completed contact of any service",
        (Rows("contact", "date", "status == 'completed'"),),
    ),
    "referred": CascadeStep("referred", "a referral made", (Rows("referral", "made"),)),
    "assessment_scheduled": CascadeStep(
        "assessment scheduled",
        "an appointment given: a referral with the day for which it was scheduled, by the day on "
        "which it was made",
        (Rows("referral", "made", "scheduled is not missing or scheduled_day is not missing"),),
    ),
    "referral_attended": CascadeStep(
        "referral attended", "a referral attended", (Rows("referral", "attended"),)
    ),
    "assessed": CascadeStep(
        "assessed",
        "an assessment held with the person, complete or in part",
        (Rows("assessment", "date", "status in ('complete', 'partial')"),),
    ),
    "waiting_list": CascadeStep(
        "waiting list (if any)",
        "a waiting list that began; people may go on without it",
        (Rows("referral", "waitlist_start"),),
        optional=True,
    ),
    "started_medication": CascadeStep(
        "started medication",
        "a recorded medication other than naloxone and placebo",
        (Rows("drug", "date", _MEDICATION),),
    ),
    "retained": CascadeStep(
        "retained 90 days",
        "a completed contact or a recorded medication 90 to 119 days after the step before",
        (
            Rows("contact", "date", "status == 'completed'"),
            Rows("drug", "date", _MEDICATION),
        ),
        from_days=90,
        to_days=119,
    ),
}


def steps_of(steps: Sequence[str | CascadeStep]) -> tuple[CascadeStep, ...]:
    """Return the steps, or say which is not known."""
    if not isinstance(steps, list | tuple) or len(steps) < 2:
        raise OutcomeError(
            "A cascade needs two steps or more",
            code="RE-O41",
            do=f"Name some of {', '.join(STEPS)}, or make your own with cascade_step().",
        )
    found = tuple(_step(step) for step in steps)
    names = [step.name for step in found]
    if len(set(names)) < len(names):
        raise OutcomeError(
            "Two steps have the same name",
            code="RE-O41",
            do="Give each step a name of its own.",
        )
    return found


def _step(step: object) -> CascadeStep:
    """Return one step by name, or as it is given."""
    if isinstance(step, CascadeStep):
        return step
    if step not in STEPS:
        raise OutcomeError(
            "There is no step of that name",
            code="RE-O41",
            do=f"Use some of {', '.join(STEPS)}, or make your own with cascade_step()."
            + nearest(str(step), STEPS),
        )
    return STEPS[str(step)]
