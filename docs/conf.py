"""How ``make docs`` builds the site: everything from this tree, nothing from elsewhere."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from tools.site_pages import bring_notebooks, filled  # noqa: E402
from veo_widgets import __version__  # noqa: E402

if TYPE_CHECKING:
    from sphinx.application import Sphinx

for name in list(os.environ):
    if name.startswith(("SEGMIND", "VEO_WIDGETS")):
        del os.environ[name]
# no notebook of the site ever sees a key
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"
os.environ["VEO_WIDGETS_HOME"] = tempfile.mkdtemp(prefix="site-home-")
os.environ["VEO_WIDGETS_LOCAL"] = '{"draft": true}'

project = "veo_widgets"
author = "the authors of veo_widgets"
copyright = "the authors of veo_widgets, Apache-2.0"  # noqa: A001
release = version = __version__
extensions = [
    "myst_nb",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinx_copybutton",
    "sphinx_design",
]
exclude_patterns = ["_build", "jupyter_execute", "**/.ipynb_checkpoints"]
nitpicky = True
# of annotations only what this site documents is a link
nitpick_ignore_regex = [("py:(class|obj|data|meth|attr|exc)", r"(?!veo_widgets\.[A-Za-z_]+$).*")]

html_theme = "furo"
html_title = "veo_widgets"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_favicon = "_static/icon.svg"
html_copy_source = False
html_show_sphinx = False
html_theme_options = {
    "light_css_variables": {
        "color-brand-primary": "#0f6b5c",
        "color-brand-content": "#0f6b5c",
        "color-brand-visited": "#0f6b5c",
    },
    "dark_css_variables": {
        "color-brand-primary": "#5fd0b8",
        "color-brand-content": "#5fd0b8",
        "color-brand-visited": "#5fd0b8",
    },
}
copybutton_exclude = ".linenos, .gp, .go"

myst_enable_extensions = ["attrs_block", "colon_fence"]
myst_heading_anchors = 3
myst_links_external_new_tab = False
nb_execution_mode = "force"
# the others make sixteen clips and are run by the suite; here their code is shown
nb_execution_excludepatterns = ["notebooks/[!q]*"]
nb_execution_in_temp = True
nb_execution_raise_on_error = True
nb_execution_timeout = 120
nb_execution_show_tb = True
# a page has no kernel: what the cells left as stills is shown, and no script of widgets is asked for
nb_ipywidgets_js: dict[str, dict[str, str]] = {}
nb_mime_priority_overrides = [("html", "application/vnd.jupyter.widget-view+json", None)]

autodoc_typehints = "signature"
autodoc_member_order = "bysource"
autodoc_default_options = {
    "members": True,
    "exclude-members": "module, still, heard_blind, handlers, close, line, judged",
}
autodoc_class_signature = "mixed"
python_use_unqualified_type_names = True
python_maximum_signature_line_length = 80
add_module_names = False
napoleon_numpy_docstring = False
napoleon_use_ivar = True


def setup(app: Sphinx) -> None:
    """Fill the pages that show data, and bring the notebooks."""
    bring_notebooks(HERE / "notebooks")
    app.connect("source-read", fill)


def fill(_: Sphinx, docname: str, source: list[str]) -> None:
    """Fill one page in."""
    source[0] = filled(docname, source[0])
