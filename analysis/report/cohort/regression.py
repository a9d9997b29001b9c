"""The section on regression: a Cox model of each covariate alone, and one of those asked for together."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pandas as pd

from analysis.errors import DataError
from analysis.figures.forest import draw_forest, hazard_ratio_rows
from analysis.figures.style import figure_files
from analysis.report.cohort.setting import LeftOut, Setting
from analysis.report.document import Block, FigureBlock, Paragraph, TableBlock
from analysis.survival.compared import MULTIVARIABLE, UNIVARIABLE, Model, with_hazards
from analysis.survival.cox_models import cox_model
from analysis.tables.comparison import cox_table, hazards_table
from analysis.tables.printed import PrintedRow, PrintedTable, lines_of
from analysis.tables.quality import listed
from analysis.tables.score_labels import colon
from analysis.tables.suppress import is_small
from analysis.tables.words import word

USUAL_COVARIATES = ("age_years", "sex", "kps", "visceral_metastasis")
"""What is entered alone without being asked for, where it is on hand: what scores of prognosis look at."""


def section(setting: Setting) -> Iterator[Block]:
    """Yield the models of single covariates, and the model of all that were asked for."""
    asked = tuple(
        dict.fromkeys(filter(None, (setting.by, *map(setting.cohort.column, setting.asked.adjust))))
    )
    names = (*asked, *(name for name in usual(setting) if name not in asked))
    if not names:
        raise LeftOut(setting.say("no_covariates"))
    alone, failed = [], []
    for name in names:
        try:
            alone.append(_model(setting, UNIVARIABLE, [name]))
        except DataError as error:
            failed.append(
                Paragraph(setting.say("model_left_out", variable=setting.label(name), reason=error))
            )
    if own := usual(setting):
        labels = listed([setting.label(name) for name in own], setting.lang)
        yield Paragraph(setting.say("regression_chosen", variables=labels))
    yield from failed
    yield from _blocks(setting, UNIVARIABLE, alone)
    if len(asked) > 1:
        yield from _blocks(setting, MULTIVARIABLE, [_model(setting, MULTIVARIABLE, asked)])


def usual(setting: Setting) -> tuple[str, ...]:
    """Return the covariates that are entered without being asked for: those that differ between patients."""
    frame = setting.cohort.kept()
    return tuple(
        name for name in USUAL_COVARIATES if name in frame.columns and frame[name].dropna().nunique() > 1
    )


def _model(setting: Setting, kind: str, covariates: Sequence[str]) -> Model:
    by_level = [name for name in covariates if name == setting.by]
    return with_hazards(kind, cox_model(setting.observed, covariates, by_level=by_level))


def _blocks(setting: Setting, kind: str, models: Sequence[Model]) -> Iterator[Block]:
    if not models:
        return
    lang = setting.lang
    named = [_named(setting, model) for model in models]
    ratios = [setting.without_small(cox_table(m.cox, kind=kind, lang=lang), together=True) for m in named]
    yield TableBlock(_joined(ratios, f"cox_{kind}", word("note_cox", lang)))
    fitted = [model for model in models if not model.cox.not_given]
    if fitted:
        yield _forest(setting, kind, fitted)
    tested = [hazards_table(m.hazards, kind=kind, lang=lang) for m in named if not m.hazards.not_given]
    if tested:
        yield TableBlock(_joined(tested, f"zph_{kind}", word("note_zph", lang)))


def _named(setting: Setting, model: Model) -> Model:
    """Return a model with its terms called as the report calls variables, and no small number left out."""
    dictionary = setting.observed.cohort.dictionary
    frame, mark = model.cox.frame, colon(setting.lang)
    terms = [
        f"{setting.label(line['variable'])}{mark}"
        f"{dictionary[line['variable']].level_label(line['level'], setting.lang)}"
        if line["level"]
        else setting.label(line["variable"])
        for line in lines_of(frame)
    ]
    excluded = {why: n for why, n in model.cox.excluded.items() if not is_small(n, setting.below)}
    tested = model.hazards.frame
    hazards = replace(model.hazards, frame=tested.assign(term=[setting.label(t) for t in tested["term"]]))
    cox = replace(model.cox, frame=frame.assign(term=terms), excluded=excluded)
    return replace(model, cox=cox, hazards=hazards)


def _joined(tables: Sequence[PrintedTable], key: str, shared: str) -> PrintedTable:
    """Return tables of the same columns as one; what all their notes begin with stands once."""
    rows: tuple[PrintedRow, ...] = tuple(row for table in tables for row in table.rows)
    others = dict.fromkeys(table.note.removeprefix(shared).strip() for table in tables)
    return replace(tables[0], key=key, rows=rows, note=" ".join(filter(None, (shared, *others))))


def _forest(setting: Setting, kind: str, models: Sequence[Model]) -> FigureBlock:
    dictionary = setting.observed.cohort.dictionary
    rows = pd.concat([model.cox.frame for model in models], ignore_index=True)
    labels = {name: setting.label(name) for name in rows["variable"]}
    for line in lines_of(rows):
        if line["level"]:
            labels[line["term"]] = dictionary[line["variable"]].level_label(line["level"], setting.lang)
    figure = draw_forest(
        hazard_ratio_rows(rows, labels),
        measure=word("hazard_ratio", setting.lang),
        scale="log",
        no_effect=1,
        counts={} if setting.below else {name: word(name, setting.lang) for name in ("n", "events")},
        lang=setting.lang,
        title=setting.notice or None,
    )
    key, model = f"forest_{kind}", word(kind, setting.lang)
    caption = setting.say("forest_caption", model=model)
    return FigureBlock(key, caption, setting.say("forest_alt"), figure_files(figure, key))
