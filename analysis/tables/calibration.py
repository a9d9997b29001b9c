"""The judgement of a score laid out as printed tables in a language."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pandas as pd

from analysis.calibration.judgement import Judgement
from analysis.dictionary import load_dictionary
from analysis.scores import scores
from analysis.tables.calibration_cells import (
    DIGITS,
    METRIC_HEADER,
    known_word,
    metric_cells,
    time_cell,
    with_interval,
    with_notes,
)
from analysis.tables.columns import ALL
from analysis.tables.format import NO_NUMBER, STYLES, Style, bracketed, number, observed, p_value
from analysis.tables.printed import PrintedRow, PrintedTable, lines_of
from analysis.tables.score_labels import band_label
from analysis.tables.survival import landmark_table, median_table
from analysis.tables.words import word, words

Naming = Callable[[str], str]

_NULL_OF = {"brier_null": "brier", "integrated_brier_null": "integrated_brier"}
"""The metric beside which one of the cohort's own survival is printed."""


def judgement_tables(
    judged: Judgement, *, conf_type: str, rule: str, lang: str = "en"
) -> Iterator[PrintedTable]:
    """Lay out a judgement: risks, windows, metrics, slope, the cohort's own survival, what others found.

    lang: "en", "tr" or "zh". A part that does not apply is left out; what is missing is named in the notes.
    """
    names = _names(judged.name if judged.score else "", STYLES[lang])
    named: dict[str, Any] = {"unit": judged.unit, "lang": lang}
    if len(judged.bands):
        yield bands_table(judged.bands, conf_type=conf_type, names=names, **named)
    if len(judged.agreement):
        yield agreement_table(judged.agreement, lang=lang)
    yield metrics_table(judged.metrics, method=judged.method, **named)
    if len(judged.slope) and judged.slope["estimate"].notna().any():
        yield slope_table(judged.slope, **named)
    if judged.score:
        own = judged.score.recalibrated
        named |= {"conf_type": conf_type, "names": names}
        yield median_table(own.medians.rename(columns={"band": "group"}), rule=rule, **named)
        yield landmark_table(own.survival.rename(columns={"band": "group"}), **named)
        if len(judged.score.published):
            yield published_table(judged.score.published, names=names, lang=lang)


def bands_table(
    bands: pd.DataFrame, *, unit: str, conf_type: str, names: Naming = str, lang: str = "en"
) -> PrintedTable:
    """Lay out predicted and observed risks: the frame of `ObservedExpected`, a heading a horizon.

    names: what bands are called.
    """
    style = STYLES[lang]
    rows = []
    for horizon, part in bands.groupby("horizon", sort=False):
        heading = f"{word('horizon', lang)}: {time_cell(horizon, style)} {word(unit, lang)}"
        rows.append(PrintedRow((heading, *[""] * 5), heading=True))
        rows += [PrintedRow(_band_cells(line, names, style), indent=1) for line in lines_of(part)]
    header = ("band", "n", "events", "predicted", "observed_risk", "observed_expected")
    note = word("note_bands", lang).format(unit=word(unit, lang), conf_type=conf_type)
    # What a row shows itself, nothing predicted, a risk of 0 or few events, the table's note says once
    said = bands[((bands["predicted"] > 0) & bands["oe_conf_low"].isna()) | bands["observed"].isna()]
    notes = with_notes(note, said["note"], style)
    return PrintedTable("bands", word("bands_caption", lang), words(header, lang), tuple(rows), notes)


def _band_cells(line: Mapping[str, Any], names: Naming, style: Style) -> tuple[str, ...]:
    return (
        _all(line["band"], names, style),
        str(line["n"]),
        str(line["events"]),
        number(line["predicted"], DIGITS, style),
        with_interval(line, ("observed", "conf_low", "conf_high"), style),
        with_interval(line, ("oe", "oe_conf_low", "oe_conf_high"), style),
    )


