"""The example of the README runs on the files it names, and says what the README says."""

from __future__ import annotations

import re

import pytest
from paths import ROOT

import recoveryeval as rv
from recoveryeval.synthetic.write_exports import write_exports


def readme_code() -> str:
    """The one block of Python in the README."""
    blocks = re.findall(r"```python\n(.+?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    assert len(blocks) == 1
    return blocks[0]


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """What the example leaves behind, run in a folder with the exports of a small program."""
    folder = tmp_path_factory.mktemp("readme")
    program, _ = rv.synthetic_program(80)
    written = write_exports(program, folder / "exports", root=folder).paths
    written["mapping.toml"].rename(folder / "mapping.toml")  # as the demo lays them out
    held: dict[str, object] = {"folder": folder}
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        exec(readme_code(), held)  # noqa: S102 # running the example is the test
    return held


def test_the_example_writes_its_report(names) -> None:
    assert (names["folder"] / "report.docx").stat().st_size > 10_000


def test_the_example_answers_what_the_readme_says(names) -> None:
    km = names["km"]
    assert set(km.at([30, 90, 180]).tidy()["time"]) == {30, 90, 180}
    assert len(set(km.tidy()["group"])) == 2
    assert "still in the program" in km.describe()
    assert km.methods()
    assert len(names["cohort"].flow().tidy()) > 1
