"""The cells of a sheet, read from its XML in one pass; a document type is refused on sight."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from functools import cache
from typing import Any
from xml.parsers import expat

from recoveryeval.loaders.workbook_guard import damaged, unsafe_xml
from recoveryeval.loaders.workbook_parts import Parts

_PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_TEXT_IN = ("v", "t")
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
Row = tuple[list[Any], list[str]]


class _UnsafeXmlError(Exception):
    """The XML declares a document type."""


class SheetCells:
    """Collects rows while an XML parser walks through a sheet.

    ``rows`` maps the row number (from 0) to values and storage kinds;
    ``uncached`` lists formulas without a value.
    """

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self.rows: dict[int, Row] = {}
        self.uncached: list[tuple[int, int]] = []
        self._row = self._column = -1
        self._cell: dict[str, str] = {}
        self._text: list[str] = []
        self._reading = self._formula = self._spoken = False

    def start(self, tag: str, marks: dict[str, str]) -> None:
        """Take an opening tag."""
        name = tag.rpartition("\x1f")[2]
        if name == "row":
            self._row = int(marks["r"]) - 1 if "r" in marks else self._row + 1
            self._column = -1
        elif name == "c":
            self._cell, self._text, self._formula = marks, [], False
        elif name == "f":
            self._formula = True
        elif name == "rPh":
            self._spoken = True  # how a Japanese word is spoken, which is no part of the text
        elif name in _TEXT_IN:
            self._reading = not self._spoken

    def end(self, tag: str) -> None:
        """Take a closing tag."""
        name = tag.rpartition("\x1f")[2]
        if name in _TEXT_IN:
            self._reading = False
        elif name == "rPh":
            self._spoken = False
        elif name == "c":
            self._finish()

    def text(self, piece: str) -> None:
        """Take text between tags."""
        if self._reading:
            self._text.append(piece)

    def _finish(self) -> None:
        """File the cell that ended."""
        place = _PLACE.fullmatch(self._cell.get("r", ""))
        row, column = (int(place[2]) - 1, letters(place[1])) if place else self._next()
        self._row, self._column = row, column
        if row >= _LAST_ROW or column >= _LAST_COLUMN:
            raise ValueError
        kind = self._cell.get("t", "n")
        text = "".join(self._text)
        if self._formula and not text and kind != "str":
            self.uncached.append((row, column))
        if not text:
            return
        values, kinds = self.rows.setdefault(row, ([], []))
        missing = column + 1 - len(values)
        values.extend([None] * missing)
        kinds.extend([""] * missing)
        values[column], kinds[column] = self._value(kind, text)

    def _next(self) -> tuple[int, int]:
        """Return the place of a cell that does not say where it stands."""
        return self._row, self._column + 1

    def _value(self, kind: str, text: str) -> tuple[Any, str]:
        """Return a cell's value and how it was stored."""
        if kind == "s":
            return self._shared(int(text)), "text"
        if kind == "b":
            return text.strip() == "1", "bool"
        if kind == "e":
            return text, "error"
        if kind == "d":
            return dt.datetime.fromisoformat(text.strip().removesuffix("Z")), "date"
        if kind != "n":
            return text, "text"
        number = float(text) if any(mark in text for mark in ".eE") else int(text)
        style = int(self._cell.get("s", 0))
        return self._dated(number, style) if style in self._parts.dates else (number, "number")

    def _shared(self, number: int) -> str:
        """Return one of the texts that a workbook keeps apart."""
        if number < 0:
            raise ValueError
        return self._parts.texts[number]

    def _dated(self, number: float, style: int) -> tuple[Any, str]:
        """Return the date, time or duration that a number stands for."""
        from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

        epoch = CALENDAR_MAC_1904 if self._parts.epoch_1904 else CALENDAR_WINDOWS_1900
        try:
            length = style in self._parts.durations
            return from_excel(number, epoch, timedelta=length), "number" if length else "date"
        except (OverflowError, ValueError):
            return "#VALUE!", "error"


@cache
def letters(name: str) -> int:
    """Return the number of a column, from 0: A is 0, AA is 26."""
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - 64
    return number - 1


def sheet_cells(
    xml: bytes, parts: Parts, label: str, tick: Callable[[int], object] = lambda _: None
) -> SheetCells:
    """Return the cells of a sheet; ``tick`` is told how many bytes were read."""
    held = SheetCells(parts)
    parser = expat.ParserCreate(namespace_separator="\x1f")
    parser.buffer_text = True
    parser.StartElementHandler = held.start
    parser.EndElementHandler = held.end
    parser.CharacterDataHandler = held.text
    parser.StartDoctypeDeclHandler = _refuse
    try:
        for at in range(0, len(xml), 1_000_000):
            piece = xml[at : at + 1_000_000]
            parser.Parse(piece, False)
            tick(len(piece))
        parser.Parse(b"", True)
    except _UnsafeXmlError:
        raise unsafe_xml(label) from None
    except (expat.ExpatError, ValueError, IndexError, TypeError):
        raise damaged(label) from None
    return held


def _refuse(*_: object) -> None:
    """Refuse a document type, and with it every entity."""
    raise _UnsafeXmlError