def agreement_table(agreement: pd.DataFrame, *, lang: str = "en") -> PrintedTable:
    """Lay out the agreement with predicted windows: the frame of `WindowAgreement`, a heading a reading."""
    style = STYLES[lang]
    rows = []
    for reading, part in agreement.groupby("reading", sort=False):
        rows.append(PrintedRow((str(reading), *[""] * 4), heading=True))
        names = _names(str(reading), style)
        for line in lines_of(part):
            naive = bracketed(number(line["naive"], DIGITS, style), f"n = {line['naive_n']}", style)
            found = with_interval(line, ("estimate", "conf_low", "conf_high"), style)
            cells = (_all(line["band"], names, style), _window(line), str(line["n"]), found, naive)
            rows.append(PrintedRow(cells, indent=1))
    header = words(("band", "window", "n", "agreement_km", "agreement_naive"), lang)
    note = with_notes(word("note_agreement", lang), agreement["note"], style)
    return PrintedTable("agreement", word("agreement_caption", lang), header, tuple(rows), note)


def _window(line: Mapping[str, Any]) -> str:
    if not line["window_ends"]:
        return ""
    low, high = (f"{line[end]:g}" if pd.notna(line[end]) else "∞" for end in ("window_low", "window_high"))
    return f"{line['window_ends'][0]}{low}, {high}{line['window_ends'][1]}"


def metrics_table(metrics: pd.DataFrame, *, unit: str, method: str, lang: str = "en") -> PrintedTable:
    """Lay out metrics: the frame of `Metrics`.

    A metric that is missing at every horizon has no row, and the note says why; nor has the null score
    without a score beside it.
    """
    style = STYLES[lang]
    given = set(metrics.loc[metrics["estimate"].notna(), "metric"])
    shown = metrics[[_NULL_OF.get(metric, metric) in given for metric in metrics["metric"]]]
    rows = [PrintedRow(metric_cells(line, style)) for line in lines_of(shown)]
    note = word("note_metrics", lang).format(unit=word(unit, lang), method=method_in(method, lang))
    notes = with_notes(note, metrics["note"], style)
    return PrintedTable(
        "metrics", word("metrics_caption", lang), words(METRIC_HEADER, lang), tuple(rows), notes
    )


def method_in(method: str, lang: str) -> str:
    """Return how intervals were made, in a language.

    >>> method_in("bootstrap, 2000 runs, seed 1", "tr")
    'bootstrap (2000 tekrar, tohum 1)'
    """
    numbers = re.findall("[0-9]+", method)
    return word("by_bootstrap", lang).format(*numbers) if len(numbers) == 2 else known_word(method, lang)


def slope_table(slope: pd.DataFrame, *, unit: str, lang: str = "en") -> PrintedTable:
    """Lay out calibration-in-the-large and slope where there are any: the frame of `CalibrationSlope`."""
    style = STYLES[lang]
    given = slope[slope["estimate"].notna()]
    rows = [
        PrintedRow((*metric_cells(line, style), p_value(line["p_value"], style))) for line in lines_of(given)
    ]
    note = with_notes(word("note_slope", lang).format(unit=word(unit, lang)), slope["note"], style)
    header = words((*METRIC_HEADER, "p"), lang)
    return PrintedTable("calibration_slope", word("slope_caption", lang), header, tuple(rows), note)


def published_table(published: pd.DataFrame, *, names: Naming = str, lang: str = "en") -> PrintedTable:
    """Lay out what others found beside the cohort's own: the frame of `beside_published`."""
    style = STYLES[lang]
    rows = []
    for line in lines_of(published):
        own = with_interval(line, ("estimate", "conf_low", "conf_high"), style)
        within = NO_NUMBER if line["within"] is None else word("yes" if line["within"] else "no", lang)
        tones = {5: "good" if line["within"] else "caution"} if line["within"] is not None else {}
        of = known_word(line["kind"], lang) + (f" {line['months']:g}" if pd.notna(line["months"]) else "")
        said = observed([line["published"]], DIGITS, style)[0]
        cells = (of, _all(line["band"], names, style), line["reading"], said, own, within, line["source"])
        rows.append(PrintedRow(cells, tones=tones))
    header = ("found_of", "band", "reading", "published", "this_cohort", "within_interval", "source")
    note, caption = word("note_published", lang), word("published_caption", lang)
    return PrintedTable("published", caption, words(header, lang), tuple(rows), note)


def _names(key: str, style: Style) -> Naming:
    """Return what the bands of a published score are called; any other name stays as it is."""
    bands = scores()[key].bands if key in scores() else ()
    labels = {band.name: band_label(scores()[key], band, load_dictionary(), style) for band in bands}
    return lambda band: labels.get(band, band)


def _all(band: str, names: Naming, style: Style) -> str:
    return word("all", style.lang) if band == ALL else names(band)
