"""One block of each kind, and a page read back as tags and words."""

from __future__ import annotations

import io
from html.parser import HTMLParser

from recoveryeval.reporting.blocks import Block, Figure, Heading, Table, Text

EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'\x0b\u202e"


def png() -> bytes:
    """Return a small picture."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure as Canvas

    canvas = Canvas(figsize=(1, 1))
    FigureCanvasAgg(canvas)
    data = io.BytesIO()
    canvas.savefig(data, format="png", metadata={"Software": None})
    return data.getvalue()


def blocks(word: str = "Peer & family") -> tuple[Block, ...]:
    """Return one block of each kind."""
    return (
        Heading(word),
        Text(word, "lead"),
        Text("First", "point"),
        Text("Second", "point"),
        Text(word, "warning"),
        Heading("A part", 2),
        Table(word, ("Who", word), ((word, "12"), ("inner", "3")), (word,), (False, True), (0, 1)),
        Table("Second table", ("Who",), (("all",),)),
        Figure(png(), word, word),
        Text("End"),
    )


class Seen(HTMLParser):
    """Collects tags, their attributes, and text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "img"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, "tags are nested"

    def handle_data(self, data: str) -> None:
        self.words += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]
