"""The list of definitions that the package ships."""

from __future__ import annotations

import pandas as pd

from recoveryeval.outcomes.definition_file import families, load_definition, names
from recoveryeval.outcomes.named_definition import in_words

_TEXTS = ("id", "family", "version", "title")
_MORE = ("counts", "missing", "clock", "censoring", "grace")
_FROM = ("citation", "doi", "standing", "note")


def definitions(family: str | None = None) -> pd.DataFrame:
    """List the definitions of outcomes that can be named, with their source.

    They are what an estimand's event can mean; nothing is estimated.

    Parameters
    ----------
    family : str or None
        Such as ``"relapse"``; None lists all families.

    Returns
    -------
    pandas.DataFrame
        One row per definition: ``id``, ``family``, ``version``, ``title``,
        ``sentence`` (as it will stand in a paper), ``counts``, ``missing``,
        ``clock``, ``censoring``, ``grace``, ``parameters`` in words,
        ``citation``, ``doi``, ``standing`` (``read``, ``unverified``, or
        ``house`` for the package's own) and ``note``.

    Raises
    ------
    OutcomeError
        When there is no such family.

    Notes
    -----
    The files lie in the package; a copy with another id is a definition of
    your own, which the outcome's ``definition=`` takes by its path.

    References
    ----------
    Balise RR, et al. (2024). doi:10.1371/journal.pone.0312695

    Examples
    --------
    >>> import recoveryeval as rv
    >>> listed = rv.definitions("relapse").set_index("id")
    >>> listed.loc["relapse.lee_2016", ["doi", "standing"]].tolist()
    ['10.1056/NEJMoa1505409', 'read']
    """
    rows = []
    for one in families() if family is None else (family,):
        for name in names(one):
            found = load_definition(name, family=one)
            words = {key: in_words(value) or "none" for key, value in found.parameters.items()}
            rows.append(
                {
                    **{key: getattr(found, key) for key in _TEXTS},
                    "sentence": found.definition().sentence,
                    **{key: getattr(found, key).format_map(words) for key in _MORE},
                    "parameters": "; ".join(f"{key} = {word}" for key, word in words.items()),
                    **{key: getattr(found, key) for key in _FROM},
                }
            )
    return pd.DataFrame(rows, dtype="string")
