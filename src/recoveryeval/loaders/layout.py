"""How a file is laid out, as far as its user declares it; everything else is found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Layout:
    """Options of a source that concern the file and not its meaning."""

    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    header_row: int | None = None
    header_rows: int | None = None
    skip_after_header: int = 0
    repeated_headings: Literal["refuse", "number"] = "refuse"
    duplicates: Literal["collapse", "keep"] = "collapse"
