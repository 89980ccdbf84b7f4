"""Run the notebooks where they live, and hand copies with their outputs to the documentation."""

from __future__ import annotations

from pathlib import Path

import nbformat
from nbclient import NotebookClient


def write(notebooks: Path, folder: Path) -> None:
    """Execute every notebook of one folder into another that is not under version control."""
    folder.mkdir(parents=True, exist_ok=True)
    sources = sorted(notebooks.glob("*.ipynb"))
    (folder / "notebooks.md").write_text(contents([source.stem for source in sources]), "utf-8")
    for source in sources:
        notebook = nbformat.read(source, as_version=4)
        context = {"metadata": {"path": str(notebooks)}}
        NotebookClient(notebook, timeout=300, resources=context).execute()
        leave_out_progress(notebook)
        nbformat.write(notebook, folder / source.name)


def leave_out_progress(notebook: nbformat.NotebookNode) -> None:
    """Take away what progress bars wrote; a warning would be an error of the run."""
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = [out for out in cell.outputs if out.get("name") != "stderr"]


def contents(names: list[str]) -> str:
    """Write the page that lists them."""
    lines = [
        "# Notebooks",
        "",
        "The notebooks of the folder `notebooks/`, run when this was built.",
    ]
    if names:
        lines += ["", "```{toctree}", *names, "```"]
    return "\n".join([*lines, ""])
