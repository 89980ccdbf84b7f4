"""The Report: saved by its ending, private, marked, and shown in a notebook."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_reporting.sample import EVIL, Seen, blocks

from recoveryeval.errors import ReleaseError
from recoveryeval.reporting.document import Report


def test_save_goes_by_the_ending_and_is_private(tmp_path: Path) -> None:
    report = Report("Q3", blocks())
    for name in ("a.html", "b.DOCX"):
        path = report.save(tmp_path / name)
        assert path.read_bytes() == report.to_bytes(path.suffix.lower()[1:])
        assert path.stat().st_mode & 0o777 == 0o600
    with pytest.raises(ReleaseError, match="RE-R12"):
        report.save(tmp_path / "a.pdf")


@pytest.mark.parametrize("profile", ["public", "funder"])
def test_profiles_without_rules_are_refused(profile: str) -> None:
    with pytest.raises(ReleaseError, match="not available"):
        Report("Q3", blocks(), profile=profile)  # type: ignore[arg-type]


def test_a_notebook_shows_it_in_a_frame_that_runs_nothing() -> None:
    shown = Seen(Report("Q3", blocks(EVIL))._repr_html_())
    assert [name for name, _ in shown.tags] == ["iframe"]
    assert "sandbox" in shown.all("iframe")[0]
