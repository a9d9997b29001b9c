"""neuromets report: the whole publishable report of a cohort."""

from pathlib import Path
from typing import Any

import click

from analysis.cli import options
from analysis.errors import DataError


@click.command("report")
@options.file_argument
@options.reading_options
@options.outcome_options
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    help="The folder to write to.",
)
@click.option("--by", metavar="V", help="The variable that makes the groups.")
@click.option("--adjust", multiple=True, metavar="V", help="A covariate of the Cox models (repeatable).")
@click.option("--at", metavar="T,T,…", help="Times at which survival is given; without it 3 to 24 months.")
@click.option("--rule", type=click.Choice(["r", "spss", "stata", "sas"]), default="r", show_default=True)
@click.option(
    "--conf-type",
    type=click.Choice(["log-log", "log", "plain", "logit", "arcsin", "spss"]),
    help="The interval; without it log-log, and spss for the rule spss.",
)
@click.option(
    "--format",
    "formats",
    metavar="F,F,…",
    help="Of html, docx, pdf, tex, md, csv; without it html, docx, md and csv.",
)
@click.option(
    "--suppress-below",
    type=click.IntRange(min=0),
    default=0,
    metavar="N",
    help="Withhold counts below N, and what would give them back.",
)
@click.option("--round-times", is_flag=True, help="Round every follow-up to whole months.")
@options.lang_option
def command(
    file: Path,
    output: Path,
    by: str | None,
    adjust: tuple[str, ...],
    at: str | None,
    rule: str,
    conf_type: str | None,
    formats: str | None,
    suppress_below: int,
    round_times: bool,
    lang: str,
    **reading: Any,
) -> None:
    """Write the whole report of the patients of FILE into a folder."""
    from analysis.report.cohort.document import cohort_document
    from analysis.report.cohort.setting import Asked
    from analysis.report.render import USUAL_FORMATS, render_all
    from analysis.report.write import write_files

    wanted = _formats(formats) or USUAL_FORMATS
    _progress(f"reading {file.name}")
    cohort = options.read_cohort(file, **reading)
    asked = Asked(
        by=by,
        adjust=adjust,
        at=options.parse_times(at, "--at"),
        rule=rule,
        conf_type=conf_type or ("spss" if rule == "spss" else "log-log"),
        outcome={name: reading[name] for name in ("time", "event", "origin", "unit")},
        suppress_below=suppress_below,
        whole_months=round_times,
    )
    chosen = _chosen(asked, lang, reading)
    document = cohort_document(cohort, asked, lang=lang, options=chosen, progress=_progress)
    _progress(f"writing {', '.join(wanted)}")
    write_files(output, render_all(document, wanted))
    click.echo(str(output))


def _formats(text: str | None) -> tuple[str, ...]:
    from analysis.report.render import FORMATS

    named = tuple(dict.fromkeys(part.strip().lower() for part in (text or "").split(",") if part.strip()))
    if unknown := [name for name in named if name not in FORMATS]:
        raise DataError(f"--format {unknown[0]!r} is not known: name some of {', '.join(FORMATS)}.")
    return named


def _chosen(asked: Any, lang: str, reading: dict[str, Any]) -> dict[str, Any]:
    """Return every choice that shaped the report, for its provenance."""
    own = {
        "by": asked.by,
        "adjust": asked.adjust or None,
        "at": asked.at or None,
        "rule": asked.rule,
        "interval": asked.conf_type,
        "suppress below": asked.suppress_below or None,
        "times in whole months": asked.whole_months or None,
        "lang": lang,
    }
    return own | {name: value for name, value in reading.items() if value}


def _progress(step: str) -> None:
    click.echo(f"… {step}", err=True)
