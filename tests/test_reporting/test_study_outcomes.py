"""Further outcomes of a study file: read, checked, and analyzed by their kind."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest

import recoveryeval as rv
from recoveryeval.errors import RecoveryEvalError
from recoveryeval.reporting.study.analyze import retention_of
from recoveryeval.reporting.study.further import outcome_results
from recoveryeval.reporting.study.read_study import read_study
from recoveryeval.reporting.study.study import OutcomePlan, Study

HEAD = """
version = 1
title = "Outcomes"
program = "Example"

[[sources]]
file = "log.csv"
reader = "csv"
mapping = "mapping.toml"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder that holds what the head names, and a definition of its own."""
    (tmp_path / "log.csv").write_text("a\n1\n")
    (tmp_path / "mapping.toml").write_text("version = 1\n")
    shipped = files("recoveryeval.outcomes") / "definitions/retention/contact_gap.toml"
    text = shipped.read_text(encoding="utf-8").replace("contact_gap", "ours")
    (tmp_path / "ours.toml").write_text(text.replace("gap_days = 30", "gap_days = 45"))
    return tmp_path


def study(folder: Path, text: str) -> Study:
    """Return the study of the head and some more lines."""
    path = folder / "study.toml"
    path.write_text(HEAD + text)
    return read_study(path)


def test_outcomes_are_read_with_their_definitions(folder: Path) -> None:
    found = study(
        folder,
        '[[outcomes]]\noutcome = "relapse"\ndefinition = "lee_2016"\n'
        '[[outcomes]]\noutcome = "harms"\n[retention]\ndefinition = "ours.toml"\n',
    )
    assert found.outcomes == (OutcomePlan("relapse", "lee_2016"), OutcomePlan("harms"))
    assert found.retention.definition == (folder / "ours.toml").resolve()
    program, _ = rv.synthetic_program(60, rng=1)
    stay = retention_of(found, rv.cohort(program))
    assert "45 days" in stay.definition.sentence
    assert stay.definition.id == "retention.ours v1"


@pytest.mark.parametrize(
    ("text", "code", "word"),
    [
        ('[[outcomes]]\noutcome = "relapses"', "RE-Y03", "relapse"),
        ('[[outcomes]]\ndefinition = "noms"', "RE-Y04", "outcome"),
        ('[[outcomes]]\noutcome = "relapse"\ndefinition = "noms"', "RE-N02", "definition"),
        ('[[outcomes]]\noutcome = "harms"\ndefinition = "../x.toml"', "RE-P04", "outside"),
        ('[[outcomes]]\noutcome = "harms"\ndefinition = "none.toml"', "RE-N03", "path"),
        ('[retention]\ndefinition = "contact_gaps"', "RE-N02", "contact_gap"),
        ("outcomes = 3", "RE-Y03", "tables"),
    ],
)
def test_mistakes_are_told_before_anything_is_read(
    folder: Path, text: str, code: str, word: str
) -> None:
    with pytest.raises(RecoveryEvalError) as caught:
        study(folder, text) if text.startswith("[") else _first(folder, text)
    assert str(caught.value).startswith(code)
    assert word in str(caught.value)


def _first(folder: Path, text: str) -> None:
    """Read a study with a line before its tables."""
    path = folder / "study.toml"
    path.write_text(f"{text}\n{HEAD}")
    read_study(path)


@pytest.mark.parametrize(
    ("outcome", "definition", "kinds"),
    [
        ("engagement", None, ["rates"]),
        ("engagement", "active", ["risk"] * 3),
        ("relapse", "lee_2016", ["kaplan_meier"]),
        ("relapse", "use_episodes", ["mean_cumulative_function"]),
        ("readmission", "plain", ["cumulative_incidence"]),
        ("utilization", "emergency", ["rates"]),
        ("followup_rate", "gpra", ["followup_rate"]),
        ("national_outcomes", "noms", ["national_outcomes"]),
        ("harms", None, ["harms"]),
    ],
)
def test_each_outcome_is_answered_by_the_model_of_its_kind(
    outcome: str, definition: str | None, kinds: list[str]
) -> None:
    program, _ = rv.synthetic_program(150, rng=3)
    people = rv.cohort(program, arm="arm")
    found = outcome_results(OutcomePlan(outcome, definition), people, "usual care")
    assert [result.kind for result in found] == kinds
    assert all(result.spec.parameters.get("by") == "arm" for result in found)
    if outcome == "harms":
        assert found[0].tidy()["contrast"].str.startswith("coaching vs").any()


def test_the_demo_s_outcomes_can_be_read(folder: Path) -> None:
    demo = (files("recoveryeval.reporting.study") / "demo_study.toml").read_text(encoding="utf-8")
    part = demo[demo.index("[[outcomes]]") : demo.index("# ---- What is written")]
    assert len(study(folder, part).outcomes) == 3
