"""Reliability against R, pingouin and statsmodels, by hand, and what is refused."""

from __future__ import annotations

import json
import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from paths import ROOT

import recoveryeval as rv
from recoveryeval.stats.scales.internal_consistency import alpha
from recoveryeval.stats.scales.intraclass import Form, intraclass
from recoveryeval.stats.scales.kappa import Weighting, kappa
from recoveryeval.stats.scales.one_factor import one_factor

GOLDEN = json.loads((ROOT / "tests/golden/one_factor.json").read_text(encoding="utf-8"))
TABLE = np.array([[20.0, 5, 2], [3, 15, 4], [1, 6, 14]])


def items(n: int = 80, k: int = 4, seed: int = 1) -> pd.DataFrame:
    """Return items that share one factor."""
    rng = np.random.default_rng(seed)
    shared = rng.normal(size=(n, 1)) * np.linspace(0.6, 1.0, k)
    return pd.DataFrame(shared + rng.normal(size=(n, k)), columns=[f"i{j + 1}" for j in range(k)])


@pytest.mark.parametrize("name", sorted(GOLDEN["sets"]))
def test_one_factor_agrees_with_r(name: str) -> None:
    """Loadings and uniquenesses as factanal finds them."""
    held = GOLDEN["sets"][name]
    found = one_factor(np.array(held["items"], dtype=float))
    sign = np.sign(np.sum(held["loadings"]))
    np.testing.assert_allclose(found.loadings, sign * np.array(held["loadings"]), rtol=1e-5)
    np.testing.assert_allclose(found.unique, held["unique"], rtol=1e-4)
    assert found.converged


def test_alpha_and_its_limits_agree_with_pingouin() -> None:
    """Pingouin rounds its limits to three digits."""
    import pingouin

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        value, limits = pingouin.cronbach_alpha(items())
    found = alpha(items().to_numpy(), 0.95)
    assert found.value == pytest.approx(value, rel=1e-10)
    assert [found.low, found.high] == pytest.approx(list(limits), abs=5.1e-4)


@pytest.mark.parametrize(
    ("form", "row"),
    [("one-way", "ICC(1,1)"), ("agreement", "ICC(A,1)"), ("consistency", "ICC(C,1)")],
)
def test_intraclass_correlations_agree_with_pingouin(form: Form, row: str) -> None:
    """Pingouin rounds its limits to two digits."""
    import pingouin

    wide = items(k=3)
    long = wide.melt(ignore_index=False).reset_index()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        want = pingouin.intraclass_corr(long, "index", "variable", "value")
    want = want.set_index("Type").loc[row]
    found = intraclass(wide.to_numpy(), form, 0.95)
    assert found.value == pytest.approx(want["ICC"], rel=1e-9)
    limits = want[next(c for c in want.index if str(c).startswith("CI95"))]
    assert [found.low, found.high] == pytest.approx(list(limits), abs=5.1e-3)


@pytest.mark.parametrize(
    ("weighting", "wt"), [("none", None), ("linear", "linear"), ("quadratic", "quadratic")]
)
def test_kappa_and_its_error_agree_with_statsmodels(weighting: Weighting, wt: str | None) -> None:
    """Value and large-sample error, plain and weighted."""
    from statsmodels.stats.inter_rater import cohens_kappa

    want = cohens_kappa(TABLE, wt=wt)
    found = kappa(TABLE, weighting)
    assert [found.value, found.std_error] == pytest.approx([want.kappa, want.std_kappa], rel=1e-10)


def test_one_category_has_no_kappa_but_an_agreement() -> None:
    """Both raters always say yes (E37)."""
    said = pd.DataFrame({"first": ["yes"] * 6, "second": ["yes"] * 6})
    table = rv.reliability(said, of="categories").tidy().set_index("estimand")
    assert table.loc["kappa", "status"] == "not_estimable"
    assert table.loc["agreement seen", "estimate"] == 1.0


def test_incomplete_forms_are_counted_and_bad_items_are_named() -> None:
    """One blank leaves a form out; an item stored upside down is flagged by name."""
    odd = items()
    odd.loc[0, "i1"] = np.nan
    odd["i4"] = -odd["i4"]
    found = rv.reliability(odd)
    checks = found.checks().set_index("id")
    assert "i4" in checks.loc["item_rest", "meaning"]
    assert found.spec.rows_used == len(odd) - 1
    assert found.status == "flagged"


def test_an_instrument_turns_its_items_first(tmp_path: object) -> None:
    """With the instrument named, items are found by their number and scored as printed."""
    rng = np.random.default_rng(2)
    answers = np.clip(rng.integers(1, 5, (50, 1)) + rng.integers(-1, 2, (50, 10)), 1, 4)
    form = pd.DataFrame(answers, columns=[f"gse_{j}" for j in range(1, 11)]).assign(site="x")
    found = rv.reliability(form.drop(columns="site"), instrument="GSE")
    plain = rv.reliability(form.drop(columns="site"))
    assert found.tidy()["estimate"].iloc[0] == plain.tidy()["estimate"].iloc[0]


@pytest.mark.parametrize(
    ("data", "options"),
    [
        (items().head(2), {}),
        (items()[["i1"]], {}),
        (items().assign(i1="often"), {}),
        (items(), {"of": "nothing"}),
        (items(), {"columns": ["i1", "i9"]}),
        (items(), {"of": "categories"}),
    ],
)
def test_what_cannot_be_told_is_refused(data: pd.DataFrame, options: dict[str, object]) -> None:
    """A typed error that shows no answer."""
    with pytest.raises(rv.EstimationError) as told:
        rv.reliability(data, **options)  # type: ignore[arg-type]
    assert told.value.code in ("RE-MR30", "RE-MR31")
    assert "often" not in str(told.value)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000), st.floats(0.5, 20), st.floats(-50, 50))
def test_reliability_does_not_depend_on_unit_or_order(
    seed: int, scale: float, shift: float
) -> None:
    """Rescaled and shuffled scores have the same coefficients."""
    frame = items(seed=seed, n=30)
    again = (frame * scale + shift).sample(frac=1, random_state=seed)
    for of in ("items", "scores"):
        first, other = (rv.reliability(f, of=of).tidy() for f in (frame, again))  # type: ignore[arg-type]
        keep = first["estimand"].str.contains("alpha|correlation|omega")
        np.testing.assert_allclose(first["estimate"][keep], other["estimate"][keep], rtol=2e-4)
