"""The noun NamedDefinition: a published or house definition of an outcome, read from its file."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from string import Formatter
from typing import Any, Literal

import numpy as np

from recoveryeval.errors import OutcomeError, nearest
from recoveryeval.outcomes.definition import Definition

Standing = Literal["read", "unverified", "house"]


@dataclass(frozen=True, slots=True, eq=False)
class NamedDefinition:
    """A definition that can be cited: what counts, how missing counts, and from where it comes.

    ``sentence`` has a place in braces for every parameter it names; ``changed``
    names the parameters that no longer have the value of the file.
    """

    id: str
    family: str
    version: str
    title: str
    sentence: str
    counts: str
    missing: str
    clock: str
    censoring: str
    grace: str
    parameters: Mapping[str, Any]
    citation: str
    doi: str
    standing: Standing
    note: str
    changed: tuple[str, ...] = ()

    def with_parameters(self, **values: Any) -> NamedDefinition:
        """Return the definition with other parameters; None leaves what the file says."""
        given = {name: _python(value) for name, value in values.items() if value is not None}
        for name, value in given.items():
            if name not in self.parameters:
                raise OutcomeError(
                    f"The definition {self.id} has no parameter of that name",
                    code="RE-N06",
                    column=name,
                    do=f"Its parameters are: {', '.join(self.parameters) or 'none'}."
                    + nearest(name, self.parameters),
                )
            if not _alike(self.parameters[name], value):
                raise OutcomeError(
                    f"The definition {self.id} was given a parameter of the wrong type",
                    code="RE-N07",
                    column=name,
                    do=f"Give {_type_words(self.parameters[name])}.",
                )
        other = [n for n, v in given.items() if _plain(v) != _plain(self.parameters[n])]
        kept = tuple(dict.fromkeys([*self.changed, *other]))
        return replace(self, parameters={**self.parameters, **given}, changed=kept)

    def definition(self) -> Definition:
        """Return the definition that an outcome carries: id with version, sentence, source."""
        other = [f"{name}={in_words(self.parameters[name])}" for name in self.changed]
        told = f" (changed: {'; '.join(other)})" if other else ""
        filled = {name: in_words(value) for name, value in self.parameters.items()}
        source = f"{self.citation}{f' doi:{self.doi}' if self.doi else ''}".strip()
        unread = " (not verified against the source)" if self.standing == "unverified" else ""
        return Definition(
            id=f"{self.id} v{self.version}{told}",
            sentence=self.sentence.format_map(filled),
            source=f"{source}{unread}" if source else "",
        )


def places(sentence: str) -> list[str]:
    """Return the names in braces; anything but a plain name in braces raises ValueError."""
    found = []
    for _, name, form, conversion in Formatter().parse(sentence):
        if name is None:
            continue
        if not name.isidentifier() or form or conversion:
            raise ValueError
        found.append(name)
    return found


def in_words(value: Any) -> str:
    """Return a parameter as it reads in a sentence."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, Mapping):
        if value and all(isinstance(item, Mapping) for item in value.values()):
            return in_words(list(value))  # tables of tables: their names; the files hold the rest
        return ", ".join(f"{key}: {in_words(item)}" for key, item in value.items())
    if isinstance(value, list | tuple):
        items = [in_words(item) for item in value]
        return " or ".join([", ".join(items[:-1]), items[-1]] if items[1:] else items)
    return str(value)


def _python(value: Any) -> Any:
    """Return numbers and arrays of numpy as Python's own."""
    return value.tolist() if isinstance(value, np.generic | np.ndarray) else value


def _alike(default: Any, value: Any) -> bool:
    """Return whether a value is of the default's type; one text may stand for a list of one."""
    return _type_words(value) == _type_words(default) or (
        _type_words(default) in ("a list", "a text") and isinstance(value, str | list | tuple)
    )


def _type_words(value: Any) -> str:
    """Return the type of a parameter in words."""
    if isinstance(value, bool):
        return "True or False"
    if isinstance(value, int | float):
        return "a number" if math.isfinite(value) else "no number"
    if isinstance(value, list | tuple):
        return "a list"
    if isinstance(value, Mapping):
        return "a table of names and values"
    return "a text" if isinstance(value, str) else "something else"


def _plain(value: Any) -> Any:
    """Return a parameter in a form that compares."""
    return list(value) if isinstance(value, tuple) else value
