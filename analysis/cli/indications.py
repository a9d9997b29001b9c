"""What `neuromets table --indications` says: stated indications, what decided them, what was given."""

from typing import TYPE_CHECKING, Any

from analysis.cli import show

if TYPE_CHECKING:
    from analysis.cohort import Cohort

_LISTS = {"deciding": "|", "not_recorded": "|", "notes": "; "}
"""Columns of results that list several things → what divides them."""


def payload(cohort: "Cohort", lang: str = "en") -> dict[str, Any]:
    """Return indications by rule, what decided them, the verdicts of each patient, and the agreement."""
    from analysis.calibration.adherence import adherence
    from analysis.indications.evaluate import find_indications
    from analysis.tables.baseline import to_records
    from analysis.tables.indication_words import phrase
    from analysis.tables.indications import deciding, summary

    findings = find_indications(cohort)
    notes = [phrase("purpose", lang)]
    if not findings.rules:
        notes.append(phrase("nothing", lang, name=cohort.source.name))
    return {
        "indications": summary(findings).to_dict("records"),
        "deciding": to_records(deciding(findings)),
        "verdicts": [
            {name: _plain(name, value) for name, value in record.items()}
            for record in to_records(findings.frame.astype(object))
        ],
        "agreement": to_records(adherence(findings).frame),
        "notes": notes,
    }


def _plain(name: str, value: Any) -> Any:
    if name in _LISTS:
        return value.split(_LISTS[name]) if value else []
    return value


def print_indications(cohort: "Cohort", *, lang: str) -> None:
    """Print the tables of indications, or that none applies, and before them what they are not for."""
    from analysis.calibration.adherence import adherence
    from analysis.indications.evaluate import find_indications
    from analysis.tables.indication_words import phrase
    from analysis.tables.indications import indication_tables

    show.print_lines(phrase("purpose", lang), *show.doubts(cohort))
    findings = find_indications(cohort)
    if not findings.rules:
        show.print_lines(phrase("nothing", lang, name=cohort.source.name))
        return
    for table in indication_tables(findings, adherence(findings), lang=lang):
        show.print_table(table)
