"""Services, follow-up, national outcomes and harms in a report."""

from __future__ import annotations

import pytest

import recoveryeval as rv
from recoveryeval.analyses.services_received import services_received
from recoveryeval.reporting.blocks import Figure, Heading, Table, Text
from recoveryeval.reporting.document import Report


@pytest.fixture(scope="module")
def cohort() -> rv.Cohort:
    program, _ = rv.synthetic_program(150, rng=6)
    return rv.cohort(program, arm="arm")


@pytest.fixture(scope="module")
def made(cohort: rv.Cohort) -> Report:
    results = [
        rv.harms(cohort, by="arm", reference="usual care"),
        rv.national_outcomes(cohort, by="arm"),
        rv.followup_rate(cohort),
        rv.dose_over_time(cohort, weeks=12),
        services_received(cohort, days=90),
    ]
    return rv.report(results, title="All of it")


def table(made: Report, words: str) -> Table:
    """Return the first table whose caption holds these words."""
    return next(b for b in made.blocks if isinstance(b, Table) and words in b.caption)


def test_sections_follow_the_order_of_grant_reports(made: Report) -> None:
    found = [b.text for b in made.blocks if isinstance(b, Heading) and b.level == 1]
    order = ["Who was reached for follow-up", "Services received", "National outcome measures"]
    places = [found.index(name) for name in [*order, "Harms"]]
    assert places == sorted(places)
    assert sum(isinstance(b, Figure) for b in made.blocks) == 4


def test_services_are_the_contacts_themselves(cohort: rv.Cohort, made: Report) -> None:
    shown = table(made, "Services received in the first 90 days")
    contact = cohort.program.tables["contact"]
    own = contact[contact["episode_id"].isin(cohort.people["episode_id"])]
    seen = cohort.people.set_index("episode_id")["observed_to"]
    inside = (own["day"] >= 0) & (own["day"] <= 90) & (own["day"] <= own["episode_id"].map(seen))
    done = own[inside & (own["status"] == "completed")]
    every = dict(zip(shown.head, shown.rows[0], strict=True))
    assert every["Completed contacts"] == f"{len(done):,}"
    assert every["Contacts per person"] == f"{len(done) / 150:.1f}"
    peer = next(
        dict(zip(shown.head, row, strict=True)) for row in shown.rows if row[0] == "Peer support"
    )
    assert peer["Completed contacts"] == f"{int((done['service'] == 'peer').sum()):,}"
    missed = own[inside]["status"].isin(["no_show", "cancelled"]).sum()
    assert every["Missed or canceled"] == f"{100 * missed / (missed + len(done)):.0f}%"


def test_national_outcomes_show_both_denominators_and_what_is_not_collected(made: Report) -> None:
    shown = table(made, "National outcome measures: intake")
    assert shown.head.count("Day 180") == 2
    rows = {row[0]: row for row in shown.rows}
    assert rows["Socially connected"][-1] == "not collected"
    assert rows["Housed"][1] != rows["Housed"][5]
    captions = [b.caption for b in made.blocks if isinstance(b, Table)]
    assert "National outcome measures: coaching" in captions


def test_harms_compare_with_the_reference(made: Report) -> None:
    shown = table(made, "Harms compared between groups")
    assert {row[1] for row in shown.rows} == {"coaching vs usual care"}
    notes = [n for b in made.blocks if isinstance(b, Table) for n in b.notes]
    assert not any("nan" in note for note in notes)


def test_lost_people_are_told_in_words(made: Report) -> None:
    shown = table(made, "lost and people followed differ")
    assert all("_" not in row[0] for row in shown.rows)
    leads = [b.text for b in made.blocks if isinstance(b, Text) and b.role == "lead"]
    assert any("due for an interview" in text for text in leads)
