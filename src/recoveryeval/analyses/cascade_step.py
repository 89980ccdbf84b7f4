"""A step of a cascade: which rows of which tables show that a person took it."""

from __future__ import annotations

from dataclasses import dataclass
from numbers import Integral

from recoveryeval.cohorts.grammar.parse import parse
from recoveryeval.errors import OutcomeError, nearest
from recoveryeval.schema.table_schema import TABLES, load_table


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of a table that show a step: the date column that counts, and a condition."""

    table: str
    date: str
    where: str | None = None

    @property
    def day(self) -> str:
        """The column that holds the same as days from the anchor."""
        return "day" if self.date == "date" else f"{self.date}_day"


@dataclass(frozen=True, slots=True)
class CascadeStep:
    """A step of a cascade, with the definition that stands under the picture.

    Parameters
    ----------
    name : str
        Short name, as the picture shows it.
    sentence : str
        What counts.
    rows : tuple of Rows
        Where it is seen; the first of all rows counts.
    from_days, to_days : int, int or None
        Earliest and latest day after the step before.
    optional : bool
        Whether people go on to later steps without it.
    before_days : int
        Days before time zero on which it may lie.
    """

    name: str
    sentence: str
    rows: tuple[Rows, ...]
    from_days: int = 0
    to_days: int | None = None
    optional: bool = False
    before_days: int = 0


def cascade_step(
    name: str,
    *,
    table: str,
    date: str = "date",
    where: str | None = None,
    from_days: int = 0,
    to_days: int | None = None,
    optional: bool = False,
    before_days: int = 0,
) -> CascadeStep:
    """Define a step of your own for a cascade: a table, a date and a condition.

    Parameters
    ----------
    name : str
        Short name, as the picture shows it.
    table : str
        Table whose rows show the step, such as ``"state"``.
    date : str
        Column of the date that counts, such as ``"start"``.
    where : str or None
        Condition on the table's columns, in the grammar of eligibility, such
        as ``"domain == 'housing' and value == 'rents'"``.
    from_days, to_days : int, int or None
        Earliest and latest day after the step before, both included.
    optional : bool
        Whether people go on to later steps without it, as with a waiting list.
    before_days : int
        Days before time zero on which it may lie, as outreach does.

    Returns
    -------
    CascadeStep
        For ``steps=`` of :func:`cascade`.

    Raises
    ------
    OutcomeError
        When the table or its date is unknown, or the days make no sense.
    CohortError
        When the condition is not in the grammar.

    Examples
    --------
    >>> import recoveryeval as rv
    >>> housed = rv.cascade_step("housed", table="state", date="start", where="domain == 'housing'")
    >>> housed.sentence
    "the first row of the table state with domain == 'housing', by its start"
    """
    if not str(name).strip():
        raise OutcomeError("A step has no name", code="RE-O40", do="Name it in a word or two.")
    _require_table(table, date)
    _require_days(from_days, to_days)
    _require_days(before_days, None)
    if where is not None and not isinstance(where, str):
        raise OutcomeError(
            "The condition of a step is not a text",
            code="RE-O40",
            column="where",
            do="Write it as a text, such as where=\"domain == 'housing'\".",
        )
    if where is not None:
        parse(where)
    told = f" with {' '.join(where.split())}" if where else ""
    return CascadeStep(
        name=str(name).strip(),
        sentence=f"the first row of the table {table}{told}, by its {date}",
        rows=(Rows(table, date, where),),
        from_days=from_days,
        to_days=to_days,
        optional=optional,
        before_days=before_days,
    )


def _require_table(table: str, date: str) -> None:
    """Raise unless the table has people and the date."""
    usable = [name for name in TABLES if "person_id" in load_table(name).columns]
    if table not in usable:
        raise OutcomeError(
            "There is no table of that name with people in it",
            code="RE-O40",
            do=f"Use one of {', '.join(usable)}." + nearest(str(table), usable),
        )
    dates = [field.name for field in load_table(table).fields if field.type == "date"]
    if date not in dates:
        raise OutcomeError(
            f"The table '{table}' has no date of that name",
            code="RE-O40",
            column=str(date),
            do=f"Use one of {', '.join(dates) or 'none: take another table'}."
            + nearest(str(date), dates),
        )


def _require_days(first: object, last: object) -> None:
    """Raise unless the days after the step before are whole and in order."""
    for days in (first, 0 if last is None else last):
        if isinstance(days, bool) or not isinstance(days, Integral) or days < 0:
            raise OutcomeError(
                "The days after the step before are not whole numbers of 0 or more",
                code="RE-O40",
                do="Write from_days=90, to_days=119.",
            )
    if isinstance(last, Integral) and isinstance(first, Integral) and last < first:
        raise OutcomeError(
            "The latest day of a step lies before its earliest",
            code="RE-O40",
            do="Write from_days=90, to_days=119.",
        )
