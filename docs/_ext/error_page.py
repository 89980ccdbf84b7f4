"""The reference page of refusals, written from the places in the code that raise them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import recoveryeval

PACKAGE = Path(recoveryeval.__file__).parent
CODE = re.compile(r"RE-[A-Z]+[0-9]+")
ELSEWHERE = "the message names the case. It comes from: "
WHERE = {
    "loaders": "reading files", "schema": "the schema", "programs": "making a program",
    "synthetic": "synthetic programs", "cohorts": "choosing people",
    "outcomes": "deriving outcomes",
    "instruments": "questionnaires", "stats": "estimating", "engines": "estimating",
    "models": "estimating", "results": "asking a result", "analyses": "counting and describing",
    "plots": "drawing", "reporting": "reporting", "release": "writing to the disk",
}  # fmt: skip


def errors_page() -> str:
    """List every code with what it says, where it is said, and what to do."""
    lines = [
        "# Codes of refusals",
        "",
        "What a message with each code may say; `…` stands for a name from your call or your",
        "table's columns. One code can have several wordings, for like trouble in different verbs.",
        "",
    ]
    told: dict[str, dict[tuple[str, str, str], None]] = {}
    for code, entry in sorted(refusals()):
        told.setdefault(code, {})[entry] = None
    for code, entries in told.items():
        worded = [entry for entry in entries if not entry[1].startswith(ELSEWHERE)]
        lines += [f"## {code}", ""]
        lines += [_line(*entry) for entry in worded or entries]
        lines.append("")
    return "\n".join(lines)


def _line(place: str, what: str, do: str) -> str:
    """Return one entry; an ellipsis ends its sentence."""
    return re.sub(r"…(\.{3})?\.(?= |$)", "…", f"- {place}: {what}{'. ' + do if do else ''}")


def refusals() -> Iterator[tuple[str, tuple[str, str, str]]]:
    """Yield code, place, problem and remedy, from the call that refuses or from its module."""
    for path in sorted(PACKAGE.rglob("*.py")):
        place = WHERE.get(path.relative_to(PACKAGE).parts[0], "everywhere").capitalize()
        tree = ast.parse(path.read_text(encoding="utf-8"))
        found = [told for node in ast.walk(tree) if (told := _refusal(node))]
        yield from ((code, (place, what, do)) for code, what, do in found)
        rest = _codes(tree) - {code for code, *_ in found}
        yield from (
            (code, (place, ELSEWHERE + (ast.get_docstring(tree) or ""), "")) for code in rest
        )


def _codes(tree: ast.Module) -> set[str]:
    """Return every code that stands anywhere in a module."""
    words = (str(node.value) for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return {word for word in words if CODE.fullmatch(word)}


def _refusal(call: ast.AST) -> tuple[str, str, str] | None:
    """Return code, problem and remedy of a call that words them itself, or None."""
    if not isinstance(call, ast.Call):
        return None
    named = {k.arg: k.value for k in call.keywords if k.arg}
    code = named.get("code")
    if not (isinstance(code, ast.Constant) and CODE.fullmatch(str(code.value))):
        return None
    what = text(call.args[0]) if call.args else text(named.get("what"))
    if what and " " not in what and "…" not in what:  # the name of an option
        what = f"{what}= has a value that it cannot have"
    do = text(named.get("do")).replace("……", "…").strip("…").strip()
    return (str(code.value), what, do) if what.strip("…") else None


def text(node: ast.expr | None) -> str:
    """Return a message as read, with an ellipsis for each part that comes from the call."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(text(part) for part in node.values)
    if isinstance(node, ast.IfExp):
        return f"{text(node.body)} / {text(node.orelse)}"
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return text(node.left) + text(node.right)
    return "" if node is None else "…"
