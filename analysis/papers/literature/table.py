"""The cohort beside the literature as a printed table."""

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from analysis.papers.literature.compare import ABOVE, BELOW, NO_DATA, WITHIN
from analysis.papers.literature.definition import PERCENT
from analysis.tables.baseline import to_records
from analysis.tables.format import STYLES, Style, bracketed, interval, number, observed, percent
from analysis.tables.printed import PrintedRow, PrintedTable
from analysis.tables.words import word

_COLUMNS = (
    *("literature_figure", "literature_of", "literature_published", "literature_own", "n"),
    *("literature_verdict", "literature_place"),
)
_TONES = {WITHIN: "good", BELOW: "caution", ABOVE: "caution", NO_DATA: "muted"}
_VERDICT = _COLUMNS.index("literature_verdict")

Record = Mapping[str, Any]


def literature_table(compared: pd.DataFrame, *, lang: str = "en", level: float = 0.95) -> PrintedTable:
    """Lay out what `compare_with_literature` found, under the heading of each document.

    compared: its frame, made in the same language and at the same level. Where a figure was compared
    with what is not quite the same, the note says with what.
    """
    style = STYLES[lang]
    covered = percent(round(1000 * level), 1000, style, digits=0)
    records = to_records(compared.astype(object))
    return PrintedTable(
        "literature",
        word("literature_caption", lang),
        tuple(word(column, lang).format(level=covered) for column in _COLUMNS),
        tuple(_rows(records, style)),
        ("" if lang == "zh" else " ").join(
            [word("note_literature", lang).format(level=covered), *_readings(records, style)]
        ),
    )


def _rows(records: list[dict[str, Any]], style: Style) -> Iterator[PrintedRow]:
    source = ""
    for record in records:
        if record["source"] != source:
            source = record["source"]
            yield PrintedRow((word(source, style.lang), *("",) * (len(_COLUMNS) - 1)), heading=True)
        cells = (
            record["label"],
            record["of"],
            _published(record, style),
            _own(record, style),
            f"{record['n']}/{record['denominator']}" if record["denominator"] else "",
            word(record["verdict"], style.lang),
            f"{record['line']} {record['citation']}".rstrip(),
        )
        yield PrintedRow(cells, indent=1, tones={_VERDICT: _TONES[record["verdict"]]})


def _published(record: Record, style: Style) -> str:
    """Return the published range as it was printed: "10–66.7%", ">95%", "<8 months"."""
    low, high = record["published_low"], record["published_high"]
    if low is None or high is None:
        sign = (">" if high is None else "<") if record["strict"] else ("≥" if high is None else "≤")
        return sign + _with_unit(observed([high if low is None else low], 1, style)[0], record["unit"], style)
    first, last = (observed([end], 1, style)[0] for end in (low, high))
    return _with_unit(first if low == high else interval(first, last, style), record["unit"], style)


def _own(record: Record, style: Style) -> str:
    """Return the estimate and its interval, or why there is none."""
    if record["estimate"] is None or record["reason"]:
        return word(record["reason"], style.lang)
    absent = record["conf_high_status"].replace(" ", "_")
    low, high = record["conf_low"], number(record["conf_high"], 1, style, absent=absent)
    limits = interval(number(low, 1, style), high, style)
    return bracketed(_with_unit(number(record["estimate"], 1, style), record["unit"], style), limits, style)


def _with_unit(text: str, unit: str, style: Style) -> str:
    if unit != PERCENT:
        return word(f"literature_{unit}", style.lang).format(text)
    return f"%{text}" if style.percent_first else f"{text}%"


def _readings(records: list[dict[str, Any]], style: Style) -> Iterator[str]:
    """Yield what was compared instead of what is printed, and in which rows."""
    comma, colon, stop = ("、", "：", "。") if style.lang == "zh" else ("; ", ": ", ".")
    rows: dict[str, list[str]] = {}
    for record in records:
        if record["reading"] and not record["reason"]:
            timed = record["unit"] != PERCENT
            name = bracketed(record["label"], record["of"], style) if timed else record["label"]
            rows.setdefault(record["reading"], []).append(name)
    return (f"{comma.join(names)}{colon}{reading}{stop}" for reading, names in rows.items())
