"""What a notebook shows below a cell: printed tables as Markdown, figures as SVG."""

from importlib import import_module
from typing import TYPE_CHECKING, Union

from analysis.report.markdown import escape, pipe_table
from analysis.tables.printed import PrintedTable

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def show(*items: Union[PrintedTable, "Figure"]) -> None:
    """Display tables and figures in a notebook, in the order given.

    Text of a user is shown as text: it can't become a link, a formula or a tag.
    """
    display = import_module("IPython.display").display
    for item in items:
        display(_shown(item), raw=True)


def _shown(item: Union[PrintedTable, "Figure"]) -> dict[str, str]:
    """Return what to display by media type; a plain console gets the caption."""
    if isinstance(item, PrintedTable):
        return {
            "text/markdown": f"**{escape(item.caption)}**\n\n{pipe_table(item)}",
            "text/plain": item.caption,
        }
    from analysis.figures.style import figure_files

    image = figure_files(item, "figure", ["svg"])["figure.svg"].decode("utf-8")
    return {"image/svg+xml": image[image.index("<svg") :], "text/plain": "figure"}
