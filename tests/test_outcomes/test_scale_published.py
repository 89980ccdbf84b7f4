"""What is published about a questionnaire reaches change(), and only where it belongs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import recoveryeval as rv

OWN = """name = "GSE"
title = "Our own confidence form"
version = "1"
construct = "self-efficacy"
better = "lower"
items = 4
[formats.answers]
minimum = 1
maximum = 10
meaning = "ten answers"
[scales.total]
combine = "sum"
minimum = 4
maximum = 40
most_missing = {value = 1, standing = "house"}
[facts]
reliability = {value = 0.75, source = "pilot", standing = "read"}
minimal_important_difference = {value = 3, source = "pilot", standing = "read"}
"""


def followed(instrument: Any, name: str, **options: Any) -> rv.Outcome:
    """Return four answers of 30 people at two waves."""
    rng = np.random.default_rng(5)
    people, days = [f"p{k}" for k in range(30)], (0, 90)
    form = [f"{p}-{d}" for p in people for d in days]
    dates = [str((pd.Timestamp("2025-01-01") + pd.Timedelta(days=d)).date()) for d in days]
    who = {"person_id": np.repeat(people, 2), "episode_id": np.repeat(people, 2)}
    answers = rng.integers(1, 11, (60, 4)).astype(float)
    tables = {
        "person": pd.DataFrame({"person_id": people}),
        "episode": pd.DataFrame(
            {"person_id": people, "episode_id": people, "anchor": "2025-01-01"}
        ),
        "assessment": pd.DataFrame(
            {"assessment_id": form, **who, "instrument": name, "date": dates * 30,
             "status": "complete"}
        ),
        "response": pd.DataFrame(
            {"assessment_id": np.repeat(form, 4), "item": [f"i{k}" for k in range(1, 5)] * 60,
             "value": answers.ravel()}
        ),
    }  # fmt: skip
    cohort = rv.cohort(rv.program(tables, extract_date="2026-01-31"))
    return rv.scale(cohort, instrument, waves=[0, 90], **options)


def test_figures_of_an_own_file_are_used(tmp_path: Path) -> None:
    """Also when the file bears the name of an instrument of the package."""
    path = tmp_path / "own.toml"
    path.write_text(OWN, encoding="utf-8")
    outcome = followed(path, "GSE")
    found = rv.change(outcome, before=0, after=90)
    checks = found.checks().set_index("id")
    assert checks.loc["reliability_used", "statistic"] == 0.75
    assert checks.loc["important_difference", "statistic"] == 3
    own = outcome.data.set_index("person")
    wide = {wave: own.loc[own["wave"] == wave, "value"] for wave in (0, 90)}
    beyond = 1.959963984540054 * wide[0].std(ddof=1) * np.sqrt(2 * 0.25)
    rows = found.tidy().set_index("estimand")["n_event"]
    assert rows["share reliably improved"] == (wide[90] - wide[0] < -beyond).sum()
    assert rows["share improved by the important difference"] == (wide[90] - wide[0] <= -3).sum()


def test_figures_of_one_wording_do_not_stand_for_the_other() -> None:
    """Reliability and important difference of the TEA were found with its first wording."""
    first = rv.change(followed("TEA", "TEA", response_format="change"), before=0, after=90)
    assert first.checks().set_index("id").loc["reliability_used", "statistic"] == 0.69
    later = followed("TEA", "TEA", response_format="status")
    with pytest.raises(rv.EstimationError, match="reliability="):
        rv.change(later, before=0, after=90)
    checks = set(rv.change(later, before=0, after=90, reliability=0.8).checks()["id"])
    assert "important_difference" not in checks
