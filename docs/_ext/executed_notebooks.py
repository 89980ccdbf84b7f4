"""Run the notebooks where they live, and hand copies with their outputs to the documentation."""

from __future__ import annotations

from pathlib import Path

import nbformat
from nbclient import NotebookClient

# Run before a notebook's own cells: a figure tells its alternative text in the place of its size.
# The first figure sets up how figures are shown, and would forget what was set before it.
TELL = """
from matplotlib import pyplot as plt

from recoveryeval.plots.alt_text import get_alt

plt.close(plt.figure())

def _told(figure, printer, cycle):
    printer.text(next((alt for alt in map(get_alt, figure.axes) if alt), "A figure."))

get_ipython().display_formatter.formatters["text/plain"].for_type(plt.Figure, _told)
"""


def write(notebooks: Path, folder: Path) -> None:
    """Execute every notebook of one folder into another that is not under version control."""
    folder.mkdir(parents=True, exist_ok=True)
    sources = sorted(notebooks.glob("*.ipynb"))
    (folder / "notebooks.md").write_text(contents([source.stem for source in sources]), "utf-8")
    for source in sources:
        notebook = nbformat.read(source, as_version=4)
        notebook.cells.insert(0, nbformat.v4.new_code_cell(TELL))
        context = {"metadata": {"path": str(notebooks)}}
        NotebookClient(notebook, timeout=300, resources=context).execute()
        del notebook.cells[0]
        leave_out_progress(notebook)
        describe_pictures(notebook)
        nbformat.write(notebook, folder / source.name)


def leave_out_progress(notebook: nbformat.NotebookNode) -> None:
    """Take away what progress bars wrote; a warning would be an error of the run."""
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = [out for out in cell.outputs if out.get("name") != "stderr"]


def describe_pictures(notebook: nbformat.NotebookNode) -> None:
    """Give pictures their alternative texts, and count cells as if there had been none before."""
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.execution_count -= 1
            pictures = [out.data for out in cell.outputs if "image/png" in out.get("data", {})]
            if pictures:
                alt = " ".join(data["text/plain"] for data in pictures)
                cell.metadata["mystnb"] = {"image": {"alt": alt}}


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
