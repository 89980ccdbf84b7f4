"""Settings of the documentation; ``sphinx-build -W -n docs docs/_build/html`` builds it offline."""

from __future__ import annotations

import importlib.metadata
import sys
from pathlib import Path

import recoveryeval

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE / "_ext"))

import executed_notebooks  # noqa: E402 # found only once its folder is on the path
import reference_pages  # noqa: E402 # found only once its folder is on the path

project = "recoveryeval"
author = "The recoveryeval developers"
project_copyright = "2026, the recoveryeval developers"
version = release = importlib.metadata.version("recoveryeval")

extensions = [
    "myst_nb",
    "numpydoc",
    "sphinx.ext.autodoc",
    "sphinx.ext.autosummary",
    "linked_names",
]
exclude_patterns = ["_build", "_ext", "**/.ipynb_checkpoints"]
templates_path = ["_templates"]

myst_enable_extensions = ["colon_fence", "deflist", "dollarmath"]
myst_heading_anchors = 3
nb_execution_mode = "cache"
nb_execution_excludepatterns = ["tutorials/generated/*"]  # they come with their outputs
nb_execution_raise_on_error = True
nb_execution_timeout = 120
nb_output_stderr = "remove"  # progress bars

autosummary_generate = True
# Program and program() would be one page on a file system that ignores case.
autosummary_filename_map = {
    f"recoveryeval.{name}": f"recoveryeval.{name}-class"
    for name in recoveryeval.__all__
    if name[0].isupper()
}
# Docstrings give types in words; without other projects' indexes (they need the network) types in
# signatures would be links to nowhere.
autodoc_typehints = "none"
numpydoc_show_class_members = False
numpydoc_xref_param_type = False

html_theme = "pydata_sphinx_theme"
html_title = "recoveryeval"
html_static_path = ["_static"]
html_css_files = ["wide.css"]
html_show_sourcelink = False
html_theme_options = {
    "navigation_with_keys": False,
    "show_toc_level": 2,
    "secondary_sidebar_items": ["page-toc"],
    "footer_start": ["copyright"],
    "footer_end": [],
}

executed_notebooks.write(HERE.parent / "notebooks", HERE / "tutorials" / "generated")
# Reference pages are written from the code, so that they cannot fall behind it.
reference_pages.write(HERE / "reference" / "generated")
