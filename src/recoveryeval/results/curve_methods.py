"""What a paper says of an answer read off a curve, after what it says of the curve."""

from __future__ import annotations

DIFFERENCE = (
    "Differences between groups at given times have limits that combine those of the two curves "
    "(Zou and Donner 2008, doi:10.1002/sim.3095)."
)
JOINT = (
    "Differences between curves of one model have errors by the delta method, which knows that "
    "they move together."
)
QUANTILES = (
    "Times by which given shares had the event are where the curve crosses them, the midpoint of a "
    "level stretch, with limits where the pointwise limits of the curve cross them (Brookmeyer and "
    "Crowley 1982, doi:10.2307/2530286)."
)


def with_question(methods: str, question: str, *, joint: bool) -> str:
    """Return the paragraph of a curve with a sentence on the question, before the software."""
    told = {"difference": JOINT if joint else DIFFERENCE, "quantiles": QUANTILES}.get(question)
    if told is None:
        return methods
    body, found, software = methods.rpartition(" Software: ")
    return f"{body} {told} Software: {software}" if found else f"{methods} {told}"
