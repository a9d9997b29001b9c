"""The report of scores: a table and a picture of each, and the vertebral map of the cohort."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import narwhals as nw

from analysis.cohort import Cohort
from analysis.figures.score_distribution import draw_score_distribution
from analysis.figures.style import figure_files
from analysis.figures.vertebral_map import draw_vertebral_map
from analysis.report.document import Block, Document, FigureBlock, Heading, Paragraph, TableBlock
from analysis.report.provenance import trace
from analysis.scores.definition import Score
from analysis.tables.score_distribution import Distribution, distributions
from analysis.tables.score_labels import of_whom
from analysis.tables.score_tables import distribution_table
from analysis.tables.vertebrae import VertebralCounts, vertebrae_table, vertebral_counts
from analysis.tables.words import word

NOTE_COLUMN = "cohort_note"
NOT_REAL = ("synthetic", "reconstructed")
"""Words by which a cohort of patients who do not exist calls itself, in its name and its first column."""


@dataclass(frozen=True)
class _Writing:
    """What every block needs: the cohort, the language, what no reader may miss, and the headings' level."""

    cohort: Cohort
    lang: str
    notice: str
    level: int


def scores_document(
    scores: Sequence[Score], cohort: Cohort, *, lang: str = "en", options: Mapping[str, object] | None = None
) -> Document:
    """Return the report of the scores of a cohort, as `evaluate_with_lesions` returns it.

    Each score has a table and a picture of its distribution over patients and, where lesions were scored,
    over lesions; then comes the vertebral map. options: what was chosen, for the
    provenance. Where the cohort says that its patients are not real, every page says so.
    """
    notices = not_real(cohort, lang=lang)
    purpose = Paragraph(word("scores_purpose", lang))
    return Document(
        title=word("scores_title", lang).format(file=cohort.source.name),
        lang=lang,
        blocks=(purpose, *score_blocks(scores, cohort, lang=lang, notice=" ".join(notices))),
        provenance=trace([cohort.source], dictionary=cohort.dictionary, options=options or {}),
        notices=notices,
    )


def score_blocks(
    scores: Sequence[Score], cohort: Cohort, *, lang: str, notice: str, level: int = 1
) -> Iterator[Block]:
    """Yield the table and the picture of each score under a heading of a level, then the vertebral map."""
    writing = _Writing(cohort, lang, notice, level)
    for found in _grouped(distributions(scores, cohort)):
        yield from _score(found, writing)
    yield from _vertebrae(writing)


def not_real(cohort: Cohort, *, lang: str = "en") -> tuple[str, ...]:
    """Return the notice that a cohort's patients are not real, none where nothing says so.

    What its first column says of the patients is quoted; without that column its file's name tells.
    """
    notes: list[str] = []
    if NOTE_COLUMN in nw.from_native(cohort.frame).collect_schema():
        column = nw.from_native(cohort.frame).lazy().select(nw.col(NOTE_COLUMN).cast(nw.String)).unique()
        notes = sorted(note for note in column.collect().get_column(NOTE_COLUMN).to_list() if _says_so(note))
    named = [name for name in NOT_REAL if name in cohort.source.name.lower()]
    return tuple(word("not_real", lang).format(note=note) for note in notes or named)


def _says_so(note: object) -> bool:
    return isinstance(note, str) and any(name in note.lower() for name in NOT_REAL)


def _grouped(found: Iterable[Distribution]) -> Iterator[list[Distribution]]:
    """Yield the distributions of each score together."""
    by_score: dict[str, list[Distribution]] = {}
    for one in found:
        by_score.setdefault(one.score.key, []).append(one)
    yield from by_score.values()


def _score(found: Sequence[Distribution], writing: _Writing) -> Iterator[Block]:
    yield Heading(writing.level, found[0].score.title)
    for one in found:
        table = distribution_table(one, writing.cohort.dictionary, lang=writing.lang)
        yield TableBlock(table)
        yield _picture(one, table.caption, writing)


def _picture(found: Distribution, caption: str, writing: _Writing) -> FigureBlock:
    key = f"{found.score.key}_{found.of}_picture"
    figure = draw_score_distribution(
        found, writing.cohort.dictionary, lang=writing.lang, notice=writing.notice
    )
    alt = word("figure_alt", writing.lang).format(
        of=of_whom(found.of, writing.lang), n=found.n, unknown=found.n - found.banded
    )
    return FigureBlock(key, caption, alt, figure_files(figure, key))


def _vertebrae(writing: _Writing) -> Iterator[Block]:
    yield Heading(writing.level, writing.cohort.dictionary["vertebral_levels"].label(writing.lang))
    counts = [*vertebral_counts(writing.cohort)]
    if not counts:
        yield Paragraph(word("no_levels", writing.lang))
    for found in counts:
        table = vertebrae_table(found, writing.cohort.dictionary, lang=writing.lang)
        yield TableBlock(table)
        yield _map(found, table.caption, writing)


def _map(found: VertebralCounts, caption: str, writing: _Writing) -> FigureBlock:
    key = f"vertebral_map_{found.of}"
    figure = draw_vertebral_map(found, writing.cohort.dictionary, lang=writing.lang, notice=writing.notice)
    alt = word("map_alt", writing.lang).format(of=of_whom(found.of, writing.lang))
    return FigureBlock(key, caption, alt, figure_files(figure, key))
