"""Make a public name written as code, such as `kaplan_meier()`, a link to its reference page."""

from __future__ import annotations

import re

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx

import recoveryeval

CALL = re.compile(r"(?:rv\.)?([A-Za-z_]+)\(.*\)", re.DOTALL)


def setup(app: Sphinx) -> dict[str, bool]:
    """Look through every page once it is read."""
    app.connect("doctree-read", _link)
    return {"parallel_read_safe": True}


def _link(app: Sphinx, page: nodes.document) -> None:
    """Wrap each such name in a reference, except in headings and on its own page."""
    here = app.env.docname.rpartition(".")[2]
    for code in list(page.findall(nodes.literal)):
        name = named(code.astext())
        inside = (nodes.title, nodes.reference, addnodes.pending_xref, addnodes.desc)
        if name is None or name == here or _within(code, inside):
            continue
        link = addnodes.pending_xref(
            "", refdomain="py", reftype="obj", refexplicit=True, refwarn=True,
            reftarget=f"recoveryeval.{name}", refdoc=app.env.docname,
        )  # fmt: skip
        code.replace_self(link)
        link += code


def named(text: str) -> str | None:
    """Return the public name that a piece of code calls, or None."""
    found = CALL.fullmatch(text)
    return found[1] if found and found[1] in recoveryeval.__all__ else None


def _within(node: nodes.Node, kinds: tuple[type, ...]) -> bool:
    """Return whether a node lies in one of these kinds."""
    while node.parent is not None:
        node = node.parent
        if isinstance(node, kinds):
            return True
    return False
