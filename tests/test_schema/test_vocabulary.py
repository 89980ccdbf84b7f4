"""Words stand for one term each, and unknown words are counted."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from recoveryeval.errors import SchemaError
from recoveryeval.schema.vocabulary import load_vocabulary, normal, vocabularies


@pytest.mark.parametrize("name", vocabularies())
def test_no_word_stands_for_two_terms(name: str) -> None:
    terms = load_vocabulary(name).terms
    owner: dict[str, str] = {}
    for term, entry in terms.items():
        for word in {normal(w) for w in (term, entry["label"], *entry["synonyms"])}:
            assert owner.setdefault(word, term) == term
    assert len(terms) >= 2


@pytest.mark.parametrize("name", vocabularies())
def test_every_term_and_label_is_its_own_synonym(name: str) -> None:
    words = load_vocabulary(name)
    for term in words.terms:
        assert words.term(term) == term
        assert words.term(words.label(term)) == term
        assert term == term.strip().lower()


@pytest.mark.parametrize(
    ("name", "text", "term"),
    [
        ("role", "Peer Mentor", "peer_mentor"),
        ("role", "recovery coach", "recovery_coach"),
        ("role", "Recovery Support Specialist", "peer_support_specialist"),
        ("role", "sober companion", "sober_companion"),
        ("setting", "Emergency Room", "emergency_department"),
        ("setting", "health center", "primary_care"),
        ("contact_status", "No-Show", "no_show"),
        ("contact_status", "Canceled", "cancelled"),
        ("end_reason", "Lost to follow-up", "dropout"),
        ("event_type", "Narcan given", "naloxone_given"),
        ("event_type", "Child welfare", "child_welfare_report"),
        ("missing_reason", "don't know", "dont_know"),
        ("missing_reason", "don\u2019t know", "dont_know"),
        ("panel_value", "+", "pos"),
        ("panel_value", "-", "neg"),
        ("wave", "6 month follow-up", "month_6"),
    ],
)
def test_words_of_the_field_find_their_term(name: str, text: str, term: str) -> None:
    assert load_vocabulary(name).term(text) == term


def test_peer_roles_are_told_from_clinical_ones() -> None:
    terms = load_vocabulary("role").terms
    peers = {term for term, entry in terms.items() if entry.get("group") == "peer"}
    assert {"recovery_coach", "peer_mentor", "peer_support_specialist", "sober_companion"} <= peers
    assert "therapist" not in peers


def test_match_counts_unknown_cells_and_keeps_missing_ones() -> None:
    given = pd.Series(
        ["Phone", "carrier pigeon", None, "carrier pigeon", "text"], index=[5, 6, 7, 8, 9]
    )
    terms, unknown = load_vocabulary("mode").match(given)
    assert unknown == 2
    assert terms.dtype == "string"
    assert list(terms.index) == [5, 6, 7, 8, 9]
    assert terms.fillna("?").tolist() == ["phone", "?", "?", "?", "text"]


def test_an_open_vocabulary_keeps_words_it_does_not_know() -> None:
    terms, unknown = load_vocabulary("wave").match(pd.Series(["Intake", "90", "week_4"]))
    assert terms.tolist() == ["baseline", "90", "week_4"]
    assert unknown == 2


def test_missing_codes_of_known_exports_are_given() -> None:
    terms = load_vocabulary("missing_reason").terms
    assert terms["refused"]["codes"]["gpra"] == ["-7"]
    assert terms["dont_know"]["codes"]["jcoin"] == ["-95"]
    assert terms["not_asked"]["codes"]["hmis"] == ["99"]
    assert {"refused", "dont_know", "not_applicable", "skipped", "not_asked", "left_blank",
            "invalid", "not_held", "unknown"} == set(terms)  # fmt: skip


def test_no_format_gives_one_code_two_reasons() -> None:
    seen: dict[tuple[str, str], str] = {}
    for term, entry in load_vocabulary("missing_reason").terms.items():
        for source, codes in entry.get("codes", {}).items():
            for code in codes:
                assert seen.setdefault((source, code), term) == term
    assert json.dumps(sorted({source for source, _ in seen})) == (
        '["gpra", "hmis", "jcoin", "redcap", "teds"]'
    )


def test_unknown_vocabulary_offers_the_nearest_name() -> None:
    with pytest.raises(SchemaError, match="nearest valid name is 'setting'"):
        load_vocabulary("settings")
