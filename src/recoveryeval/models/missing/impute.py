"""Absent scores filled several times, so that what is not known shows in the errors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np

from recoveryeval.models.missing.impute_draw import Rule, draw, refuse_thin
from recoveryeval.models.missing.impute_refusals import generator, refuse_answers, refuse_call
from recoveryeval.models.missing.impute_versions import completed, told, version
from recoveryeval.models.missing.impute_wide import person_wide
from recoveryeval.models.missing.impute_words import impute_checks, impute_methods, range_check
from recoveryeval.models.missing.imputed import Imputed
from recoveryeval.models.progress import with_bar
from recoveryeval.models.words import versions
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.stats.missing.chained_equations import Method

Strategy = Literal["missing at random", "jump to reference"]


def impute(
    outcome: Outcome,
    *,
    m: int = 20,
    rng: int | np.random.Generator,
    by: str | None = None,
    auxiliaries: Sequence[str] = (),
    strategy: Strategy = "missing at random",
    reference: str | None = None,
    method: Method = "regression",
    iterations: int = 10,
) -> Imputed:
    """Fill absent scores several times from what is known of each person.

    Models on the result estimate what they would have, had everyone been seen
    and had absence depended on what was seen (or, by strategy, had people gone
    on as the reference group after they left).

    Parameters
    ----------
    outcome : Outcome
        Of kind ``repeated``, or ``binary`` with person and wave.
    m : int
        Number of completed versions; twenty or more for a paper.
    rng : int or numpy.random.Generator
        Source of randomness; the same number gives the same versions.
    by : str or None
        Column of groups that are imputed apart, which lets everything differ
        between them; name the arm.
    auxiliaries : sequence of str
        Columns that help to predict scores or absence, one value per person.
        Blanks in columns of numbers are filled too, for models that use them.
    strategy : {"missing at random", "jump to reference"}
        What holds after a person's last interview. With the second, people of
        other groups go on as ``reference`` does; people whose next interview is
        not due yet have not left.
    reference : str or None
        Reference group, with ``by``.
    method : {"regression", "matching"}
        Normal draws, or values of people predicted alike, which suits scores
        that are skewed or have few levels. Answers of 0 and 1 are drawn as such.
    iterations : int
        Rounds of the chain.

    Returns
    -------
    Imputed
        ``fit(model)`` pools any model over the versions.

    Raises
    ------
    EstimationError
        When a group has too few people seen at a wave, an auxiliary changes
        within people, or carrying the last score forward is asked for.

    Notes
    -----
    Chained equations on one row per person: every wave on all others and the
    auxiliaries; people without any score by their group and auxiliaries, if those
    are named and known. Variances are drawn around the regressions' own, which a vague
    prior would exceed in small groups. Scores after death do not exist and are
    not made up. Under jump to reference Rubin's variance does not reward
    ignorance: it keeps the information of the data.

    References
    ----------
    White IR, Royston P, Wood AM (2011). doi:10.1002/sim.4067.
    Carpenter JR, Roger JH, Kenward MG (2013). doi:10.1080/10543406.2013.834911.
    von Hippel PT (2013). doi:10.1177/0049124113494582

    Examples
    --------
    >>> import numpy as np
    >>> import recoveryeval as rv
    >>> program, truth = rv.synthetic_program(300, rng=np.random.default_rng(1))
    >>> scores = rv.scale(rv.cohort(program), "GSE", waves=[0, 90, 180])
    >>> versions = rv.impute(scores, m=5, rng=1, by="arm")
    >>> pooled = versions.fit(lambda s: rv.linear(s, "arm", wave=180).contrasts("arm"))
    >>> bool(pooled.tidy()["df"].iloc[0] > 5)
    True
    """
    named = [auxiliaries] if isinstance(auxiliaries, str) else list(auxiliaries)
    asked = {"m": m, "by": by, "auxiliaries": named, "strategy": strategy,
             "reference": reference, "method": method, "iterations": iterations}  # fmt: skip
    refuse_call(asked)
    source = generator(rng)
    wide = person_wide(outcome, named, by)
    refuse_answers(wide, reference)
    refuse_thin(wide, reference=reference)
    rule = Rule(method, iterations, reference)
    whole, there = completed(outcome, wide)
    made = tuple(
        version(whole, there, wide, draw(wide, rule, source))
        for _ in with_bar(range(m), "Imputing", m)
    )
    filled = int(wide.fill.sum())
    return Imputed(
        outcomes=made,
        source=outcome,
        filled=filled,
        methods_text=impute_methods(asked, wide, versions()),
        parameters=asked,
        check_rows=(
            *told(outcome, filled),
            *impute_checks(wide, reference),
            *range_check(wide, made[0].frame["value"], method),
        ),
    )
