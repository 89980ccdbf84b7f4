"""Blocks as one self-contained HTML page: no script, nothing loaded, every text escaped."""

from __future__ import annotations

import base64
import hashlib
import html
from collections.abc import Iterable, Sequence
from importlib.resources import files

from recoveryeval.release.profile import MARK
from recoveryeval.reporting.blocks import Block, Figure, Heading, Table, Text
from recoveryeval.reporting.writers.clean import clean
from recoveryeval.reporting.writers.numbered import Numbered, numbered

_ROLES = {
    "plain": "<p>{}</p>",
    "lead": '<p class="lead">{}</p>',
    "note": '<p class="note">{}</p>',
    "warning": '<p class="warning" role="note">{}</p>',
    "point": "<li>{}</li>",
}


def html_bytes(blocks: Sequence[Block], *, title: str, subtitle: str = "") -> bytes:
    """Return the whole page."""
    return page(body(blocks, title=title, subtitle=subtitle), title=title).encode()


def page(content: str, *, title: str) -> str:
    """Return a page around the content, with a policy that lets nothing be loaded or run."""
    style = files("recoveryeval.reporting.writers").joinpath("report.css").read_text("utf-8")
    seal = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = (
        f"default-src 'none'; style-src 'sha256-{seal}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{style}</style>\n</head>\n"
        f"<body>\n{content}\n</body>\n</html>\n"
    )


def body(blocks: Sequence[Block], *, title: str, subtitle: str = "") -> str:
    """Return mark, title, contents and blocks."""
    items = numbered(blocks)
    below = f'<p class="subtitle">{escape(subtitle)}</p>' if subtitle else ""
    parts = [
        f'<div class="mark" role="note"><span>{escape(MARK)}</span></div>',
        f'<div class="sheet"><header><h1>{escape(title)}</h1>{below}</header>',
        _contents(items),
        "<main>",
        *_joined(items),
        "</main></div>",
    ]
    return "\n".join(parts)


def escape(text: str) -> str:
    """Return text that no browser takes for markup."""
    return html.escape(clean(text), quote=True)


def _contents(items: Iterable[Numbered]) -> str:
    """Return links to the sections."""
    links = "".join(
        f'<li><a href="#{item.anchor}">{escape(item.block.text)}</a></li>'
        for item in items
        if isinstance(item.block, Heading) and item.block.level == 1
    )
    return f'<nav aria-label="Contents"><p class="nav">Contents</p><ol>{links}</ol></nav>'


def _joined(items: Sequence[Numbered]) -> Iterable[str]:
    """Yield each block as markup; neighboring points share one list."""
    listing = False
    for item in items:
        point = isinstance(item.block, Text) and item.block.role == "point"
        if point != listing:
            yield "<ul>" if point else "</ul>"
            listing = point
        yield _markup(item)
    if listing:
        yield "</ul>"


def _markup(item: Numbered) -> str:
    """Return one block as markup."""
    block = item.block
    if isinstance(block, Heading):
        tag = f"h{block.level + 1}"
        return f'<{tag} id="{item.anchor}">{escape(block.text)}</{tag}>'
    if isinstance(block, Text):
        return _ROLES[block.role].format(escape(block.text))
    return _table(block, item) if isinstance(block, Table) else _figure(block, item)


def _table(table: Table, item: Numbered) -> str:
    """Return a table with caption, scopes and footnotes."""
    right = [*table.numeric, *[False] * len(table.head)]
    kinds = [' class="num"' if right[i] else "" for i in range(len(table.head))]
    heads = "".join(
        f'<th scope="col"{kind}>{escape(text)}</th>'
        for kind, text in zip(kinds, table.head, strict=True)
    )
    levels = [*table.levels, *[0] * len(table.rows)]
    rows = "\n".join(_row(row, kinds, levels[i]) for i, row in enumerate(table.rows))
    wide = ' class="wide"' if len(table.head) > 6 else ""
    notes = "".join(f'<p class="note">{escape(note)}</p>' for note in table.notes)
    return (
        f'<div class="scroll" role="region" tabindex="0" aria-labelledby="{item.anchor}">'
        f"<table{wide}>"
        f'<caption id="{item.anchor}"><b>{item.label}.</b> {escape(table.caption)}</caption>'
        f"<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}\n</tbody></table></div>{notes}"
    )


def _row(row: Sequence[str], kinds: Sequence[str], level: int) -> str:
    """Return one row; its first cell names it."""
    indent = f' class="level{level}"' if level else ""
    rest = "".join(
        f"<td{kind}>{escape(cell)}</td>" for kind, cell in zip(kinds[1:], row[1:], strict=True)
    )
    return f'<tr><th scope="row"{indent}>{escape(row[0])}</th>{rest}</tr>'


def _figure(figure: Figure, item: Numbered) -> str:
    """Return a picture held by the page itself."""
    data = base64.b64encode(figure.png).decode()
    return (
        f'<figure><img src="data:image/png;base64,{data}" alt="{escape(figure.alt)}">'
        f"<figcaption><b>{item.label}.</b> {escape(figure.caption)}</figcaption></figure>"
    )
