"""The section on methods: every rule, version and choice that the report's numbers rest on."""

import re
from collections.abc import Iterator, Sequence

from analysis.report.cohort.setting import Setting
from analysis.report.document import Block, Paragraph
from analysis.report.methods_words import METHODS
from analysis.report.provenance import installed_software
from analysis.tables.calibration_cells import time_cell
from analysis.tables.format import observed
from analysis.tables.quality import listed
from analysis.tables.suppress import is_small
from analysis.tables.words import word

_RULES = {"r": "R", "spss": "SPSS", "stata": "Stata", "sas": "SAS"}


def section(setting: Setting) -> Iterator[Block]:
    """Yield a paragraph for each part of the report that the data allow."""
    yield from map(Paragraph, (*_data(setting), *_outcome(setting), *_rest(setting)))


def _data(setting: Setting) -> Iterator[str]:
    software = installed_software()
    yield _say(setting, "reading", file=setting.cohort.source.name, version=software["neuromets"])
    yield _say(setting, "description")
    if setting.scores:
        titles = listed([score.title for score in setting.scores], setting.lang)
        yield _say(setting, "scores", scores=titles)


def _outcome(setting: Setting) -> Iterator[str]:
    if not setting.has_outcome:
        return
    observed_, choice = setting.observed, setting.choice
    unit = word(observed_.unit, setting.lang)
    if observed_.origin:
        said = [_say(setting, "origin", unit=unit, origin=setting.label(observed_.origin))]
    else:
        names = {"time": setting.label(observed_.time), "event": setting.event}
        said = [_say(setting, "time_column", unit=unit, **names)]
    said.append(_say(setting, "month", days=observed([observed_.days_per_month], 4, setting.style)[0]))
    said += [_say(setting, "whole_months")] if setting.asked.whole_months else []
    yield ("" if setting.lang == "zh" else " ").join([*said, *_told(observed_.notes, setting.below)])
    rule = {"rule": _RULES[choice.rule], "conf_type": choice.conf_type, "band": choice.band}
    yield _say(setting, "survival", **rule)
    yield _say(setting, "comparison")
    yield _say(setting, "regression")
    if setting.predicting:
        horizons = listed([time_cell(time, setting.style) for time in setting.horizons], setting.lang)
        yield _say(setting, "calibration", horizons=horizons, unit=unit)


def _told(notes: Sequence[str], below: int) -> list[str]:
    """Return the notes that name no small number."""
    return [note for note in notes if not any(is_small(int(n), below) for n in re.findall(r"\b\d+\b", note))]


def _rest(setting: Setting) -> Iterator[str]:
    yield _say(setting, "indications")
    if setting.asked.suppress_below:
        yield _say(setting, "suppression", below=setting.asked.suppress_below)
    software = (f"{name} {version}" for name, version in installed_software().items())
    yield _say(setting, "software", software=", ".join(software))


def _say(setting: Setting, key: str, **filled: object) -> str:
    return METHODS[key][setting.lang].format(**filled)
