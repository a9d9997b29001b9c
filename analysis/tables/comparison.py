"""Comparisons of groups and Cox models laid out as printed tables in a language."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis.survival.cox import CoxModel
from analysis.survival.differences import LandmarkDifferences, MeanContrasts
from analysis.survival.pairwise import PairwiseTests
from analysis.survival.proportional_hazards import ProportionalHazards
from analysis.tables.format import STYLES, Style, interval, number, observed, p_value
from analysis.tables.printed import PrintedRow, PrintedTable, lines_of
from analysis.tables.survival import SHARE_DIGITS, TIME_DIGITS, Naming
from analysis.tables.words import word, words

_RATIO_DIGITS = 2


def pairs_table(pairs: PairwiseTests, *, lang: str = "en", names: Naming = str) -> PrintedTable:
    """Lay out the tests of pairs of groups, with p-values as they are and adjusted."""
    style = STYLES[lang]
    rows = [
        PrintedRow(
            (
                f"{names(line['group_1'])} – {names(line['group_2'])}",
                number(line["statistic"], SHARE_DIGITS, style),
                *(p_value(line[name], style) for name in ("p_value", "p_holm", "p_bh")),
            )
        )
        for line in lines_of(pairs.frame)
    ]
    header = words(("pair", "chi_squared", "p", "p_holm", "p_bh"), lang)
    note = " ".join(text for text in (pairs.not_given, *pairs.frame["not_tested"]) if text)
    return PrintedTable("pairs", word("pairs_caption", lang), header, tuple(rows), note)


def contrasts_table(
    means: MeanContrasts, differences: LandmarkDifferences | None, *, lang: str = "en", names: Naming = str
) -> PrintedTable:
    """Lay out differences and ratios of restricted means, and differences of survival at given times."""
    style = STYLES[lang]
    rows = [
        _contrast(line, f"rmst {line['contrast']}", line["tau"], style, names)
        for line in lines_of(means.frame)
    ]
    if differences:
        rows += [
            _contrast(line, "survival difference", line["time"], style, names)
            for line in lines_of(differences.frame)
        ]
    notes = [means.not_given, *means.frame["note"], *(differences.frame["note"] if differences else [])]
    note = " ".join(dict.fromkeys(text for text in notes if text))
    header = words(("contrast", "pair", "estimate", "interval_95", "p"), lang)
    return PrintedTable("contrasts", word("contrasts_caption", lang), header, tuple(rows), note)


def _contrast(line: Mapping[str, Any], kind: str, time: float, style: Style, names: Naming) -> PrintedRow:
    when = observed([time], TIME_DIGITS, style)[0]
    pair = f"{names(line['group'])} – {names(line['reference'])}"
    digits = TIME_DIGITS if kind == "rmst difference" else SHARE_DIGITS
    estimate, low, high = (
        number(line[name], digits, style) for name in ("estimate", "conf_low", "conf_high")
    )
    said = word(kind, style.lang).format(time=when)
    return PrintedRow((said, pair, estimate, interval(low, high, style), p_value(line["p_value"], style)))


def cox_table(model: CoxModel, *, kind: str, lang: str = "en") -> PrintedTable:
    """Lay out a Cox model: hazard ratios by term, the level they are against, and what is to be known."""
    style = STYLES[lang]
    rows = []
    for line in lines_of(model.frame):
        if line["is_reference"]:
            cells = (word("reference", lang), "", "")
        else:
            ratio, low, high = (
                number(line[name], _RATIO_DIGITS, style) for name in ("estimate", "conf_low", "conf_high")
            )
            cells = (ratio, interval(low, high, style), p_value(line["p_value"], style))
        rows.append(PrintedRow((line["term"], str(line["n"]), str(line["events"]), *cells)))
    excluded = [f"{n}: {reason}." for reason, n in model.excluded.items()]
    note = " ".join(
        text for text in (word("note_cox", lang), model.not_given, *model.notes, *excluded) if text
    )
    header = words(("term", "n", "events", "hazard_ratio", "interval_95", "p"), lang)
    caption = word("cox_caption", lang).format(model=word(kind, lang))
    return PrintedTable(f"cox_{kind}_{'_'.join(model.terms)}", caption, header, tuple(rows), note)


def hazards_table(hazards: ProportionalHazards, *, kind: str, lang: str = "en") -> PrintedTable:
    """Lay out the test of proportional hazards of a Cox model."""
    style = STYLES[lang]
    rows = [
        PrintedRow(
            (
                line["term"],
                number(line["statistic"], SHARE_DIGITS, style),
                str(int(line["df"])) if pd.notna(line["df"]) else "",
                p_value(line["p_value"], style),
            )
        )
        for line in lines_of(hazards.frame)
    ]
    note = " ".join(text for text in (word("note_zph", lang), hazards.not_given) if text)
    caption = word("zph_caption", lang).format(model=word(kind, lang))
    return PrintedTable(
        f"zph_{kind}", caption, words(("term", "chi_squared", "df", "p"), lang), tuple(rows), note
    )
