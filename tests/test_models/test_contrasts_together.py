"""Several comparisons at once: p values and limits against emmeans, and what rows say of them."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest
from paths import ROOT

import recoveryeval as rv
from recoveryeval.results.model import Model
from recoveryeval.stats.studentized_range import range_quantile, range_sf

GOLDEN = json.loads((ROOT / "tests/golden/together.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def model() -> Model:
    """Return breaks of yarn by wool and tension."""
    table = pd.DataFrame(GOLDEN["data"]).assign(id=range(54), wave=0)
    table["tension"] = pd.Categorical(table["tension"], ["L", "M", "H"])
    own = rv.repeated_measures(table, value="breaks", person="id", wave="wave")
    return rv.linear(own, "wool * tension", variance="model")


@pytest.mark.parametrize("adjust", ["none", "bonferroni", "sidak", "tukey"])
def test_p_values_and_limits_hold_together_as_in_emmeans(model: Model, adjust: str) -> None:
    """Every pair of three tensions, averaged over wools."""
    want = GOLDEN["pairs"][adjust]
    found = model.contrasts("tension", method="pairwise", adjust=adjust).tidy()  # type: ignore[arg-type]
    np.testing.assert_allclose(found["p_value"], want["p"], rtol=1e-8)
    np.testing.assert_allclose(found["conf_low"], want["low"], rtol=1e-8)
    np.testing.assert_allclose(found["conf_high"], want["high"], rtol=1e-8)
    assert (found["conf_level"] == 0.95).all()


def test_rows_and_checks_say_what_limits_are(model: Model) -> None:
    """Holm's limits are single; Bonferroni's hold together, also in standard deviations."""
    single = model.contrasts("tension", method="pairwise").tidy()
    holm = model.contrasts("tension", method="pairwise", adjust="holm")
    np.testing.assert_allclose(holm.tidy()["conf_low"], single["conf_low"], rtol=1e-12)
    assert holm.tidy()["method"].str.endswith("limits: each comparison by itself").all()
    assert "by itself" in holm.checks().set_index("id").loc["multiplicity", "meaning"]
    units = model.contrasts("tension", adjust="bonferroni", standardize=10.0).tidy()
    points = model.contrasts("tension", adjust="bonferroni").tidy()
    np.testing.assert_allclose(units["conf_low"] * 10, points["conf_low"], rtol=1e-9)
    assert units["method"].str.contains("together: Bonferroni, 2 comparisons").all()


def test_tukey_is_for_every_pair(model: Model) -> None:
    """Comparing with a reference, or one slope, has no studentized range."""
    with pytest.raises(rv.EstimationError, match="every pair"):
        model.contrasts("tension", adjust="tukey")


def test_the_studentized_range_agrees_with_r() -> None:
    """Base R gives about nine digits."""
    known = GOLDEN["range"]
    found = [range_sf(*a) for a in zip(known["q"], known["levels"], known["df"], strict=True)]
    np.testing.assert_allclose(found, known["sf"], rtol=1e-7, atol=1e-10)
    assert range_sf(range_quantile(0.9, 5, np.inf), 5, np.inf) == pytest.approx(0.1, rel=1e-10)
