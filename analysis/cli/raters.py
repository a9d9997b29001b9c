"""What `neuromets table` says of raters' agreement and of the accuracy of a cut-off."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from analysis.cli import show
from analysis.errors import DataError

if TYPE_CHECKING:
    from analysis.cohort import Cohort
    from analysis.dictionary import Variable
    from analysis.scores.definition import Score
    from analysis.tables.agreement import CutOff, Rated

_PAIR = re.compile(r"(?P<first>[^=]+)=(?P<second>[^=:]+)(?::(?P<scale>[^=:]+))?")
_CUT_OFF = re.compile(
    r"(?P<score>[^:=]+):(?P<sign>>=|<=)?(?P<cut>-?\d+(?:\.\d+)?)=(?P<reference>[^:=]+)(?::(?P<positive>.+))?"
)
_SIGNS = {"worse": ">=", "better": "<="}

_OPTIONS = (
    click.option(
        "--raters",
        "pairs",
        multiple=True,
        metavar="A=B[:V]",
        help="Agreement of two columns, rated by two raters on the scale of variable V, or in the bands of "
        "score V (repeatable).",
    ),
    click.option(
        "--accuracy",
        "cut_offs",
        multiple=True,
        metavar="SCORE:[>=|<=]CUT=REFERENCE[:LEVEL]",
        help="Sensitivity, specificity and predictive values of a cut-off, positive in the direction of the "
        'score (">=" where nothing is known of it); the reference is positive where it is LEVEL, "yes" '
        "without (repeatable).",
    ),
)


def options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add --raters and --accuracy."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def rate(cohort: "Cohort", pairs: Sequence[str]) -> "list[Rated]":
    """Return the agreement of each pair of columns, written "A=B" or "A=B:variable".

    A side is a column, or what a score gives: its key, for the total, or such as sins_2010_band. The scale is
    that of the variable named, or the bands of the score named, in which totals are compared; else that of
    the first side whose levels are in the data dictionary. Levels of a column that the dictionary doesn't
    know have no order.
    """
    from analysis.calibration.rater_pair import rater_agreement
    from analysis.tables.agreement import Rated

    found = []
    for text in pairs:
        part = _parsed(_PAIR, text, "--raters", "A=B, or A=B:variable for a scale of the data dictionary")
        scored, names = _with_columns(cohort, (part["first"], part["second"]))
        first, second = names
        scale = _scale(scored, names, part["scale"])
        frame = scored.kept() if scale is None else _on_scale(scored.kept(), names, scale)
        levels = None if scale is None else scale.level_keys
        ordered = scale is not None and scale.ordered
        agreements = rater_agreement(frame, first, second, levels=levels, ordered=ordered)
        found.append(Rated(first, second, agreements))
    return found


def judge(cohort: "Cohort", cut_offs: Sequence[str]) -> "list[CutOff]":
    """Return the accuracy of each cut-off, written "score:7=reference" or "score:<=8=reference:level"."""
    from analysis.calibration.accuracy import count_judgements, diagnostic_accuracy
    from analysis.tables.agreement import CutOff

    found = []
    for text in cut_offs:
        part = _parsed(_CUT_OFF, text, "--accuracy", 'SCORE:7=REFERENCE or "SCORE:<=8=REFERENCE:LEVEL"')
        scored, (score, reference) = _with_columns(cohort, (part["score"], part["reference"]))
        sign = part["sign"] or _SIGNS[_direction(part["score"].strip())]
        higher_is = next(direction for direction, own in _SIGNS.items() if own == sign)
        positive = _positive(scored, reference, part["positive"])
        kept = scored.kept()
        frame = kept.assign(**{reference: _texts(kept[reference])})
        cut_off = float(part["cut"])
        counts = count_judgements(
            frame, score, reference, cut_off=cut_off, higher_is=higher_is, positive=positive
        )
        rule, meaning = f"{score} {sign} {part['cut']}", f"{reference} = {' or '.join(positive)}"
        found.append(CutOff(rule, meaning, diagnostic_accuracy(counts)))
    return found


def payload(rated: "Sequence[Rated]", judged: "Sequence[CutOff]") -> dict[str, Any]:
    """Return both as JSON: a statistic an entry."""
    names = ("statistic", "n", "n_missing", "estimate", "std_error", "conf_low", "conf_high")
    more = ("level", "observed", "expected", "note")
    raters = [
        {"first": pair.first, "second": pair.second} | {name: getattr(one, name) for name in (*names, *more)}
        for pair in rated
        for one in pair.agreements
    ]
    accuracy = [
        {"cut_off": one.rule, "reference": one.reference, **line, "n_missing": one.accuracy.n_missing}
        for one in judged
        for line in one.accuracy.frame.to_dict("records")
    ]
    return {"raters": raters, "accuracy": accuracy}


def print_agreement(rated: "Sequence[Rated]", judged: "Sequence[CutOff]", *, lang: str) -> None:
    """Print both as tables, where there are any."""
    from analysis.tables.agreement import accuracy_table, raters_table

    if rated:
        show.print_table(raters_table(rated, lang=lang))
    if judged:
        show.print_table(accuracy_table(judged, lang=lang))


def _parsed(form: re.Pattern[str], text: str, option: str, how: str) -> dict[str, Any]:
    found = form.fullmatch(text.strip())
    if found is None:
        raise DataError(f"{option} {text!r} can't be read: write {how}.")
    return found.groupdict()


def _with_columns(cohort: "Cohort", sides: Sequence[str]) -> "tuple[Cohort, list[str]]":
    """Return the cohort with the scores that the sides ask for, and the columns they mean."""
    from analysis.scores.lesions import evaluate_with_lesions

    names = []
    for side in map(str.strip, sides):
        known = side in cohort.frame or side in cohort.source.columns
        score = None if known else _score_of(side)
        if score is not None and score.column("total") not in cohort.frame:
            cohort = evaluate_with_lesions((score,), cohort)
        names.append(score.column("total") if score and side == score.key else cohort.column(side))
    return cohort, names


def _score_of(name: str) -> "Score | None":
    """Return the score that a name is the key of, or a column of the results of."""
    from analysis.scores import scores
    from analysis.scores.plan import result_columns

    found = (score for score in scores().values() if name == score.key or name in result_columns(score))
    return next(found, None)


def _direction(name: str) -> str:
    """Return whether a higher score is worse, which it is where nothing is known of it."""
    from analysis.scores.definition import HIGHER_IS_BETTER

    score = _score_of(name)
    return "better" if score is not None and score.direction == HIGHER_IS_BETTER else "worse"


def _scale(cohort: "Cohort", names: Sequence[str], named: str | None) -> "Variable | None":
    """Return the variable on whose levels two columns are compared, None where both hold numbers."""
    from analysis.dictionary import Level, natural_key
    from analysis.tables.columns import NUMBERS

    if named is not None:
        return _named_scale(cohort, named)
    variables = [cohort.dictionary[name] for name in names]
    for variable in variables:
        if variable.level_keys and cohort.source.columns.get(variable.name, variable.name) is not None:
            return variable
    if all(variable.kind in NUMBERS for variable in variables):
        return None
    found = {text for name in names for text in _texts(cohort.frame[name]).dropna()}
    levels = tuple(Level(text, {"en": text}) for text in sorted(found, key=natural_key))
    return replace(variables[0], levels=levels, ordered=False)


def _named_scale(cohort: "Cohort", named: str) -> "Variable":
    """Return a variable with levels, or a score's bands as levels that its totals name."""
    from analysis.dictionary import Level, Variable
    from analysis.scores import scores

    if named in cohort.dictionary and cohort.dictionary[named].level_keys:
        return cohort.dictionary[named]
    score = scores().get(named)
    if score is None or score.graded:
        raise DataError(
            f"--raters: {named} is no variable with levels and no score with bands; see neuromets dictionary "
            "and neuromets score --list."
        )
    totals = (tuple(map(str, range(band.low, band.high + 1))) for band in score.bands)
    levels = (
        Level(band.name, {"en": band.name}, texts) for band, texts in zip(score.bands, totals, strict=True)
    )
    return Variable(named, "level", {"en": score.title}, levels=tuple(levels), ordered=True)


