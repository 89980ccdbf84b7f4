"""The list of questionnaires that the package holds."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from recoveryeval.errors import SchemaError, nearest
from recoveryeval.instruments.fact import Fact
from recoveryeval.instruments.instrument import Instrument
from recoveryeval.instruments.instrument_file import instrument_names, load_instrument


def list_instruments(construct: str | None = None) -> pd.DataFrame:
    """List the questionnaires that can be scored by name, with how sure their rules are.

    They are what an outcome measured by ``scale()`` can rest on; nothing is
    estimated.

    Parameters
    ----------
    construct : str or None
        What is measured, such as ``"self-efficacy"``; None lists all.

    Returns
    -------
    pandas.DataFrame
        One row per instrument: ``name``, ``title``, ``construct``, ``subject``
        (who answers), ``better``, ``n_items``, ``formats`` (ways of storing
        answers; with more than one, ``response_format=`` has to be said),
        ``scales`` with their ranges, the first being the main one,
        ``blank_items`` (how many the main scale may have), ``license``, and
        how many facts were ``read`` in a source, are recalled and
        ``unverified``, rules of this ``house``, or ``absent`` for a reason.

    Raises
    ------
    SchemaError
        When no instrument measures it.

    Notes
    -----
    No wording of items comes with the package. Every fact with its source and
    standing is on the reference page of the instruments.

    References
    ----------
    Terwee CB et al. (2007). doi:10.1016/j.jclinepi.2006.03.012

    Examples
    --------
    >>> import recoveryeval as rv
    >>> listed = rv.list_instruments().set_index("name")
    >>> listed.loc["PHQ-9", ["scales", "blank_items", "license"]].tolist()
    ['total (0 to 27)', '2', 'free']
    """
    held = [load_instrument(name) for name in instrument_names()]
    chosen = [tool for tool in held if construct in (None, tool.construct)]
    if not chosen:
        constructs = sorted({tool.construct for tool in held})
        raise SchemaError(
            "No instrument of the package measures this",
            code="RE-Q02",
            do=f"Use one of {', '.join(constructs)}." + nearest(str(construct), constructs),
        )
    return pd.DataFrame([_row(tool) for tool in chosen])


def every_fact(tool: Instrument) -> Iterator[tuple[str, str, Fact]]:
    """Give every fact of an instrument: the scale it is about, empty for all, its name, itself."""
    for name, fact in tool.facts.items():
        yield "", name, fact
    for scale in tool.scales.values():
        yield scale.name, "blank items", scale.most_missing
        for name, fact in scale.facts.items():
            yield scale.name, name, fact
    for name, bands in tool.bands.items():
        yield name, "bands", bands.fact
    yield "", "license", tool.license.fact


def _row(tool: Instrument) -> dict[str, object]:
    """Return one instrument as a row."""
    blank = tool.scales[tool.main_scale].most_missing
    facts = [fact for _, _, fact in every_fact(tool)]
    standing = {
        name: sum(fact.known and fact.standing == name for fact in facts)
        for name in ("read", "unverified", "house")
    }
    return {
        "name": tool.name,
        "title": tool.title,
        "construct": tool.construct,
        "subject": tool.subject,
        "better": tool.better,
        "n_items": tool.n_items,
        "formats": ", ".join(tool.formats),
        "scales": ", ".join(
            f"{s.name} ({s.minimum:g} to {s.maximum:g})" for s in tool.scales.values()
        ),
        "blank_items": f"{blank.value:g}" if isinstance(blank.value, float) else "to be said",
        "license": tool.license.kind,
        **standing,
        "absent": sum(not fact.known for fact in facts),
    }
