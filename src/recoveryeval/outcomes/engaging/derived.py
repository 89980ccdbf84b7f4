"""From a measure to its Outcome: covariates, the sentence and the checks join it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd

from recoveryeval.cohorts.cohort import Cohort
from recoveryeval.errors import OutcomeError
from recoveryeval.outcomes.definition import Definition
from recoveryeval.outcomes.engaging.followed import followed
from recoveryeval.outcomes.engaging.log import contact_log, log_required
from recoveryeval.outcomes.engaging.measured import Measured, Source
from recoveryeval.outcomes.engaging.options import checked, measure_of
from recoveryeval.outcomes.leaving.covariates import known_covariates
from recoveryeval.outcomes.named_definition import NamedDefinition, in_words
from recoveryeval.outcomes.outcome import Outcome

TO_THE_END = " (0 days: to the end of observation)"  # how sentences tell of both kinds of window
FROM_ZERO = "from time zero to the end of observation"


def derived(
    cohort: Cohort, named: NamedDefinition, codes: Mapping[str, Sequence[str]] | None
) -> Outcome:
    """Return the outcome of a definition for a cohort."""
    measure = measure_of(named)
    options = checked(named, measure, codes)
    log = contact_log(cohort)
    if measure.log:
        log_required(log)
    made = measure.make(Source(cohort, log, followed(cohort), options))
    covariates = known_covariates(cohort, made.kind)
    return Outcome(
        kind=made.kind,
        name=_name(named),
        frame=_frame(cohort, made, covariates),
        definition=_definition(named),
        origin=cohort.origin,
        unit=made.unit,
        covariates=tuple(covariates.columns),
        causes=made.causes,
        horizon=made.horizon,
        population=cohort.population,
        rows_in=len(cohort.frame) + len(made.others),
        dropped=dict(made.dropped),
        check_rows=(*cohort.check_rows, *made.checks),
    )


def _definition(named: NamedDefinition) -> Definition:
    """Return the definition; its sentence says the window that was used, not the other one."""
    made = named.definition()
    if named.parameters.get("window_days") == 0:
        told = re.sub(r"in the first 0 days from time zero(, day 0 included)?", FROM_ZERO,
                      made.sentence)  # fmt: skip
    else:
        told = made.sentence
    return replace(made, sentence=told.replace(TO_THE_END, ""))


def _frame(cohort: Cohort, made: Measured, covariates: pd.DataFrame) -> pd.DataFrame:
    """Return the analysis frame: person, the columns of the kind, n, covariates."""
    inside = made.place[made.place >= 0]
    ids = [*cohort.frame["person_id"].take(inside), *made.others]
    frame = pd.DataFrame(
        {"person": pd.array(ids, dtype="string"), **made.columns, "n": 1.0},
        index=range(len(made.place)),
    )
    # People outside the cohort have no covariates.
    more = covariates.reindex(made.place).reset_index(drop=True)
    return frame.join(more)


def _name(named: NamedDefinition) -> str:
    """Return the title; it names services that the definition does not."""
    if "service" not in named.changed:
        return named.title
    return f"{named.title} ({in_words(named.parameters['service'])})"


def require_cohort(cohort: object) -> None:
    """Raise unless the people were chosen first."""
    if not isinstance(cohort, Cohort):
        raise OutcomeError(
            "Engagement is derived for a cohort, and something else was given",
            code="RE-O20",
            do="Choose the people first: engagement(cohort(program, ...)).",
        )
