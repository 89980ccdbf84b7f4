"""Whether people are seen again within days of an emergency visit or a stay."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence

from recoveryeval.cohorts.cohort import Cohort
from recoveryeval.errors import OutcomeError
from recoveryeval.outcomes.definition_file import load_definition
from recoveryeval.outcomes.follow_up_rows import FollowUpRules, of_cohort
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.outcomes.stays.code_lists import code_list
from recoveryeval.outcomes.stays.of_cohort import SEEN, Seen
from recoveryeval.outcomes.stays.rules import event_types, require_one_of, texts, whole
from recoveryeval.outcomes.stays.visits_after import VisitRules
from recoveryeval.schema.vocabulary import load_vocabulary

Codes = Sequence[str] | Mapping[str, Sequence[str]]
DAYS = ("first_day", "last_day", "apart_days", "chain_days", "exclude_days")


def follow_up_after(
    cohort: Cohort,
    *,
    definition: str | os.PathLike[str] = "fua_30",
    index: str | Sequence[str] | None = None,
    services: str | Sequence[str] | None = None,
    first_day: int | None = None,
    last_day: int | None = None,
    apart_days: int | None = None,
    chain: str | None = None,
    index_codes: Codes | None = None,
    codes: Codes | None = None,
    seen: Seen = "coverage",
) -> Outcome:
    """Say after which emergency visits or stays people were seen again in time.

    The estimand a model on it will answer for is the share of index events
    with a visit within the days.

    Parameters
    ----------
    cohort : Cohort
        The people and their time zero; index events count from then on.
    definition : str or path
        ``fua_7``, ``fua_30`` (emergency visits), ``fuh_7``, ``fuh_30``
        (psychiatric stays), ``fui_7``, ``fui_30`` (high-intensity care), or a
        TOML file of your own. The options below replace its parameters.
    index : str, sequence of str or None
        Kinds of event that start a clock.
    services : str, sequence of str or None
        Services whose completed contacts are a visit; add ``"peer"`` to see
        what coaching would count for.
    first_day, last_day : int or None
        First and last day on which a visit counts, from the index day.
    apart_days : int or None
        Index events closer than so many days to one that was kept are not
        counted; 0 keeps all.
    chain : {"none", "last", "one_hop"} or None
        Which discharges of a chain count: all, the last, or each that another
        handed over to.
    index_codes, codes : sequence of str, mapping or None
        Your own lists of diagnosis codes for index events and of service codes
        for visits; a mapping names several lists. The package ships none.
    seen : {"coverage", "cohort"}
        Until when events would be seen: while people are insured, where the
        program has coverage spans, or as long as the cohort is observed.

    Returns
    -------
    Outcome
        Kind ``binary``, one row per index event, with ``days_to_visit`` beside
        it. Checks count every index event that does not count, by reason.

    Raises
    ------
    OutcomeError
        When an option is not allowed, a code stands in two lists, or no index
        event is left.

    Notes
    -----
    Events are kept apart one after the other: of visits on days 0, 20 and 40,
    31 days apart, 0 and 40 are kept, since 20 is barred and bars nothing.
    Event by event with the one before only 0 would be kept.

    References
    ----------
    D'Onofrio G, O'Connor PG, Pantalon MV, et al. (2015). doi:10.1001/jama.2015.3474

    Examples
    --------
    >>> import recoveryeval as rv
    >>> made, truth = rv.synthetic_program(200, rng=1)
    >>> seen = rv.follow_up_after(rv.cohort(made), definition="fua_7")
    >>> seen.kind
    'binary'
    """
    if not isinstance(cohort, Cohort):
        raise OutcomeError(
            "Follow-up is derived for a cohort, and something else was given",
            code="RE-O20",
            do="Choose the people first: follow_up_after(cohort(program, ...)).",
        )
    named = load_definition(definition, family="follow_up").with_parameters(
        index=index, services=services, first_day=first_day, last_day=last_day,
        apart_days=apart_days, chain=chain,
    )  # fmt: skip
    held = named.parameters
    require_one_of("chain", held["chain"], ("none", "last", "one_hop"))
    require_one_of("index_day", held["index_day"], ("start", "end"))
    require_one_of("seen", seen, SEEN)
    for service in texts(held["services"]):
        require_one_of("services", service, tuple(load_vocabulary("service").terms))
    days = {name: whole(name, held[name]) for name in DAYS}
    rules = FollowUpRules(
        named=named,
        index=event_types("index", held["index"]),
        services=texts(held["services"]),
        exclude=texts(held["exclude"]),
        index_codes=code_list("index_codes", index_codes),
        codes=code_list("codes", codes),
        visits=VisitRules(index_day=held["index_day"], chain=held["chain"], **days),
    )
    return of_cohort(cohort, rules, seen)
