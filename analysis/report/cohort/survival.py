"""The section on survival: medians, follow-up, survival at times and curves, over all and by group."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pandas as pd

from analysis.figures.kaplan_meier import draw_kaplan_meier
from analysis.figures.style import figure_files
from analysis.report.cohort.setting import Grouping, Setting
from analysis.report.document import Block, FigureBlock, Heading, Paragraph, TableBlock
from analysis.survival.estimates import estimate
from analysis.survival.event_table import EventTable
from analysis.survival.kaplan_meier import kaplan_meier
from analysis.tables.columns import ALL
from analysis.tables.printed import PrintedTable
from analysis.tables.quality import listed
from analysis.tables.score_labels import colon
from analysis.tables.suppress import is_small
from analysis.tables.survival import landmark_table, mean_table, median_table
from analysis.tables.words import word


def section(setting: Setting) -> Iterator[Block]:
    """Yield survival of all patients, then that of each grouping under a heading of its own."""
    everyone, choice = setting.everyone, setting.choice
    found = estimate(everyone, None, choice)
    all_patients = word("all", setting.lang)
    yield _curve(setting, everyone, found.medians, all_patients, "kaplan_meier", {})
    how: dict[str, Any] = {"unit": everyone.unit, "lang": setting.lang}
    named = {"rule": choice.rule, "conf_type": choice.conf_type, **how}
    yield TableBlock(setting.without_small(median_table(found.medians, **named)))
    yield TableBlock(setting.without_small(median_table(found.follow_up, of="follow_up", **named)))
    if found.landmarks is not None:
        at = _at_risk(found.landmarks, setting.below)
        yield TableBlock(landmark_table(at, conf_type=choice.band, **how))
    yield TableBlock(mean_table(found.means, **how))
    for grouping in setting.groupings():
        yield from _by_group(setting, grouping)


def _by_group(setting: Setting, grouping: Grouping) -> Iterator[Block]:
    found = estimate(setting.everyone, grouping.table, setting.choice)
    own = found.medians[found.medians["group"] != ALL]
    yield Heading(2, grouping.title[:1].upper() + grouping.title[1:])
    key = f"kaplan_meier_{grouping.key}"
    yield _curve(setting, grouping.table, own, grouping.title, key, grouping.labels)
    yield from (TableBlock(table) for table in _tables(setting, grouping, own, found.landmarks))
    if grouping.hidden:
        groups = listed(sorted(grouping.name(group) for group in grouping.hidden if group), setting.lang)
        yield Paragraph(setting.say("hidden_groups", below=setting.below, groups=groups))
    elif rest := setting.everyone.n - grouping.table.n:
        yield Paragraph(setting.say("without_group", n=rest, variable=grouping.title))


def _tables(
    setting: Setting, grouping: Grouping, medians: pd.DataFrame, landmarks: pd.DataFrame | None
) -> Iterator[PrintedTable]:
    choice, name = setting.choice, grouping.name
    how: dict[str, Any] = {"unit": grouping.table.unit, "lang": setting.lang, "names": name}
    yield keyed(
        median_table(medians, rule=choice.rule, conf_type=choice.conf_type, **how), grouping, setting.lang
    )
    if landmarks is not None:
        own = _at_risk(landmarks[landmarks["group"] != ALL], setting.below)
        yield keyed(landmark_table(own, conf_type=choice.band, **how), grouping, setting.lang)


def _curve(
    setting: Setting, table: EventTable, medians: pd.DataFrame, of: str, key: str, labels: dict[str, str]
) -> FigureBlock:
    curves = kaplan_meier(table, conf_type=setting.choice.band).frame
    figure = draw_kaplan_meier(
        curves,
        medians,
        unit=table.unit,
        lang=setting.lang,
        title=setting.notice or None,
        labels=labels,
        least_shown=setting.below,
    )
    events = int(table.counts.loc[table.counts["kind"] == 1, "n"].sum())
    told = word("withheld", setting.lang) if is_small(events, setting.below) else events
    alt = setting.say("curve_alt", n=table.n, events=told)
    return FigureBlock(key, setting.say("curve_caption", of=of), alt, figure_files(figure, key))


def _at_risk(landmarks: pd.DataFrame, below: int) -> pd.DataFrame:
    """Return the rows at whose time enough patients were at risk; without a limit all of them."""
    return landmarks[landmarks["n_risk"] >= below]


def keyed(table: PrintedTable, grouping: Grouping, lang: str) -> PrintedTable:
    """Return a table under a key and a caption that name its grouping."""
    caption = f"{table.caption}{colon(lang)}{grouping.title}"
    return replace(table, key=f"{table.key}_{grouping.key}", caption=caption)
