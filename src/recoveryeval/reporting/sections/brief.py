"""The first page: six questions a board member asks, each answered in a sentence or two."""

from __future__ import annotations

from collections.abc import Callable

from recoveryeval.reporting.blocks import Block, Heading, Text
from recoveryeval.reporting.findings import Findings
from recoveryeval.reporting.sections.compared import compared_with_whom
from recoveryeval.reporting.sections.gaps import what_is_missing
from recoveryeval.reporting.sections.length import how_long
from recoveryeval.reporting.sections.number import how_many
from recoveryeval.reporting.sections.persons import who_they_are
from recoveryeval.reporting.sections.surety import how_sure

QUESTIONS: dict[str, Callable[[Findings], list[Block]]] = {
    "How many people?": how_many,
    "Who are they?": who_they_are,
    "How long?": how_long,
    "Compared with whom?": compared_with_whom,
    "How sure is this?": how_sure,
    "What is missing?": what_is_missing,
}


def brief(found: Findings) -> list[Block]:
    """Return the questions that the results at hand can answer, with their answers."""
    answers = {question: answer(found) for question, answer in QUESTIONS.items()}
    blocks: list[Block] = [Heading("In brief")]
    for question, answer in answers.items():
        if answer:
            blocks += [Heading(question, 2), *answer]
    if len(blocks) == 1:
        blocks.append(Text("The results follow, each with its table, its method and its limits."))
    return blocks
