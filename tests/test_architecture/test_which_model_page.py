"""The page "which model for which question" names every verb, and its code runs as it stands."""

from __future__ import annotations

import re
import tomllib

import pytest
from paths import ROOT

import recoveryeval as rv

PAGE = (ROOT / "docs" / "how-to" / "which_model.md").read_text(encoding="utf-8")
CODE = "\n".join(re.findall(r"```python\n(.+?)```", PAGE, re.DOTALL))
QUESTIONS = (
    "Derive outcomes", "Bring your own table", "How long until something happens?",
    "How do scores and counts change?", "Who was served, and who was lost?",
)  # fmt: skip


def verbs() -> list[str]:
    """Return the public verbs that answer those questions; nouns begin with a capital."""
    groups = tomllib.loads((ROOT / "docs/reference/groups.toml").read_text("utf-8"))["group"]
    names = [n for g in groups if g["title"] in QUESTIONS for n in g["names"]]
    return sorted(n for n in names if n in rv.__all__ and n[0].islower())


@pytest.mark.parametrize("name", verbs())
def test_every_verb_has_its_question_and_its_example(name: str) -> None:
    assert f"`{name}()`" in PAGE
    assert re.search(rf"\brv\.{name}\(", CODE), f"{name}() has no example"


def test_the_examples_run_as_they_stand() -> None:
    import matplotlib.pyplot as plt

    exec(CODE, {})  # noqa: S102 # running the page is the test
    plt.close("all")
