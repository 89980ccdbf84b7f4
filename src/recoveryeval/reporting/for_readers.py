"""What a check says, without the options of the package: a report's reader has no keyboard."""

from __future__ import annotations

import re

_OPTION = re.compile(r"\b[a-z_]+=(?:['\"{\[(\d]|\.\.\.|True|False|None|lambda)")
_ASIDE = re.compile(r" \([^()]*\b[a-z_]+=[^()]*\)")
_SENTENCE = re.compile(r"(?<=\.) (?=[A-Z0-9])")
_CLAUSE = re.compile(r"[;:] ")


def for_readers(meaning: str) -> str:
    """Return a check's meaning up to where it turns to what to type.

    A sentence, a clause after a colon or semicolon, or an aside in brackets that
    names an option, such as ``death='competing'``, is left out. A meaning that
    would lose every word stays as it is.
    """
    kept = [_before_option(text) for text in _SENTENCE.split(_ASIDE.sub("", meaning))]
    return " ".join(text for text in kept if text) or meaning


def _before_option(sentence: str) -> str:
    """Return a sentence, or its clauses before the one that names an option."""
    found = _OPTION.search(sentence)
    if found is None:
        return sentence
    ends = [cut.start() for cut in _CLAUSE.finditer(sentence, 0, found.start())]
    return f"{sentence[: ends[-1]]}." if ends else ""
