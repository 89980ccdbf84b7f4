"""National outcome measures: abstinence, work, crime, housing and others, at two times."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from recoveryeval.analyses.everyone_and_groups import EVERYONE, everyone_and_groups
from recoveryeval.analyses.national.answers import Answers
from recoveryeval.analyses.national.lost import lost_rows
from recoveryeval.analyses.national.people import Asked, asked
from recoveryeval.analyses.national.rows import domain_rows, not_collected
from recoveryeval.analyses.national.rule import Domain, outcomes_rule, refused
from recoveryeval.analyses.national.sources import answers
from recoveryeval.analyses.national.told import result_of
from recoveryeval.cohorts.cohort import Cohort
from recoveryeval.errors import CohortError
from recoveryeval.models.confidence import check_conf_level
from recoveryeval.results.result import Result


def national_outcomes(
    cohort: Cohort,
    *,
    definition: str | os.PathLike[str] = "noms",
    domains: Mapping[str, Mapping[str, Any]] | None = None,
    before: int | str | None = None,
    after: int | str | None = None,
    early: int | None = None,
    late: int | None = None,
    version: str | None = None,
    by: str | None = None,
    columns: Sequence[str] | None = None,
    conf_level: float = 0.95,
) -> Result:
    """Show the national outcome measures at intake and later, with everyone in the denominator.

    The estimand is the share of people in each good state at two times, and its
    change in people with both answers; the share of all intakes stands beside it.

    Parameters
    ----------
    cohort : Cohort
        The people and their time zero.
    definition : str or path
        ``"noms"`` (states, events and days of use), ``"gpra"`` (items of the
        2023 GPRA tool), or your own file.
    domains : mapping of str to mapping, or None
        Domains of your own, or other sources for those of the definition, such
        as ``{"housing": {"source": "items", "any": {"lives": [1, 2]}}}``. The
        sources are ``items``, ``state``, ``event``, ``panel``, ``scale``,
        ``retention`` and ``none``.
    before, after : int, str or None
        The two times: days from the cohort's origin, or ``"baseline"``, ``"month_6"``.
    early, late : int or None
        An interview counts for the first time within ``early`` days of it, for
        the second from ``early`` days before to ``late`` days after.
    version : str or None
        Version of the form, where the interviews hold several.
    by : str or None
        Column of groups known at time zero, such as ``"site"`` or ``"arm"``.
    columns : sequence of str or None
        What to compare the lost and the followed in; None is all known at intake.
    conf_level : float
        Confidence level, between 0 and 1.

    Returns
    -------
    Result
        Kind ``national_outcomes``. Rows by domain (``outcome``), ``group``,
        time (``level``: before, after, change) and denominator (``term``);
        counts of people; standardized differences between those lost and those
        followed (``contrast``). A domain not collected is a row that says so.

    Raises
    ------
    OutcomeError
        When the definition or a domain is not allowed, or versions of a form mix.
    CohortError
        When nobody's second time has come, or a column does not exist.

    Notes
    -----
    Everyone due at the second time is in all rows of a domain. Among all
    intakes an unknown answer counts as no; ``bound_high`` is the share had they
    all been yes. Limits are Wilson's; of changes Newcombe's for paired shares.

    References
    ----------
    Newcombe RG (1998).
    doi:10.1002/(SICI)1097-0258(19981130)17:22<2635::AID-SIM954>3.0.CO;2-C

    Examples
    --------
    Five people: one came to be housed, one was lost from sight by day 180.

    >>> import pandas as pd
    >>> import recoveryeval as rv
    >>> who = ["1", "2", "3", "4", "5"]
    >>> person = pd.DataFrame({"person_id": who})
    >>> episode = pd.DataFrame({"episode_id": who, "person_id": who, "anchor": "2025-01-01"})
    >>> state = pd.DataFrame(
    ...     {
    ...         "person_id": ["1", "1", "2", "3", "4", "5"],
    ...         "domain": "housing",
    ...         "value": ["shelter", "housed", "housed", "shelter", "housed", "shelter"],
    ...         "start": ["2025-01-01", "2025-02-01"] + ["2025-01-01"] * 4,
    ...         "end": ["2025-02-01", None, None, None, None, "2025-03-01"],
    ...     }
    ... )
    >>> made = rv.program(
    ...     {"person": person, "episode": episode, "state": state}, extract_date="2025-12-31"
    ... )
    >>> found = rv.national_outcomes(rv.cohort(made)).tidy()
    >>> housed = found[(found["outcome"] == "Housed") & (found["estimand"] != "number of people")]
    >>> housed[["level", "term", "estimate", "denominator"]].head(6)
        level                           term  estimate  denominator
    3  before    of people with both answers      0.50          4.0
    4  before  of people with an answer then      0.40          5.0
    5  before                 of all intakes      0.40          5.0
    6   after    of people with both answers      0.75          4.0
    7   after  of people with an answer then      0.75          4.0
    8   after                 of all intakes      0.60          5.0
    """
    check_conf_level(conf_level)
    if not isinstance(cohort, Cohort):
        raise CohortError(
            "National outcomes are those of a cohort, and something else was given",
            code="RE-A02",
            do="Choose the people first: national_outcomes(cohort(program, ...)).",
        )
    given = {
        "before": before, "after": after, "early": early, "late": late, "version": version,
    }  # fmt: skip
    rule = outcomes_rule(definition, given, domains)
    people = asked(cohort, rule.waves)
    found = {domain: answers(people, domain, rule) for domain in rule.domains}
    if not any(answer.collected for answer in found.values()):
        raise refused(
            "None of the domains is recorded of these people",
            "domains",
            "Say where the answers are: domains={'housing': {'source': 'items', ...}}.",
        )
    table = _table(people, found, by, conf_level)
    lost = lost_rows(people, found, columns)
    parameters = {
        "definition": rule.named.id,
        **given,
        "domains": {d.id: dict(d.told) for d in rule.domains},
        "by": by,
        "conf_level": conf_level,
    }
    return result_of((people, rule, found), table, lost, parameters)


def _table(
    people: Asked, found: Mapping[Domain, Answers], by: str | None, conf_level: float
) -> pd.DataFrame:
    """Return the rows of every domain, for everyone and each group."""
    groups = everyone_and_groups(people.cohort.frame, by, people.cohort.known)
    rows: list[dict[str, Any]] = []
    for domain, answer in found.items():
        if not answer.collected:
            why = next(text for text in answer.lacking if text)
            rows.append({**not_collected(why), "outcome": domain.label, "group": EVERYONE})
            continue
        for name, own in groups.items():
            told = domain_rows(domain, answer, people, own, conf_level)
            rows += [{**row, "outcome": domain.label, "group": name} for row in told]
    return pd.DataFrame(rows)
