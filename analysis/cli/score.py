"""neuromets score: points, totals and bands of every patient, or of one."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from analysis.cli import options, show
from analysis.errors import DataError

if TYPE_CHECKING:
    import pandas as pd

    from analysis.cohort import Cohort
    from analysis.scores.definition import Score

MOST_PATIENTS = 50
"""How many patients are listed in the terminal, one a line."""


@click.command("score")
@click.argument("words", nargs=-1, metavar="FILE | VARIABLE=VALUE…")
@options.reading_options
@click.option("-s", "--score", "keys", multiple=True, metavar="KEY", help="Only this score (repeatable).")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="Write a .csv or .xlsx file, or a folder of tables, pictures and a document.",
)
@click.option("--list", "as_list", is_flag=True, help="Say which scores there are, and which are withheld.")
@click.option("--conflicts", is_flag=True, help="With --list: where the source and its reprints differ.")
@click.option("--patient", is_flag=True, help="Score one patient, given as kps=80 primary_site=lung_nsclc ….")
@options.lang_option
@options.json_option
def command(
    words: tuple[str, ...],
    keys: tuple[str, ...],
    output: Path | None,
    as_list: bool,
    conflicts: bool,
    patient: bool,
    lang: str,
    as_json: bool,
    **reading: Any,
) -> None:
    """Give points, total and band of every patient of FILE.

    For retrospective description, not for deciding treatment.
    """
    if as_list or conflicts:
        from analysis.cli.score_list import print_list

        print_list(keys, conflicts=conflicts, as_json=as_json)
        return
    if patient:
        cohort = _patient(words, reading)
    elif len(words) == 1:
        cohort = options.read_cohort(Path(words[0]), **reading)
    else:
        raise click.UsageError("Give one FILE, or --patient with VARIABLE=VALUE…, or --list.")
    wanted = _wanted(keys, cohort)
    scored = _scored(wanted, cohort)
    if output:
        from analysis.cli.score_file import write_scores

        chosen = {
            "scores": tuple(score.key for score in wanted),
            "lang": lang,
            **{name: value for name, value in reading.items() if value},
        }
        written = ", ".join(str(path) for path in write_scores(wanted, scored, output, lang, chosen))
        click.echo(f"{written}: {len(scored.kept())} patients, {len(wanted)} scores", err=as_json)
    if as_json:
        show.print_json(payload(wanted, scored))
    elif patient:
        _print_patient(wanted, scored, lang)
    elif not output:
        _print_cohort(wanted, scored, lang)


def payload(scores: "tuple[Score, ...]", cohort: "Cohort") -> dict[str, Any]:
    """Return the results of patients, and of lesions where there are any, as the JSON of the contract."""
    entries = [*_entries(scores, cohort.kept(), lesions=False)]
    if cohort.lesions is not None:
        of_lesions = tuple(score for score in scores if score.column("total") in cohort.lesions)
        entries += _entries(of_lesions, cohort.lesions, lesions=True)
    return {"scores": entries}


def _entries(
    scores: "tuple[Score, ...]", frame: "pd.DataFrame", *, lesions: bool
) -> Iterator[dict[str, Any]]:
    from analysis.cohort import row_names

    patients = row_names(frame, "patient_id")
    names = row_names(frame, "lesion_id") if lesions else [None] * len(frame)
    for score in scores:
        columns = {what: frame[score.column(what)].tolist() for what in _RESULTS}
        for place, (patient, lesion) in enumerate(zip(patients, names, strict=True)):
            row = {what: values[place] for what, values in columns.items()}
            yield {
                "patient": patient,
                "lesion": lesion,
                "score": score.key,
                "total": row["low"] if row["low"] == row["high"] else None,
                "low": row["low"],
                "high": row["high"],
                "band": row["band"],
                "missing": row["missing"].split("|") if row["missing"] else [],
                "notes": row["notes"].split("; ") if row["notes"] else [],
            }


_RESULTS = ("low", "high", "band", "missing", "notes")


def _wanted(keys: tuple[str, ...], cohort: "Cohort") -> "tuple[Score, ...]":
    """Return the scores asked for, or those on by default of which the data hold anything."""
    from analysis.scores import default_scores, score_of
    from analysis.scores.core import reads

    if keys:
        return tuple(score_of(key) for key in dict.fromkeys(keys))
    tables = [frame for frame in (cohort.frame, cohort.lesions) if frame is not None]
    found = tuple(score for score in default_scores() if any(reads(score, frame) for frame in tables))
    if not found:
        raise DataError(
            f"{cohort.source.name} holds no item of any score: see its columns with neuromets check, and "
            'name them with --map "heading=variable".'
        )
    return found


def _scored(scores: "tuple[Score, ...]", cohort: "Cohort") -> "Cohort":
    from analysis.scores.lesions import evaluate_with_lesions

    return evaluate_with_lesions(scores, cohort)


def _patient(words: tuple[str, ...], reading: dict[str, Any]) -> "Cohort":
    """Return a cohort of the one patient that VARIABLE=VALUE words describe, read as a file's cells are."""
    import numpy as np

    from analysis.cohort import Cohort, Source
    from analysis.dictionary import load_dictionary
    from analysis.loaders.table import RawTable
    from analysis.loaders.typed import type_table

    dictionary = load_dictionary(reading["more"]) if reading["more"] else load_dictionary()
    pairs = [word.partition("=")[::2] for word in words]
    for name, value in pairs:
        if not value or dictionary.match_heading(name) is None:
            raise DataError(
                f"--patient can't read {name!r}: write VARIABLE=VALUE, as in kps=80, with variables of "
                "neuromets dictionary."
            )
    if not pairs:
        raise click.UsageError("--patient needs VARIABLE=VALUE words.")
    raw = RawTable(
        sheet="patient",
        headings=tuple(name for name, _ in pairs),
        columns=tuple(np.array([value], dtype=object) for _, value in pairs),
        rows=np.array([1]),
        letters=tuple(name for name, _ in pairs),
    )
    typed = type_table(raw, dictionary, mapping={}, date_order=reading["date_order"])
    for problem in typed.problems.listed:
        click.echo(f"{problem.variable or problem.cell}: {problem.message}", err=True)
    source = Source("The patient", "", "patient", rows=1)
    return Cohort(typed.records.frame, typed.records.dictionary, source, typed.problems)


def _print_patient(scores: "tuple[Score, ...]", cohort: "Cohort", lang: str) -> None:
    from analysis.tables.score_tables import patient_table

    row = cohort.kept().to_dict("records")[0]
    for score in scores:
        show.print_table(patient_table(score, row, cohort.dictionary, lang=lang))


def _print_cohort(scores: "tuple[Score, ...]", cohort: "Cohort", lang: str) -> None:
    """Print the patients where a person can read them all, then how each score is distributed."""
    from analysis.cohort import row_names
    from analysis.tables.score_distribution import distributions
    from analysis.tables.score_tables import cohort_table, distribution_table

    kept = cohort.kept()
    show.print_lines(*show.doubts(cohort))
    if len(kept) <= MOST_PATIENTS:
        names, rows = row_names(kept, "patient_id").tolist(), kept.to_dict("records")
        for score in scores:
            show.print_table(cohort_table(score, rows, names, cohort.dictionary, lang=lang))
    for found in distributions(scores, cohort):
        show.print_table(distribution_table(found, cohort.dictionary, lang=lang))
    if len(kept) > MOST_PATIENTS:
        show.print_lines(f"{len(kept)} patients: -o FILE.csv writes a line for each, -o FOLDER pictures too")
