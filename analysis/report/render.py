"""All the files of a report, from its document."""

from collections.abc import Iterable
from importlib import import_module

from analysis.errors import DataError
from analysis.report.document import Document, FigureBlock
from analysis.report.provenance import to_json

FORMATS = ("html", "docx", "pdf", "tex", "md", "csv")
USUAL_FORMATS = ("html", "docx", "md", "csv")
"""Those that need nothing beyond what the package installs with itself, and no further program to read."""

_RENDERERS = {"html": "html", "docx": "docx", "pdf": "pdf", "tex": "latex", "md": "markdown"}


def render_all(document: Document, formats: Iterable[str] = USUAL_FORMATS) -> dict[str, bytes]:
    """Return the files of a report by name: a report in each format asked, figures and provenance.

    The report is `report.html`, `report.docx`, `report.pdf`, `report.tex` or `report.md`; format csv
    gives one file per table. The images of the figures and `provenance.json` are always among them.
    Raise DataError for a format that is not one of FORMATS, and for pdf where Typst is not installed.
    """
    files: dict[str, bytes] = {}
    for name in formats:
        if name not in FORMATS:
            raise DataError(f"The format {name!r} is not known: ask for one or more of {', '.join(FORMATS)}.")
        files |= _render(document, name)
    for block in document.blocks:
        if isinstance(block, FigureBlock):
            files |= block.files
    return files | {"provenance.json": to_json(document.provenance)}


def _render(document: Document, name: str) -> dict[str, bytes]:
    """Each renderer is imported only when it is asked for: templates and Word cost time to load."""
    if name == "csv":
        from analysis.report import tabular

        return tabular.render(document)
    renderer = import_module(f"analysis.report.{_RENDERERS[name]}")
    return {f"report.{name}": renderer.render(document)}
