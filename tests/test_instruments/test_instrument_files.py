"""Every instrument that the package holds: forms scored by hand, ranges, facts, sources."""

from __future__ import annotations

import re
from importlib.resources import files

import numpy as np
import pandas as pd
import pytest

import recoveryeval as rv
from recoveryeval.instruments.fact import Fact
from recoveryeval.instruments.instrument import Instrument, ResponseFormat, Worked
from recoveryeval.instruments.instrument_file import instrument_names, load_instrument

NAMES = instrument_names()
ASKED_FOR = {
    "AASE", "BARC-10", "BSCQ", "CSQ-8", "GAD-7", "GSE", "HHI", "K6", "PHQ-9", "SURE", "TEA",
    "UCLA-3", "WHOQOL-BREF", "MHSIP", "Readiness-Ruler", "PSAS", "AIM", "IAM", "FIM", "CBI",
    "Role-Clarity", "TIS-6",
}  # fmt: skip
FACTS = {
    "scoring", "reversed", "subscales", "reliability", "retest_reliability",
    "minimal_important_difference",
}  # fmt: skip


@pytest.fixture(params=NAMES)
def tool(request: pytest.FixtureRequest) -> Instrument:
    """Return each instrument."""
    return load_instrument(request.param)


def scored(tool: Instrument, form: str, answers: list, **options) -> pd.DataFrame:
    """Return the scores of forms: one row per form, one column per scale."""
    columns = [f"item_{k}" for k in range(1, tool.n_items + 1)]
    frame = pd.DataFrame(answers, columns=columns, dtype="float64")
    scores = rv.score_items(frame, tool.name, response_format=form or None, **options)
    by_scale = scores.table.set_index("form").groupby("scale")["value"]
    return pd.DataFrame(dict(list(by_scale)))


def figures(tool: Instrument) -> dict[str, Fact]:
    """Return every fact of an instrument by its place in the file."""
    found = {f"facts.{name}": fact for name, fact in tool.facts.items()}
    for scale in tool.scales.values():
        found[f"{scale.name}.most_missing"] = scale.most_missing
        found |= {f"{scale.name}.{name}": fact for name, fact in scale.facts.items()}
    found |= {f"{name}.bands": bands.fact for name, bands in tool.bands.items()}
    return found | {"license": tool.license.fact}


def test_the_instruments_asked_for_are_there_under_their_own_names() -> None:
    assert set(NAMES) >= ASKED_FOR
    loaded = [load_instrument(name) for name in NAMES]
    assert [one.name for one in loaded] == list(NAMES)
    assert len({one.title for one in loaded}) == len(NAMES)


def test_forms_scored_by_hand(tool: Instrument) -> None:
    """Every form's listed scores are those worked out in its steps."""
    groups: dict[tuple[str, int | None], list[Worked]] = {}
    for form in tool.worked:
        assert form.steps.endswith(".")
        groups.setdefault((form.response_format, form.most_missing), []).append(form)
    for (stored, most), forms in groups.items():
        options = {} if most is None else {"most_missing": most}
        found = scored(tool, stored, [list(form.answers) for form in forms], **options)
        for row, form in enumerate(forms):
            hand = pd.Series(form.scores, dtype="float64")
            np.testing.assert_allclose(
                found.loc[row, hand.index], hand, rtol=0, atol=5e-10, err_msg=form.case
            )


def test_every_kind_of_form_is_worked(tool: Instrument) -> None:
    """A complete form in each format, blanks on each side of the rule, an impossible answer."""
    cases = {form.case for form in tool.worked}
    assert {"complete", "blank items beyond the rule", "out of range"} <= cases
    main = tool.scales[tool.main_scale]
    if main.most_missing.value != 0:
        assert "blank items within the rule" in cases
    complete = [w for w in tool.worked if w.case.startswith("complete")]
    assert set(complete[0].scores) == set(tool.scales)
    assert {w.response_format for w in complete} >= (
        set(tool.formats) if len(tool.formats) > 1 else set()
    )


def test_blanks_without_a_published_rule_are_asked_about(tool: Instrument) -> None:
    within = [w for w in tool.worked if w.case == "blank items within the rule"]
    unruled = [w for w in within if tool.scales[tool.main_scale].most_missing.value is None]
    for form in unruled:
        with pytest.raises(rv.SchemaError, match="most_missing=") as told:
            scored(tool, form.response_format, [list(form.answers)])
        assert told.value.code == "RE-Q07"


def extreme(tool: Instrument, form: ResponseFormat, scale: str, *, high: bool) -> list[float]:
    """Return the answers that make one scale as high, or as low, as it can be."""
    rule, answers = tool.scales[scale], []
    up = not form.points or form.points[-1] > form.points[0]
    for item in range(1, tool.n_items + 1):
        top = high ^ (item in rule.reversed) ^ (item in form.reversed) ^ (not up)
        answers.append(form.maximum if top else form.minimum)
    return answers


def test_the_range_is_reached_and_not_passed(tool: Instrument) -> None:
    """All answers at their low or high end give exactly the stated ends of every scale."""
    rules = list(tool.scales.values())
    for form in tool.formats.values():
        ends = [extreme(tool, form, r.name, high=high) for r in rules for high in (False, True)]
        found = scored(tool, form.name, ends)
        for k, rule in enumerate(rules):
            reached = found.loc[[2 * k, 2 * k + 1], rule.name]
            assert reached.tolist() == pytest.approx([rule.minimum, rule.maximum], abs=1e-12)


def test_every_fact_has_a_value_or_a_reason_and_its_source(tool: Instrument) -> None:
    assert set(tool.facts) >= FACTS
    assert "cut_off" in tool.facts or all("cut_off" in s.facts for s in tool.scales.values())
    assert ("stored" in tool.facts) == (len(tool.formats) > 1)
    for place, fact in figures(tool).items():
        assert fact.known != bool(fact.reason), place
        if fact.known and fact.standing != "house":
            assert fact.source in tool.sources, place


def test_reversed_items_are_told_as_they_are_scored(tool: Instrument) -> None:
    """The fact in words names exactly the items that the rules turn."""
    turned = set().union(*(scale.reversed for scale in tool.scales.values()))
    told = str(tool.facts["reversed"].value)
    named = set() if told.startswith("none") else set(map(int, re.findall(r"\d+", told)))
    assert named == turned


def test_every_source_can_be_found(tool: Instrument) -> None:
    """By its DOI, its number in PubMed Central, or its address."""
    where = re.compile(
        r"doi:10\.\d{4,}/\S+|PMC\d+|[a-z0-9]\.(com|org|edu|gov|net|de|int|io|uk)\b|commit "
    )
    assert tool.sources
    for name, citation in tool.sources.items():
        assert where.search(citation), name


def test_no_wording_of_items_is_shipped(tool: Instrument) -> None:
    """A file says what answers mean, never what an item asks in its own words."""
    text = (files("recoveryeval.instruments") / "scales" / f"{tool.name}.toml").read_text("utf-8")
    assert text.count("\n") < 200
    assert not re.search(r"\?[\s\"]", text)
    assert not re.search(r"\bI (am|feel|have|can)\b|\bfeel (nervous|down)\b", text)
