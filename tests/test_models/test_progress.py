"""Searches show their steps to those who wait, and let an interrupt through with nothing left."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from tqdm import tqdm

import recoveryeval as rv
from recoveryeval.models import progress
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.stats.answers import glmm_fit


def answers() -> Outcome:
    rng = np.random.default_rng(1)
    seen = pd.DataFrame({"id": np.repeat(np.arange(60), 3), "month": [1, 3, 6] * 60})
    level = rng.normal(0, 1.5, 60)[seen["id"]]
    seen["abstinent"] = rng.random(180) < 1 / (1 + np.exp(-level))
    return rv.binary(seen, value="abstinent", person="id", wave="month")


def test_steps_show_after_the_patience_only(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "PATIENCE", 1e6)
    rv.glmm(answers(), "wave")
    assert capsys.readouterr() == ("", "")
    monkeypatch.setattr(progress, "PATIENCE", 0.0)
    rv.glmm(answers(), "wave")
    scores = pd.DataFrame({"id": np.repeat(np.arange(30), 2), "month": [1, 3] * 30})
    scores["score"] = np.random.default_rng(2).normal(size=60)
    rv.mmrm(rv.repeated_measures(scores, value="score", person="id", wave="month"), "wave")
    shown = capsys.readouterr()
    assert "Mixed model of answers" in shown.err
    assert "Covariance: unstructured" in shown.err
    assert shown.out == ""


def test_an_interrupt_passes_through_and_leaves_nothing(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    own = answers()
    before = rv.glmm(own, "wave").tidy()
    whole, calls = glmm_fit.quadrature, iter(range(100))

    def stopped(*given: object, **options: object) -> object:
        if next(calls) == 5:
            raise KeyboardInterrupt
        return whole(*given, **options)  # type: ignore[arg-type]

    state = np.geterr()
    with monkeypatch.context() as patched:
        patched.setattr(glmm_fit, "quadrature", stopped)
        with pytest.raises(KeyboardInterrupt):
            rv.glmm(own, "wave")
    assert np.geterr() == state
    assert not getattr(tqdm, "_instances", ())
    pd.testing.assert_frame_equal(rv.glmm(own, "wave").tidy(), before)
    assert capsys.readouterr().err == ""
