"""The report as a whole: order, words about differences, what is said and what is not."""

from __future__ import annotations

import math
import re

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_reporting.results import stays, two_groups

import recoveryeval as rv
from recoveryeval.errors import ReleaseError
from recoveryeval.models.curves.rmst_rows import DIFFERENCE
from recoveryeval.reporting.blocks import Figure, Heading, Table, Text
from recoveryeval.reporting.document import Report
from recoveryeval.reporting.sections.difference_words import difference_sentence
from recoveryeval.results.result import Result


def told(report: Report) -> str:
    """Return all sentences of a report."""
    return " ".join(block.text for block in report.blocks if isinstance(block, Text))


def headings(report: Report) -> list[str]:
    """Return the section headings."""
    return [b.text for b in report.blocks if isinstance(b, Heading) and b.level == 1]


@pytest.fixture(scope="module")
def results() -> list[Result]:
    stay = stays()
    return [
        rv.rmst(stay, "arm", horizon=120, reference="usual"),
        rv.logrank(stay, "arm"),
        rv.kaplan_meier(stay, by="arm"),
        rv.kaplan_meier(stay),
    ]


def test_sections_stand_in_their_order_whatever_order_is_given(results: list[Result]) -> None:
    expected = [
        "In brief",
        "How long people stay",
        "Difference between groups",
        "What to keep in mind",
        "Methods",
        "Record",
    ]
    assert headings(rv.report(results, title="T", days=[30, 90])) == expected
    assert headings(rv.report(results[::-1], title="T", days=[30, 90])) == expected


def test_every_number_of_the_difference_is_a_cell_of_the_tidy_frame(results: list[Result]) -> None:
    tidy = results[0].tidy()
    row = tidy[tidy["estimand"] == DIFFERENCE].iloc[0]
    sentence = difference_sentence(results[0])[0]
    assert "people in “peer” were still in the program" in sentence
    assert f"{row['estimate']:.0f} days longer" in sentence
    assert f"range {row['conf_low']:.0f} to {row['conf_high']:.0f} days longer" in sentence
    table = next(
        b
        for b in rv.report(results, title="T", days=[30]).blocks
        if isinstance(b, Table) and b.caption.startswith("Difference and ratio")
    )
    assert table.rows[0][0] == "peer compared with usual"
    assert f"{row['estimate']:.2f}" in table.rows[0][2]


def sentence_of(low: float, estimate: float, high: float) -> str:
    """Return the sentence for a difference with these limits."""
    result = rv.rmst(two_groups(30, 40), "arm", horizon=20)
    table = result.tidy()
    is_difference = table["estimand"] == DIFFERENCE
    for name, value in (("conf_low", low), ("estimate", estimate), ("conf_high", high)):
        table[name] = table[name].mask(is_difference, value)
    made = Result(
        **{
            **{f: getattr(result, f) for f in ("kind", "title", "summary", "spec", "estimand")},
            "methods_text": "",
            "table": table.assign(status="ok"),
            "labels": result.labels,
        }
    )
    return difference_sentence(made)[0]


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        ((12, 20, 31), "20 days longer on average"),
        ((12, 20, 31), "range 12 to 31 days longer"),
        ((-31, -20, -12), "20 days shorter on average"),
        ((-31, -20, -12), "range 12 to 31 days shorter"),
        ((-5, 8, 20), "compatible with no difference"),
        ((-5, 8, 20), "from 5.0 days shorter to 20 days longer"),
        ((-20, -8, 5), "8.0 days shorter on average"),
        ((-20, -8, 5), "from 20 days shorter to 5.0 days longer"),
        ((-5, 0, 5), "as long on average"),
        ((math.nan, 3, math.nan), "cannot be told"),
    ],
)
def test_a_difference_reads_the_right_way_round(
    limits: tuple[float, float, float], words: str
) -> None:
    assert words in sentence_of(*limits)


@given(st.floats(-200, 200), st.floats(0, 200), st.floats(0, 200))
def test_certainty_is_claimed_only_where_zero_lies_outside(
    estimate: float, below: float, above: float
) -> None:
    low, high = estimate - below, estimate + above
    words = sentence_of(low, estimate, high)
    crosses = low <= 0 <= high
    assert ("no difference" in words or "as long on average" in words) == crosses


def test_no_report_claims_a_cause(results: list[Result]) -> None:
    words = told(rv.report(results, title="T", days=[30]))
    assert "not assigned to these groups by chance" in words
    causal = r"\b(prove[sd]?|proof|caused?|causes|effective|thanks to|led to|impact)\b"
    assert re.findall(causal, words, re.IGNORECASE) == []
    fair = told(rv.report(results, title="T", days=[30], randomized=True))
    assert "not assigned" not in fair
    assert "Chance decided" in fair


def test_a_day_that_nobody_reached_is_said_so() -> None:
    made = rv.report([rv.kaplan_meier(stays())], title="T", days=[30, 400])
    assert "After 400 days the share cannot be told" in told(made)
    table = next(b for b in made.blocks if isinstance(b, Table))
    assert table.rows[1][1] == "not estimable"
    assert any("eyond the last observed time" in note for note in table.notes)


def test_small_groups_are_warned_about() -> None:
    stay = stays(40)
    words = told(rv.report([rv.kaplan_meier(stay, by="arm")], title="T", days=[30]))
    assert "Few people: “peer” has 20 people" in words
    assert "by about 5%" in words
    many = told(rv.report([rv.kaplan_meier(stays(200), by="arm")], title="T", days=[30]))
    assert "Few people" not in many


def test_another_outcome_has_its_own_words() -> None:
    use = rv.kaplan_meier(stays(name="relapse"))
    made = rv.report([use], title="T", days=[30])
    assert "were without a return to use" in told(made)
    assert "still in the program" not in told(made)
    assert "Time to the event" in headings(made)


def test_any_other_result_has_picture_and_table() -> None:
    answers = rv.repeated_measures(
        pd.DataFrame(
            {
                "person": [f"p{n // 2}" for n in range(40)],
                "wave": ["a", "b"] * 20,
                "value": [10 + (n * 7) % 5 + (n % 2) for n in range(40)],
            }
        ),
        value="value",
        person="person",
        wave="wave",
    )
    growth = rv.mixed_model(answers, "wave")
    made = rv.report([growth], title="T")
    assert growth.title in headings(made)
    table = next(b for b in made.blocks if isinstance(b, Table))
    assert table.caption == growth.title
    assert len(table.rows) == len(growth.tidy())


def test_figures_have_words_and_the_same_bytes_each_time(results: list[Result]) -> None:
    first, second = (rv.report(results, title="T", days=[30]) for _ in range(2))
    pictures = [b for b in first.blocks if isinstance(b, Figure)]
    assert len(pictures) == 2
    assert all(b.alt.startswith("Line chart.") for b in pictures)
    assert first.blocks == second.blocks
    for kind in ("html", "docx"):
        assert first.to_bytes(kind) == second.to_bytes(kind)


def test_an_empty_report_and_unknown_profiles_are_refused(results: list[Result]) -> None:
    with pytest.raises(ReleaseError, match="RE-R13"):
        rv.report([], title="T")
    for profile in ("public", "funder", "secret"):
        with pytest.raises(ReleaseError, match="RE-R0"):
            rv.report(results, title="T", profile=profile)  # type: ignore[arg-type]
