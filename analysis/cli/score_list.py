"""`neuromets score --list`: which scores there are, where sources differ, which are withheld."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from analysis.cli import show

if TYPE_CHECKING:
    from analysis.scores.definition import Band, Item, Score


def print_list(keys: tuple[str, ...], *, conflicts: bool, as_json: bool) -> None:
    """Print the scores asked for, or all and those that are withheld."""
    from analysis.scores import score_of, scores
    from analysis.tables.score_tables import conflict_tables, list_tables

    wanted = [score_of(key) for key in keys] if keys else [*scores().values()]
    if as_json:
        entries = [*map(_entry, wanted), *(() if keys else _withheld())]
        show.print_json({"scores": entries})
        return
    for table in conflict_tables(wanted) if conflicts else list_tables(wanted):
        show.print_table(table)


def _entry(score: "Score") -> dict[str, Any]:
    return {
        "key": score.key,
        "title": score.title,
        "source": score.source,
        "certainty": score.certainty,
        "certainty_note": score.certainty_note or None,
        "enabled": score.enabled_by_default,
        "withheld": False,
        "reason": score.off_because or None,
        "direction": score.direction,
        "low": score.lowest,
        "high": score.highest,
        "graded": score.graded,
        "per_lesion": score.per_lesion,
        "population": score.population or None,
        "variant_of": score.variant_of or None,
        "items": [*map(_item, score.items)],
        "bands": [*map(_band, score.bands)],
        "disputes": score.disputes,
        "defects": [{"text": defect.text, "totals": defect.totals} for defect in score.defects],
    }


def _item(item: "Item") -> dict[str, Any]:
    levels = [{"level": str(level), "points": points} for level, points in item.points.items()]
    return {"name": item.name, "label": item.label or None, "variables": item.variables, "levels": levels}


def _band(band: "Band") -> dict[str, Any]:
    return {
        "low": band.low,
        "high": band.high,
        "name": band.name,
        "goal": band.goal or None,
        "strategy": band.strategy or None,
        "window_months": band.window_months,
        "survival": [{"months": months, "estimate": share} for months, share in band.survival.items()],
        "median_months": band.median_months,
    }


def _withheld() -> Iterator[dict[str, Any]]:
    from analysis.scores.withheld import WITHHELD

    for one in WITHHELD:
        known = {"key": one.key, "title": one.title, "source": one.source, "reason": one.reason}
        yield {**known, "certainty": None, "enabled": False, "withheld": True, "items": [], "bands": []}
