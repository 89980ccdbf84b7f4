"""Follow-up after emergency visits and stays, by hand, and the rules that keep events apart."""

from __future__ import annotations

import pandas as pd
import pytest
from five_stays import EXTRACT, counts, date, five_tables

import recoveryeval as rv
from recoveryeval.errors import OutcomeError

Rows = list[tuple]


def cohort(events: Rows, contacts: Rows) -> rv.Cohort:
    """A cohort of A to E: events (person, kind, days, code) and contacts (person, day, service)."""
    event = pd.DataFrame(
        [{"person_id": e[0], "type": e[1], "start": date(e[2]), "end": date(e[3]),
          "primary_dx": e[4] if len(e) > 4 else None} for e in events]
    ).assign(event_id=lambda d: [f"x{i}" for i in range(len(d))])  # fmt: skip
    contact = pd.DataFrame(
        [{"person_id": c[0], "date": date(c[1]), "service": c[2], "status": "completed",
          "code": c[3] if len(c) > 3 else None} for c in contacts]
    )  # fmt: skip
    tables = {**five_tables(), "event": event, "contact": contact}
    return rv.cohort(rv.program(tables, extract_date=EXTRACT))


def told(made: rv.Cohort, definition: str, **options) -> list[tuple[str, bool]]:
    """Person and answer of each index event."""
    data = rv.follow_up_after(made, definition=definition, **options).data
    return list(zip(data["person_id"], data["value"], strict=True))


def ed(*days: int, who: str = "A") -> Rows:
    return [(who, "ed", d, d) for d in days]


def test_visits_on_days_0_20_and_40_keep_0_and_40() -> None:
    made = cohort(ed(0, 20, 40), [("A", 45, "therapy")])
    assert told(made, "fua_30") == [("A", False), ("A", True)]
    found = rv.follow_up_after(made, definition="fua_30")
    assert counts(found)["stays_too_close"] == 1
    assert len(told(made, "fua_30", apart_days=0)) == 3


def test_the_day_of_an_emergency_visit_counts_and_the_day_of_discharge_does_not() -> None:
    same = [("A", 10, "therapy")]
    assert told(cohort(ed(10), same), "fua_7") == [("A", True)]
    for name in ("fuh_7", "fui_7"):
        kind = "psych_inpatient" if name == "fuh_7" else "detox"
        made = cohort([("A", kind, 5, 10)], same)
        assert told(made, name) == [("A", False)]
        assert told(made, name, first_day=0) == [("A", True)]


@pytest.mark.parametrize(("day", "within"), [(17, True), (18, False)])
def test_the_window_ends_on_its_last_day(day: int, within: bool) -> None:
    assert told(cohort(ed(10), [("A", day, "therapy")]), "fua_7") == [("A", within)]


def test_an_emergency_visit_followed_by_a_stay_is_taken_out() -> None:
    made = cohort([*ed(10), ("A", "inpatient", 30, 35), *ed(10, who="B")], [("C", 1, "therapy")])
    assert told(made, "fua_30") == [("B", False)]
    found = rv.follow_up_after(made, definition="fua_30")
    assert counts(found)["stays_before_excluded_care"] == 1


CHAIN = [("A", "psych_inpatient", 0, 5), ("A", "psych_inpatient", 15, 20),
         ("A", "psych_inpatient", 30, 35)]  # fmt: skip


@pytest.mark.parametrize(("chain", "n"), [("last", 1), ("one_hop", 2), ("none", 3)])
def test_which_discharges_of_a_chain_count_is_a_rule(chain: str, n: int) -> None:
    made = cohort(CHAIN, [("A", 40, "psychiatric")])
    answers = told(made, "fuh_7", chain=chain)
    assert [a for _, a in answers] == [False] * (n - 1) + [True]


def test_only_the_named_services_and_codes_are_a_visit() -> None:
    made = cohort(ed(10), [("A", 12, "peer", "H0038")])
    assert told(made, "fua_7") == [("A", False)]
    assert told(made, "fua_7", services=["peer"]) == [("A", True)]
    assert told(made, "fua_7", services=["peer"], codes=["X"]) == [("A", False)]
    assert told(made, "fua_7", services=["peer"], codes={"visits": ["h0038"]}) == [("A", True)]


def test_index_events_may_be_chosen_by_the_callers_codes() -> None:
    made = cohort([("A", "ed", 5, 5, "F11.20"), ("B", "ed", 5, 5, "S61")], [("A", 6, "therapy")])
    assert told(made, "fua_7", index_codes=["F11.20"]) == [("A", True)]
    found = rv.follow_up_after(made, definition="fua_7", index_codes=["F11.20"])
    assert "kinds_instead_of_codes" in counts(found)


@pytest.mark.parametrize("codes", [{"a": ["X1"], "b": ["x1 "]}, [], {"a": "X1"}])
def test_a_code_in_two_lists_and_lists_that_are_none_are_refused(codes: object) -> None:
    with pytest.raises(OutcomeError, match="RE-O44"):
        rv.follow_up_after(cohort(ed(1), [("A", 2, "therapy")]), codes=codes)


def test_events_not_seen_to_the_last_day_are_left_out_whatever_followed() -> None:
    made = cohort(ed(10, 170), [("A", 171, "therapy")])
    assert told(made, "fua_30") == [("A", False)]
    found = rv.follow_up_after(made, definition="fua_30")
    assert counts(found)["stays_followed_too_briefly"] == 1


def test_events_before_time_zero_bar_nothing() -> None:
    made = cohort(ed(-10, 5), [("A", 6, "therapy")])
    assert told(made, "fua_7") == [("A", True)]
    assert counts(rv.follow_up_after(made, definition="fua_7"))["stays_before_time_zero"] == 1


def test_people_with_several_events_are_told_of_and_have_their_cluster() -> None:
    found = rv.follow_up_after(cohort(ed(0, 40), [("A", 1, "therapy")]))
    assert counts(found)["several_index_events"] == 1
    assert "person_id" in found.covariates
    assert found.data["days_to_visit"].tolist()[0] == 1
    assert "days_to_visit" not in found.covariates


def test_contacts_without_a_service_are_counted() -> None:
    found = rv.follow_up_after(cohort(ed(0), [("A", 1, None), ("A", 2, "therapy")]))
    assert counts(found)["contacts_service_missing"] == 1


@pytest.mark.parametrize(
    "options", [{"chain": "all"}, {"services": ["nurse"]}, {"apart_days": -1}, {"index": "er"}]
)
def test_options_that_do_not_exist_are_refused(options: dict) -> None:
    with pytest.raises(OutcomeError, match="RE-O40"):
        rv.follow_up_after(cohort(ed(0), [("A", 1, "therapy")]), **options)


def test_without_a_log_of_contacts_nobody_could_be_followed_up() -> None:
    with pytest.raises(OutcomeError, match="RE-O21"):
        rv.follow_up_after(rv.cohort(rv.program(five_tables(), extract_date=EXTRACT)))
