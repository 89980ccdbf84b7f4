"""What a new user of scores gets wrong first, and what is said: where it is, and the way on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from score_verbs import outcome_for, study

import recoveryeval as rv

TABLE = study(30)
SCORES, ANSWERS, COUNTS = (outcome_for(n, TABLE) for n in ("linear", "risk", "rates"))
RELIABLE: dict[str, Any] = {"reliability": 0.8, "better": "higher"}


def versions() -> rv.Imputed:
    """Return two completed versions."""
    return rv.impute(SCORES, rng=1, m=2, by="arm", iterations=1)


MISTAKES: dict[str, tuple[Callable[[], Any], str, str]] = {
    "waves as groups of answers": (
        lambda: rv.risk(ANSWERS, "wave"), "RE-E41", "Use paired() or change()"
    ),
    "waves as groups of scores": (
        lambda: rv.linear(SCORES, "wave"), "RE-E41", "Use paired() or change()"
    ),
    "waves as groups, one wave chosen": (
        lambda: rv.linear(SCORES, "arm * wave", wave=6), "RE-E41", "mmrm()"
    ),
    "no wave chosen": (lambda: rv.linear(SCORES, "arm"), "RE-M07", "Name wave="),
    "a wave that is not there": (
        lambda: rv.linear(SCORES, "arm", wave=7), "RE-M08", "Use one of the outcome's waves (3)"
    ),
    "a baseline that is not there": (
        lambda: rv.linear(SCORES, "arm + baseline", wave=6, baseline=1), "RE-M08", "waves (3)"
    ),
    "a baseline that is not named": (
        lambda: rv.linear(SCORES, "arm + baseline", wave=6), "RE-M05", "baseline=0"
    ),
    "the same wave twice": (lambda: rv.paired(SCORES, before=0, after=0), "RE-M08", "before=0"),
    "answers asked for reliable change": (
        lambda: rv.change(ANSWERS, before=0, after=6, **RELIABLE), "RE-M03", "paired()"
    ),
    "a percentage as reliability": (
        lambda: rv.change(SCORES, before=0, after=6, reliability=80, better="higher"),
        "RE-MC20", "reliability()",
    ),
    "no reliability": (
        lambda: rv.change(SCORES, before=0, after=6, better="higher"), "RE-MC20", "reliability()"
    ),
    "a reference that is not there": (
        lambda: rv.change(SCORES, "arm", before=0, after=6, reference="Usual", **RELIABLE),
        "RE-M25", "nearest valid name is 'usual'",
    ),
    "a left-hand side": (lambda: rv.mmrm(SCORES, "score ~ arm"), "RE-E41F", "arm * wave"),
    "random effects as in R": (
        lambda: rv.mixed_model(SCORES, "arm * wave", random="(1 | id)"), "RE-E41F", "random='1'"
    ),
    "a term misspelled": (
        lambda: rv.mmrm(SCORES, "arm * waves"), "RE-E40F", "nearest valid name is 'wave'"
    ),
    "means of a number": (
        lambda: rv.mmrm(SCORES, "arm * wave + age").means("age"), "RE-M02", "contrasts('age')"
    ),
    "a table for scores": (lambda: rv.mmrm(TABLE, "arm"), "RE-M35", "repeated_measures"),
    "a table for change": (
        lambda: rv.change(TABLE, before=0, after=6, **RELIABLE), "RE-M35", "repeated_measures"
    ),
    "a table for imputation": (lambda: rv.impute(TABLE, rng=1), "RE-M35", "repeated_measures"),
    "a table for absent scores": (lambda: rv.missingness(TABLE), "RE-M35", "repeated_measures"),
    "a table for weights": (
        lambda: rv.followup_weights(TABLE, "arm", wave=6), "RE-M35", "repeated_measures"
    ),
    "a table for a scale": (
        lambda: rv.scale(TABLE, "GSE", waves=[0, 90]), "RE-O20", "scale(cohort("
    ),
    "scores for shares": (lambda: rv.risk(SCORES, "arm"), "RE-M09", "binary()"),
    "scores for rates": (lambda: rv.rates(SCORES, by="arm"), "RE-M20", "counts()"),
    "scores for a mixed model of answers": (
        lambda: rv.glmm(SCORES, "arm"), "RE-M60", "mixed_model()"
    ),
    "counts for a mixed model of scores": (
        lambda: rv.mixed_model(COUNTS, "arm"), "RE-M03", "repeated_measures()"
    ),
    "a margin in percent": (
        lambda: rv.risk(ANSWERS, "arm", wave=6, margin=10), "RE-M10", "such as 0.1"
    ),
    "a confidence level in percent": (
        lambda: rv.mmrm(SCORES, "arm * wave", conf_level=95), "RE-M22", "0.95"
    ),
    "a model that is a formula": (lambda: versions().fit("arm"), "RE-MI41", "lambda outcome"),
    "a model that answers nothing": (
        lambda: versions().fit(lambda _: None), "RE-MI41", "lambda outcome"
    ),
    "a tipping point of many rows": (
        lambda: rv.tipping_point(versions(), lambda o: rv.mmrm(o, "arm * wave"), deltas=[0, -1]),
        "RE-MI45", "row=",
    ),
    "ratios of what is no logarithm": (
        lambda: rv.linear(SCORES, "arm", wave=6).tidy(exponentiate=True), "RE-G03", "tidy()"
    ),
}  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_first_mistake_is_told_with_the_way_on(mistake: str) -> None:
    """No traceback of another library, and an action that can be taken."""
    call, code, way = MISTAKES[mistake]
    with pytest.raises(rv.RecoveryEvalError) as caught:
        call()
    assert caught.value.code == code
    assert way in str(caught.value)


def test_waves_are_named_by_number_or_by_text() -> None:
    """Wave 6 and wave '6' are the same one."""
    one, two = (rv.linear(SCORES, "arm", wave=w).tidy() for w in (6, "6"))
    assert one["estimate"].tolist() == two["estimate"].tolist()
