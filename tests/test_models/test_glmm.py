"""Mixed models of answers and counts: against lme4, against a plain integral, refusals."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest
from paths import ROOT

import recoveryeval as rv
from recoveryeval.stats.answers.glmm_families import family
from recoveryeval.stats.answers.glmm_likelihood import Clustered, quadrature

GOLDEN = json.loads((ROOT / "tests/golden/glmm.json").read_text(encoding="utf-8"))


def ohio() -> rv.Outcome:
    """Return yearly wheezing of children."""
    held = GOLDEN["ohio"]
    frame = pd.DataFrame({k: held[k] for k in ("resp", "id", "age", "smoke")})
    return rv.binary(
        frame.assign(wave=frame["age"] + 3), value="resp", person="id", wave="wave", name="wheezing"
    )


def agrees(found: rv.Model, fit: dict[str, object]) -> None:
    """Hold coefficients, errors and the deviation between clusters to lme4's."""
    q = len(fit["beta"])  # type: ignore[arg-type]
    table = found.tidy()
    np.testing.assert_allclose(table["estimate"].iloc[:q], fit["beta"], rtol=1e-5, atol=1e-6)
    # lme4 takes second derivatives numerically.
    np.testing.assert_allclose(table["std_error"].iloc[:q], fit["se"], rtol=1e-3)
    deviation = table[table["estimand"].str.startswith("standard deviation")]["estimate"].iloc[0]
    assert deviation == pytest.approx(fit["sigma"], rel=1e-5)


def test_children_agree_with_lme4_at_many_nodes() -> None:
    """537 children at four ages; a hundred nodes in R."""
    found = rv.glmm(ohio(), "age * smoke")
    agrees(found, GOLDEN["ohio"]["fit"])
    want = GOLDEN["ohio"]["fit"]["log_likelihood"]
    assert found.glance()["log_likelihood"].iloc[0] == pytest.approx(want, abs=1e-5)
    assert found.checks().set_index("id").loc["quadrature", "verdict"] == "pass"


def test_herds_agree_with_lme4() -> None:
    """842 animals in fifteen herds: clusters with many answers."""
    held = GOLDEN["cbpp"]
    frame = pd.DataFrame({k: held[k] for k in ("sick", "herd", "period")})
    own = rv.binary(frame.assign(id=range(len(frame))), value="sick", person="id")
    agrees(rv.glmm(own, "period", cluster="herd"), held["fit"])


def test_counts_agree_with_lme4() -> None:
    """Seizures of 59 people; the constant of the likelihood is not compared."""
    held = GOLDEN["epil"]
    frame = pd.DataFrame({k: held[k] for k in ("y", "trt", "lbase", "V4", "subject")})
    frame = frame.assign(time=1.0)
    own = rv.counts(frame, count="y", exposure="time", person="subject")
    agrees(rv.glmm(own, "trt + lbase + V4"), held["fit"])


@pytest.mark.parametrize("name", ["binomial", "poisson", "negative-binomial"])
def test_the_quadrature_is_the_integral(name: str) -> None:
    """One cluster, integrated by brute force on a fine grid; the gradient by differences."""
    rng = np.random.default_rng(3)
    y = np.array([1.0, 0.0, 1.0]) if name == "binomial" else np.array([0.0, 3.0, 6.0])
    x = np.column_stack([np.ones(3), rng.normal(size=3)])
    zero = np.zeros(3, dtype=np.int64)
    data = Clustered(y, x, np.zeros(3), np.array([0]), zero, np.ones(1))
    terms, sized = family(name), name == "negative-binomial"  # type: ignore[arg-type]
    theta = np.array([0.3, -0.5, 0.2, 0.7] if sized else [0.3, -0.5, 0.2])
    found = quadrature(data, terms, theta, 60, np.zeros(1), sized=sized)
    u = np.linspace(-12, 12, 200_001)
    eta = (x @ theta[:2])[:, None] + np.exp(theta[2]) * u
    inside = terms(y[:, None], eta, 0.7 if sized else 0.0).value.sum(axis=0) - u**2 / 2
    brute = np.log(np.exp(inside).sum() * (u[1] - u[0]) / np.sqrt(2 * np.pi))
    assert found.value == pytest.approx(brute, rel=1e-9)
    for k in range(len(theta)):
        h = np.eye(len(theta))[k] * 1e-5
        up, down = (
            quadrature(data, terms, theta + s * h, 60, np.zeros(1), sized=sized).value
            for s in (1, -1)
        )
        assert found.gradient[k] == pytest.approx((up - down) / 2e-5, rel=1e-5, abs=1e-8)


