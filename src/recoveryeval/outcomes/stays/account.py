"""Why a row of stays starts no clock: every row has one reason, so that the account balances."""

from __future__ import annotations

from typing import Any

USED = 0
# code: (id of the check, words after a number of rows)
REASONS: dict[int, tuple[str, str]] = {
    1: ("stays_overlapping", "overlap the next: made one stay with it"),
    2: ("stays_touching", "end so shortly before the next that both are one stay by the rule"),
    3: ("stays_of_other_kinds", "are not of a kind that starts the clock"),
    4: ("stays_still_open", "have no discharge: people who are in cannot come back"),
    5: ("stays_before_time_zero", "ended before time zero"),
    6: ("stays_after_observation", "ended after the end of observation"),
    7: ("stays_ended_by_death", "ended with the person's death"),
    8: ("stays_left_against_advice", "ended against medical advice, which the definition excludes"),
    9: ("stays_transferred", "ended with a transfer, which the definition excludes"),
    10: ("stays_of_one_day", "began and ended on one day, which the definition excludes"),
    11: ("stays_before_a_planned_one", "were followed by a planned stay, a ground for exclusion"),
    12: ("stays_followed_too_briefly", "are not followed to the last day of the window"),
    13: ("stays_after_the_first", "came after the person's first that counts"),
    14: ("stays_after_death", "ended after the day of death on record"),
    15: ("stays_within_a_chain", "were followed so soon by another that this one speaks for them"),
    16: ("stays_too_close", "came too soon after one that was kept: not counted twice"),
    17: ("stays_before_excluded_care", "were followed by care that takes them out by the rule"),
}
OVERLAPS, TOUCHES, OTHER_KIND, OPEN, EARLY, LATE, DEAD = 1, 2, 3, 4, 5, 6, 7
ADVICE, MOVED, ONE_DAY, PLANNED_NEXT, BRIEF, LATER, AFTER_DEATH = 8, 9, 10, 11, 12, 13, 14
CHAINED, TOO_CLOSE, OTHER_CARE = 15, 16, 17


def ladder(steps: list[tuple[Any, int]]) -> Any:
    """Return the code of the first condition that holds, 0 where none does, as an expression."""
    import narwhals.stable.v2 as nw

    found: Any = nw.lit(USED)
    for condition, code in reversed(steps):
        found = nw.when(condition).then(nw.lit(code)).otherwise(found)
    return found
