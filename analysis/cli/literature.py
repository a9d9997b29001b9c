"""What `neuromets table --literature` says: the cohort beside what the literature prints."""

from typing import TYPE_CHECKING, Any

from analysis.cli import show

if TYPE_CHECKING:
    from analysis.cohort import Cohort


def payload(cohort: "Cohort", lang: str = "en") -> dict[str, Any]:
    """Return each published figure with the cohort's own number, its interval and the verdict."""
    from analysis.papers.literature.compare import compare_with_literature
    from analysis.tables.baseline import to_records

    return {"literature": to_records(compare_with_literature(cohort, lang=lang).astype(object))}


def print_literature(cohort: "Cohort", *, lang: str) -> None:
    """Print the cohort beside the literature."""
    from analysis.papers.literature.compare import compare_with_literature
    from analysis.papers.literature.table import literature_table

    show.print_lines(*show.doubts(cohort))
    show.print_table(literature_table(compare_with_literature(cohort, lang=lang), lang=lang))
