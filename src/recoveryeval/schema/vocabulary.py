"""Fixed vocabularies with their synonyms, read from versioned data."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import pandas as pd

from recoveryeval.errors import SchemaError, nearest
from recoveryeval.schema.uniques import factorized, spread, text_of

_APART = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """The terms a column may hold, and the words that stand for each of them.

    An open vocabulary keeps words it does not know as they are.
    """

    name: str
    version: str
    description: str
    terms: Mapping[str, Mapping[str, Any]]
    open: bool
    words: Mapping[str, str]

    def term(self, text: str) -> str | None:
        """Return the term a text stands for, or None."""
        return self.words.get(normal(text))

    def label(self, term: str) -> str:
        """Return a term in words."""
        return str(self.terms[term]["label"]) if term in self.terms else term

    def match(self, series: pd.Series) -> tuple[pd.Series, int]:
        """Return the term of every cell and the number of cells whose text is unknown.

        Parameters
        ----------
        series : pandas.Series
            Texts. A missing cell stays missing.

        Returns
        -------
        tuple
            Terms (dtype ``string``, missing where the text is unknown and the
            vocabulary is closed), and the number of unknown cells.
        """
        codes, found = factorized(series)
        texts = [text_of(value) for value in found]
        terms = [None if text is None else self.term(text) for text in texts]
        lost = [text is not None and not term for text, term in zip(texts, terms, strict=True)]
        if self.open:
            terms = [term or text for text, term in zip(texts, terms, strict=True)]
        unknown = int(pd.Series(lost, dtype=bool).take(codes[codes >= 0]).sum())
        return spread(codes, terms, "string", series.index), unknown


def normal(text: str) -> str:
    """Return a text without case, punctuation and doubled blanks."""
    bare = text.strip().casefold().replace("'", "").replace("\u2019", "")
    return _APART.sub(" ", bare).strip() or bare


@cache
def load_vocabulary(name: str) -> Vocabulary:
    """Return the vocabulary of that name."""
    if name not in vocabularies():
        raise SchemaError(
            f"There is no vocabulary '{name}'",
            code="RE-S03",
            do="Use a vocabulary that the schema names." + nearest(name, vocabularies()),
        )
    path = files("recoveryeval.schema") / "vocabularies" / f"{name}.json"
    body = json.loads(path.read_text(encoding="utf-8"))
    words = {
        normal(word): term
        for term, entry in body["terms"].items()
        for word in (term, entry["label"], *entry["synonyms"])
    }
    return Vocabulary(
        name=body["name"],
        version=body["version"],
        description=body["description"],
        terms=body["terms"],
        open=body.get("open", False),
        words=words,
    )


@cache
def vocabularies() -> tuple[str, ...]:
    """Return the names of all vocabularies."""
    folder = files("recoveryeval.schema") / "vocabularies"
    return tuple(
        sorted(p.name.removesuffix(".json") for p in folder.iterdir() if p.name.endswith(".json"))
    )
