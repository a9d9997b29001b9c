"""neuromets paper: a published paper's tables, regenerated and audited."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from analysis.cli import options, show

if TYPE_CHECKING:
    from analysis.papers.regenerate import PaperResult


@click.command("paper")
@click.argument("key", required=False)
@click.option("-o", "--output", type=click.Path(path_type=Path, file_okay=False), help="Folder to write to.")
@click.option("--list", "listing", is_flag=True, help="Name the papers that are known.")
@options.json_option
def command(key: str | None, output: Path | None, listing: bool, as_json: bool) -> None:
    """Regenerate the tables of the paper KEY from its CSV and audit every printed number."""
    from analysis.papers import PAPERS

    if listing:
        show.print_lines(*(f"{paper.key}: {paper.citation}" for paper in PAPERS.values()))
        return
    if key is None:
        raise click.UsageError("name a paper; `neuromets paper --list` shows those that are known")
    if output is None and not as_json:
        raise click.UsageError("say where the report goes, with -o FOLDER, or ask for --json")
    result = _regenerate(key)
    if output is not None:
        _write(result, output)
    if as_json:
        from analysis.papers.audit import to_records

        show.print_json({"cells": to_records(result.cells)})
    else:
        show.print_lines(_summary(result), f"written to {output}")


def _regenerate(key: str) -> "PaperResult":
    from analysis.dictionary import load_dictionary
    from analysis.loaders.read import read
    from analysis.papers import get_paper
    from analysis.papers.regenerate import regenerate

    paper = get_paper(key)
    return regenerate(paper, read(paper.path, dictionary=load_dictionary()))


def _write(result: "PaperResult", output: Path) -> None:
    from analysis.report.paper import paper_document
    from analysis.report.render import render_all
    from analysis.report.write import write_files

    write_files(output, render_all(paper_document(result)))


def _summary(result: "PaperResult") -> str:
    from collections import Counter

    verdicts = Counter(cell.verdict for cell in result.cells)
    counted = ", ".join(f"{n} {verdict}" for verdict, n in verdicts.most_common())
    return f"{result.paper.key}: {len(result.cells)} entries as printed: {counted}"
