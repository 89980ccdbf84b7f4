"""The noun Report: blocks in their order, and the two ways they are written down."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from recoveryeval.errors import ReleaseError
from recoveryeval.release.profile import Profile, require_releasable
from recoveryeval.release.write import write_bytes
from recoveryeval.reporting.blocks import Block

FORMATS = ("html", "docx")


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Report:
    """A report that is complete and can be written as a web page or a Word document.

    Parameters
    ----------
    title : str
        Title of the report.
    blocks : tuple of Block
        Headings, paragraphs, tables and figures, in order.
    profile : {"internal"}
        Release profile; it stands on every page.
    subtitle : str
        One line below the title.
    """

    title: str
    blocks: tuple[Block, ...]
    profile: Profile = "internal"
    subtitle: str = ""

    def __post_init__(self) -> None:
        """Refuse a profile whose rules do not exist."""
        require_releasable(self.profile)

    def to_bytes(self, kind: str) -> bytes:
        """Return the report as the bytes of an ``html`` or ``docx`` file."""
        if kind == "html":
            from recoveryeval.reporting.writers.as_html import html_bytes

            return html_bytes(self.blocks, title=self.title, subtitle=self.subtitle)
        if kind == "docx":
            from recoveryeval.reporting.writers.as_docx import docx_bytes

            return docx_bytes(self.blocks, title=self.title, subtitle=self.subtitle)
        raise ReleaseError(
            "A report can be written as .html or .docx only",
            code="RE-R12",
            do="Give a path that ends in .html or .docx.",
        )

    def save(self, path: Path | str) -> Path:
        """Write the report and return where it lies.

        Parameters
        ----------
        path : path or str
            Where to write; the ending ``.html`` or ``.docx`` says in which form.

        Returns
        -------
        pathlib.Path
            The file, readable by its owner only.
        """
        target = Path(path)
        data = self.to_bytes(target.suffix.lower().lstrip("."))
        return write_bytes(
            target.absolute(), data, profile=self.profile, root=target.absolute().parent
        )

    def __repr__(self) -> str:
        """Return title and size."""
        return f"<Report: {self.title}; {len(self.blocks)} blocks; {self.profile}>"

    def _repr_html_(self) -> str:
        """Return the page inside a frame that runs nothing, as a notebook shows it."""
        from html import escape

        page = escape(self.to_bytes("html").decode(), quote=True)
        return f'<iframe sandbox width="100%" height="700" title="Report" srcdoc="{page}"></iframe>'
