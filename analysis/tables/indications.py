"""Stated indications as printed tables: verdicts by rule, what decided them, agreement with the treatment."""

from collections.abc import Hashable, Iterator, Mapping
from typing import Any

import pandas as pd

from analysis.calibration.adherence import MEASURES, Adherence
from analysis.indications.definition import Rule
from analysis.indications.evaluate import KEY_DIVIDER, Findings
from analysis.indications.judge import CANNOT_BE_TOLD, CONTRAINDICATED, NOT_MET, VERDICTS
from analysis.tables.baseline import to_records
from analysis.tables.format import STYLES, Style, bracketed, count_percent, interval, number, percent
from analysis.tables.indication_words import SEEDS, phrase
from analysis.tables.printed import PrintedRow, PrintedTable

_BY_CONVENTION = "the class of this primary is assigned by convention"
"""What a note says of a class that no source states."""

_TONES = {"met": "good", "contraindicated": "bad", "not_met": "caution", "cannot_be_told": "muted"}


def summary(findings: Findings) -> pd.DataFrame:
    """Return a row a rule: n concerned, n of each verdict, n resting on a convention, what isn't recorded.

    `not_recorded` are the keys of what would exclude the treatment but is in no column, for any patient.
    """
    return pd.DataFrame([_counts(rule, findings.of(rule)) for rule in findings.rules])


def _counts(rule: Rule, found: pd.DataFrame) -> dict[str, Any]:
    lists = found["not_recorded"].dropna().unique()
    unrecorded = {key for listed in lists for key in str(listed).split(KEY_DIVIDER)}
    return {
        "rule": rule.key,
        "title": rule.titles["en"],
        "seed": rule.seed,
        "lines": rule.lines,
        "n": len(found),
        **{verdict: int((found["verdict"] == verdict).sum()) for verdict in VERDICTS},
        "by_convention": int(found["notes"].astype("string").str.contains(_BY_CONVENTION).sum()),
        "not_recorded": [condition.key for condition in rule.every if condition.key in unrecorded],
        "reading": rule.reading,
    }


def deciding(findings: Findings) -> pd.DataFrame:
    """Return how often each condition was among those that decided: rule, condition, lines, verdict, n.

    Verdicts that are met aren't listed, since all conditions of them hold.
    """
    rows = []
    for rule in findings.rules:
        found = findings.of(rule)
        texts = found["deciding"].astype(object).str.split(KEY_DIVIDER)
        exploded = pd.DataFrame({"verdict": found["verdict"].astype(object), "condition": texts})
        counts = exploded.explode("condition").value_counts()
        rows += [
            {
                "rule": rule.key,
                "condition": condition.key,
                "lines": condition.lines,
                "verdict": verdict,
                "n": int(counts[verdict, condition.key]),
            }
            for condition in rule.every
            for verdict in (NOT_MET, CONTRAINDICATED, CANNOT_BE_TOLD)
            if (verdict, condition.key) in counts.index
        ]
    return pd.DataFrame(rows, columns=["rule", "condition", "lines", "verdict", "n"])


def indication_tables(
    findings: Findings, agreement: Adherence, *, lang: str = "en"
) -> Iterator[PrintedTable]:
    """Yield the tables of verdicts, of what decided them, and of agreement with the treatment given.

    lang: "en", "tr" or "zh".
    """
    style = STYLES[lang]
    yield _verdict_table(findings, style)
    yield _deciding_table(findings, style)
    yield _agreement_table(findings, agreement, style)


def _verdict_table(findings: Findings, style: Style) -> PrintedTable:
    lang = style.lang
    counts = {str(line["rule"]): line for line in summary(findings).to_dict("records")}
    columns = ("rule", "lines", "concerned", *VERDICTS, "not_recorded")
    rows = []
    for seed, rules in _by_seed(findings):
        rows.append(PrintedRow((SEEDS[seed][lang], *("",) * (len(columns) - 1)), heading=True))
        rows += [_verdict_row(rule, counts[rule.key], style) for rule in rules]
    notes = [phrase("purpose", lang), phrase("note_verdicts", lang)]
    if resting := sum(int(line["by_convention"]) for line in counts.values()):
        notes.append(phrase("note_convention", lang, n=resting))
    return PrintedTable(
        "indications",
        phrase("indication_caption", lang),
        tuple(phrase(column, lang) for column in columns),
        tuple(rows),
        _joined(notes, lang),
    )


