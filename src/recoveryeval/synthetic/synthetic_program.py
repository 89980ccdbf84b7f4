"""A seeded program with known true effects."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from recoveryeval.errors import OutcomeError, nearest
from recoveryeval.programs.build import program as build_program
from recoveryeval.programs.program import Program
from recoveryeval.synthetic.calendar import EXTRACT_DATE
from recoveryeval.synthetic.effects import Effects
from recoveryeval.synthetic.streams import DEFAULT_SEED, streams
from recoveryeval.synthetic.tables import MAKERS, make_tables
from recoveryeval.synthetic.true_values import truth_of
from recoveryeval.synthetic.truth import Truth
from recoveryeval.synthetic.world import draw_world

KNOWN = {"arm": "anchor", "severity": "anchor", "dual_diagnosis": "anchor"}
NEEDED = ("person", "episode")


class Synthetic(NamedTuple):
    """A synthetic program and the truth about it."""

    program: Program
    truth: Truth


def synthetic_program(
    n: int = 400,
    *,
    rng: int | np.random.Generator = DEFAULT_SEED,
    effects: Effects | None = None,
    tables: Sequence[str] | None = None,
) -> Synthetic:
    r"""Make up a recovery coaching program whose true effects are known.

    People enter six sites over seventeen months. Coaching begins at a different
    time at each site, and sicker people are coached more often, so that crude
    comparisons of the arms mislead. Everything a program records is there:
    contacts, interviews, weekly tests, stays, housing, goals, referrals, costs.

    Parameters
    ----------
    n : int
        Number of people.
    rng : int or numpy.random.Generator
        Seed, or a generator. The default seed, 20260630, gives the same
        program every time.
    effects : Effects or None
        Every effect, as a named parameter; None takes the defaults. From
        ``recoveryeval.synthetic.effects``.
    tables : sequence of str or None
        Tables to make beside person and episode; None makes all.

    Returns
    -------
    Synthetic
        ``program`` and ``truth``, which unpack as a pair.

    Raises
    ------
    OutcomeError
        If there are no people to make, or a table is unknown.

    Notes
    -----
    Time zero is the day of intake. A person leaves at a Weibull time T with
    proportional hazards, :math:`S(t) = \exp(-\log 2\,(t/m)^k e^{x'b})`. There is
    a completed contact on day 0 and on day floor(T), none after it, and never more
    than 21 days between two contacts before it, so that a gap rule of 22 days or
    more finds floor(T) without error. Which estimate meets which truth:

    - Kaplan-Meier and restricted mean by arm, with exits censored: ``"survival"``
      and ``"restricted mean time"``. Entry date, exits and loss of insurance are
      independent of severity within an arm.
    - The same from ``landmark("contact", within_days=14, service="peer")``:
      ``"survival from day 14"``. One coached person in 400 meets a coach later than that.
    - The same, standardized over ``severity`` and ``dual_diagnosis``: the
      ``"marginal"`` values.
    - Cox regression on arm, severity and dual diagnosis: the
      ``"log conditional hazard ratio"``.
    - Aalen-Johansen by arm: ``"cumulative incidence"``.
    - Means of the scales: under drop-out at random given the last observed
      self-efficacy total, only methods that use it are consistent, such as a
      mixed model of all waves or weighting by the inverse probability of follow-up.
    - Weekly tests: whether one is missed depends on having left, so shares of
      tests taken must be standardized over severity and dual diagnosis.

    Death or incarceration soon after leaving hides the leaving; ``retention()`` ends
    observation accordingly, so that its curve still meets the truth. A rule of
    your own that censors on the day of death is off by less than 0.0005 here.
    Nobody is admitted to hospital after a first incarceration, and each person
    has one episode.

    Examples
    --------
    >>> import recoveryeval as rv
    >>> program, truth = rv.synthetic_program(40)
    >>> len(program.tables["person"])
    40
    >>> round(truth.get(estimand="survival", outcome="retention", group="coaching", time=90), 3)
    0.687
    """
    _check(n, tables)
    rngs = streams(rng)
    chosen = effects or Effects()
    wanted = None if tables is None else [*NEEDED, *tables]
    made = make_tables(draw_world(int(n), chosen, rngs), rngs, wanted)
    program = build_program(made, extract_date=EXTRACT_DATE, name="synthetic", known=KNOWN)
    return Synthetic(program, truth_of(chosen))


def _check(n: int, tables: Sequence[str] | None) -> None:
    """Raise unless there are people to make and the tables exist."""
    if n < 1:
        raise OutcomeError(
            "A synthetic program needs at least one person",
            code="RE-SY4",
            column="n",
            do="Ask for one person or more.",
        )
    for name in tables or ():
        if name not in MAKERS:
            raise OutcomeError(
                "A synthetic program has no table of that name",
                code="RE-SY5",
                column=str(name),
                do=f"Use some of {', '.join(MAKERS)}." + nearest(str(name), MAKERS),
            )
