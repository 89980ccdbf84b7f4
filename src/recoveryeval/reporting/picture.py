"""A result's plot as PNG bytes that never vary, with its alternative text."""

from __future__ import annotations

from recoveryeval.reporting.blocks import Figure
from recoveryeval.results.result import Result

DPI = 150


def picture(result: Result, *, caption: str, width: float = 7.0, height: float = 4.8) -> Figure:
    """Return the result's own plot as a figure of a report."""
    import io

    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure as Canvas

    from recoveryeval.plots.alt_text import get_alt

    canvas = Canvas(figsize=(width, height), layout="constrained")
    FigureCanvasAgg(canvas)
    axes = result.plot(ax=canvas.subplots())
    data = io.BytesIO()
    # Without these the file would name the library's version; no time stamp is written.
    canvas.savefig(data, format="png", dpi=DPI, metadata={"Software": None})
    return Figure(png=data.getvalue(), alt=get_alt(axes), caption=caption)
