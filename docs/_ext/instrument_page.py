"""The reference page of the instruments, written from their files."""

from __future__ import annotations

import recoveryeval
from recoveryeval.instruments.fact import Fact
from recoveryeval.instruments.instrument import Instrument
from recoveryeval.instruments.instrument_file import load_instrument
from recoveryeval.instruments.list_instruments import every_fact

STANDING = {
    "read": "read",
    "unverified": "**not verified**",
    "house": "rule of this package",
}
INTRODUCTION = """# Instruments

Each is a file of the package; `list_instruments()` lists them, `score_items()` and `scale()` use
them by name. No wording of items is included: take the form from its source, under its license.

Every fact has a standing. *Read* means that the source named was read, in full, in its abstract, or
as another page reproduces it. **Not verified** means that it is recalled, or was seen second hand:
compare it with the source before you publish; scoring that rests on such a fact says so in
`checks()`. Where no source gives a fact there is none, with the reason, and scoring asks you.

How to write a file of your own is told in [](../../how-to/own_scale.md), what goes wrong with
stored answers in [](../../explanation/scoring.md).
"""


def instruments_page() -> str:
    """List every instrument with the standing and source of each fact."""
    listed = recoveryeval.list_instruments()
    head = [
        "name",
        "construct",
        "items",
        "blank items",
        "license",
        "read",
        "not verified",
        "absent",
    ]
    columns = [
        "name", "construct", "n_items", "blank_items", "license", "read", "unverified", "absent",
    ]  # fmt: skip
    rows = [[str(row[c]) for c in columns] for row in listed.to_dict("records")]
    lines = [INTRODUCTION, *_table(head, rows), ""]
    for name in listed["name"]:
        lines += _entry(load_instrument(name))
    return "\n".join(lines)


def _entry(tool: Instrument) -> list[str]:
    """One instrument: formats, scales, facts and sources."""
    who = "" if tool.subject == "client" else f" Answered by: {tool.subject}."
    lines = [f"## {tool.name}", "", f"{tool.title}. Measures {tool.construct}.{who}", ""]
    if tool.caution:
        lines += [f":::{{warning}}\n{tool.caution}\n:::", ""]
    stored = [
        [f"`{f.name}`", f"{f.minimum:g} to {f.maximum:g}", f.meaning] for f in tool.formats.values()
    ]
    lines += [*_table(["format", "range", "meaning"], stored), ""]
    scales = [
        [
            f"`{s.name}`", s.title, _numbers(s.items), _numbers(sorted(s.reversed)) or "none",
            f"{s.combine}, {s.minimum:g} to {s.maximum:g}",
        ]
        for s in tool.scales.values()
    ]  # fmt: skip
    lines += [*_table(["scale", "meaning", "items", "turned", "score"], scales), ""]
    facts = [_fact_row(scale, name, fact, tool) for scale, name, fact in every_fact(tool)]
    lines += [*_table(["about", "fact", "value", "standing", "source"], facts), ""]
    return [*lines, *[f"- {key}: {text}" for key, text in tool.sources.items()], ""]


def _fact_row(scale: str, name: str, fact: Fact, tool: Instrument) -> list[str]:
    """One fact: its value with what it means, or the reason why there is none."""
    about = f"`{scale}`" if scale else ""
    words = name.replace("_", " ")
    if name == "bands":
        bands = tool.bands[scale]
        starts = ["", *(f" from {start:g}" for start in bands.starts)]
        value = ", ".join(f"{b}{a}" for a, b in zip(starts, bands.labels, strict=True))
    elif fact.known:
        shown = f"{fact.value:g}" if isinstance(fact.value, float) else str(fact.value)
        value = f"{shown} ({fact.meaning})" if fact.meaning else shown
    else:
        return [about, words, f"**absent**: {fact.reason}", "", ""]
    return [about, words, value, STANDING[fact.standing], fact.source]


def _numbers(items: tuple[int, ...] | list[int]) -> str:
    """Write item numbers, runs as ranges."""
    parts: list[list[int]] = []
    for item in items:
        if parts and item == parts[-1][-1] + 1:
            parts[-1].append(item)
        else:
            parts.append([item])
    return ", ".join(str(p[0]) if len(p) == 1 else f"{p[0]}-{p[-1]}" for p in parts)


def _table(head: list[str], rows: list[list[str]]) -> list[str]:
    """Lay out a Markdown table."""
    cells = [head, ["---"] * len(head), *rows]
    return ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in cells]