def _on_scale(frame: Any, names: Sequence[str], scale: "Variable") -> Any:
    """Return a pandas frame with two columns as levels of a scale; a text that is none stays as it is."""
    from analysis.dictionary import fold

    known = scale.level_of_text
    return frame.assign(**{name: _texts(frame[name], lambda t: known.get(fold(t), t)) for name in names})


def _positive(cohort: "Cohort", reference: str, written: str | None) -> tuple[str, ...]:
    """Return the levels of the reference that are positive: those written, else yes, or 1 of 0 and 1."""
    found = set(_texts(cohort.frame[reference]).dropna())
    levels = (*cohort.dictionary[reference].level_keys, *sorted(found))
    positive = tuple(part.strip() for part in written.split("|")) if written else ("yes",)
    if not written and found <= {"0", "1"}:
        positive = ("1",)
    if unknown := [level for level in positive if level not in levels]:
        raise DataError(
            f"--accuracy: {reference} is never {unknown[0]!r}, it has {', '.join(dict.fromkeys(levels))}: "
            "write which of them is positive, as in SCORE:7=REFERENCE:LEVEL."
        )
    return positive


def _texts(column: Any, change: Callable[[str], str] = str) -> Any:
    """Return a pandas column as texts, each distinct one changed; missing stays missing."""
    from analysis.loaders.cells import text_of

    values = column.astype(object)
    return values.map({value: change(text_of(value)) for value in values.dropna().unique()})