def test_the_population_stands_beside_the_person() -> None:
    """The share averaged over people is the share seen; the odds ratio within is further out."""
    data = ohio().data.assign(smoke=lambda d: np.where(d["smoke"] == 1, "yes", "no"))
    own = rv.binary(data.drop(columns="n"), value="value", person="person", wave="wave")
    found = rv.glmm(own, "smoke")
    share = found.tidy(exponentiate=True).query("estimand == 'share (population)'")
    seen = data.groupby("smoke")["value"].mean()
    got = share.set_index("group")["estimate"]
    assert got.to_dict() == pytest.approx(seen.to_dict(), abs=0.01)
    within = found.tidy().iloc[1]["estimate"]
    marginal = rv.gee(own, "smoke").tidy().iloc[1]["estimate"]
    assert abs(within) > abs(marginal)
    by = found.tidy().set_index("estimand")["estimate"]
    sigma = by["standard deviation of the log odds"]
    assert by["median odds ratio"] == pytest.approx(np.exp(np.sqrt(2) * sigma * 0.6744897502))
    assert by["intraclass correlation"] == pytest.approx(sigma**2 / (sigma**2 + np.pi**2 / 3))


def test_order_and_names_of_people_do_not_matter() -> None:
    """Shuffled and renamed, the same numbers."""
    data = ohio().data.drop(columns="n")
    again = data.sample(frac=1, random_state=1).assign(
        person=lambda d: "p" + d["person"].astype(str)
    )
    one, two = (
        rv.glmm(rv.binary(d, value="value", person="person", wave="wave"), "smoke").tidy()
        for d in (data, again)
    )
    np.testing.assert_allclose(two["estimate"], one["estimate"], rtol=1e-8)


def test_people_who_do_not_differ_are_told_and_dropped() -> None:
    """Independent answers: no variance between people, a flagged fallback (E12)."""
    rng = np.random.default_rng(8)
    frame = pd.DataFrame({"id": np.repeat(range(60), 2), "month": [0, 1] * 60})
    first = rng.random(60) < 0.5
    frame["yes"] = np.column_stack([first, ~first]).ravel()
    own = rv.binary(frame, value="yes", person="id", wave="month")
    found = rv.glmm(own, "wave")
    assert found.status == "fallback"
    assert "singular_random_effects" in set(found.checks()["id"])
    assert found.tidy()["std_error"].iloc[0] > 0


def test_overdispersed_counts_have_a_family() -> None:
    """Negative binomial counts raise the likelihood over Poisson."""
    held = GOLDEN["epil"]
    frame = pd.DataFrame({k: held[k] for k in ("y", "trt", "lbase", "subject")}).assign(time=1.0)
    own = rv.counts(frame, count="y", exposure="time", person="subject")
    plain, wide = (rv.glmm(own, "trt + lbase", family=f) for f in (None, "negative-binomial"))  # type: ignore[arg-type]
    gain = wide.glance()["log_likelihood"].iloc[0] - plain.glance()["log_likelihood"].iloc[0]
    assert gain > 10


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: rv.glmm(ohio(), "smoke", nodes=2), "RE-M60"),
        (lambda: rv.glmm(ohio(), "smoke", family="poisson"), "RE-M60"),
        (lambda: rv.glmm(ohio(), "smoke", cluster="town"), "RE-O03"),
    ],
)
def test_what_is_no_option_is_refused(make: object, code: str) -> None:
    """A typed error with the options that exist."""
    with pytest.raises(rv.RecoveryEvalError) as told:
        make()  # type: ignore[operator]
    assert told.value.code == code


def test_one_answer_each_and_separation_are_refused() -> None:
    """Nothing to tell people from noise (E13); nobody in a group said yes (E08)."""
    frame = pd.DataFrame({"id": range(40), "arm": list("ab") * 20, "yes": [1, 0] * 20})
    with pytest.raises(rv.EstimationError) as told:
        rv.glmm(rv.binary(frame, value="yes", person="id"), "arm")
    assert told.value.code == "RE-E13"
    twice = pd.concat([frame.assign(m=0), frame.assign(m=1, yes=[1, 0, 0, 0] * 10)])
    with pytest.raises(rv.EstimationError) as told:
        rv.glmm(rv.binary(twice, value="yes", person="id", wave="m"), "arm")
    assert told.value.code in ("RE-E08", "RE-E11")
