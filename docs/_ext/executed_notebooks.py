"""Run the notebooks where they live, and hand copies with their outputs to the documentation."""

from __future__ import annotations

from pathlib import Path

import nbformat
from nbclient import NotebookClient


def write(notebooks: Path, folder: Path) -> None:
    """Execute every notebook of one folder into another that is not under version control."""
    folder.mkdir(parents=True, exist_ok=True)
    for source in sorted(notebooks.glob("*.ipynb")):
        notebook = nbformat.read(source, as_version=4)
        context = {"metadata": {"path": str(notebooks)}}
        NotebookClient(notebook, timeout=300, resources=context).execute()
        nbformat.write(notebook, folder / source.name)