def _by_seed(findings: Findings) -> Iterator[tuple[str, list[Rule]]]:
    for seed in dict.fromkeys(rule.seed for rule in findings.rules):
        yield seed, [rule for rule in findings.rules if rule.seed == seed]


def _verdict_row(rule: Rule, counts: Mapping[Hashable, Any], style: Style) -> PrintedRow:
    n = int(counts["n"])
    cells = (count_percent(int(counts[verdict]), n, style) if n else "" for verdict in VERDICTS)
    names = {condition.key: condition.label(style.lang) for condition in rule.every}
    unrecorded = _listed([names[key] for key in counts["not_recorded"]], style)
    tones = {3 + place: _TONES[v] for place, v in enumerate(VERDICTS) if counts[v]}
    return PrintedRow((rule.title(style.lang), rule.lines, str(n), *cells, unrecorded), indent=1, tones=tones)


def _deciding_table(findings: Findings, style: Style) -> PrintedTable:
    lang = style.lang
    counts = deciding(findings).set_index(["rule", "condition", "verdict"])["n"].to_dict()
    shown = (NOT_MET, CONTRAINDICATED, CANNOT_BE_TOLD)
    rows = []
    for rule in findings.rules:
        numbers = {c.key: [counts.get((rule.key, c.key, v), 0) for v in shown] for c in rule.every}
        lines = [
            PrintedRow((c.label(lang), c.lines, *(str(k or "") for k in numbers[c.key])), indent=1)
            for c in rule.every
            if any(numbers[c.key])
        ]
        if lines:
            rows += [PrintedRow((rule.title(lang), *("",) * 4), heading=True), *lines]
    header = tuple(phrase(key, lang) for key in ("condition", "lines", *shown))
    return PrintedTable("deciding", phrase("deciding_caption", lang), header, tuple(rows))


def _agreement_table(findings: Findings, agreement: Adherence, style: Style) -> PrintedTable:
    lang = style.lang
    cells = {(row["rule"], row["measure"]): row for row in to_records(agreement.frame)}
    rows = tuple(
        PrintedRow((rule.title(lang), *(_cell(cells[rule.key, measure], style) for measure in MEASURES)))
        for rule in findings.rules
        if (rule.key, MEASURES[0]) in cells
    )
    notes = [
        phrase("note_agreement", lang, level=percent(round(1000 * agreement.level), 1000, style, digits=0))
    ]
    return PrintedTable(
        "agreement",
        phrase("agreement_caption", lang),
        tuple(phrase(key, lang) for key in ("rule", *MEASURES)),
        rows,
        _joined([phrase("purpose", lang), *notes], lang),
    )


def _cell(row: dict[str, Any], style: Style) -> str:
    """Return a share as "3 of 7 (10.0–75.1%)", a coefficient as "0.40 (0.13–0.67)".

    A coefficient that carries a note has limits that mislead, and none is printed.
    """
    if row["estimate"] is None:
        return number(None, 1, style)
    if row["measure"] == "kappa" and row["note"]:
        return number(row["estimate"], 2, style)
    if row["measure"] == "kappa":
        low, high = (number(row[end], 2, style) for end in ("conf_low", "conf_high"))
        return bracketed(number(row["estimate"], 2, style), interval(low, high, style), style)
    low, high = (number(100 * row[end], 1, style) for end in ("conf_low", "conf_high"))
    share = phrase("of", style.lang, n=row["numerator"], of=row["denominator"])
    limits = interval(low, high, style)
    return bracketed(share, f"%{limits}" if style.percent_first else f"{limits}%", style)


def _listed(names: list[str], style: Style) -> str:
    return ("、" if style.lang == "zh" else "; ").join(names)


def _joined(sentences: list[str], lang: str) -> str:
    return ("" if lang == "zh" else " ").join(sentences)
