"""Checks in a report name no option of the package."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import recoveryeval
import recoveryeval as rv
from recoveryeval.reporting.blocks import Text
from recoveryeval.reporting.for_readers import for_readers

OPTION = re.compile(r"\b[a-z_]+=['\"{\[]")


@pytest.mark.parametrize(
    ("meaning", "read"),
    [
        (
            "3 people died: censored then. To see who left, let it compete: exits={'death': ''}.",
            "3 people died: censored then. To see who left, let it compete.",
        ),
        ("They are not in it; without_episode='included' takes them in.", "They are not in it."),
        ("2 died. To see what happens, use death='competing'.", "2 died."),
        ("9 contacts look alike, each counted (same_day='one' counts one).",
         "9 contacts look alike, each counted."),
        ("Shares of 0.05 add up: p = 0.3, n=12 people.", "Shares of 0.05 add up."),
        ("Use missing='unknown'.", "Use missing='unknown'."),
    ],
)  # fmt: skip
def test_what_names_an_option_is_left_out(meaning: str, read: str) -> None:
    assert for_readers(meaning) == read


def test_no_check_of_the_package_loses_all_its_words() -> None:
    """Every text of the source that names an option keeps words before it."""
    home = Path(recoveryeval.__file__).parent
    told = [home / "outcomes", home / "analyses", home / "cohorts"]
    texts = [p.read_text(encoding="utf-8") for folder in told for p in folder.rglob("*told*.py")]
    found = [m for text in texts for m in re.findall(r'"([^"\n]*\b[a-z_]+=\'[^"\n]*)"', text)]
    assert found
    for words in found:
        assert not OPTION.search(for_readers(f"9 people were counted. {words}"))


def test_a_report_s_cautions_name_no_option() -> None:
    program, _ = rv.synthetic_program(120, rng=2)
    stay = rv.retention(rv.cohort(program), horizon_days=180)
    assert any(OPTION.search(c.meaning) for c in stay.check_rows)
    made = rv.report([rv.kaplan_meier(stay)], title="Retention")
    points = [b.text for b in made.blocks if isinstance(b, Text) and b.role == "point"]
    assert points
    assert not any(OPTION.search(text) for text in points)
