"""neuromets: retrospective cohorts of patients with spinal and leptomeningeal metastases.

The public names; each loads its module, and the heavy libraries with it, when it is first used.
"""

from importlib import import_module
from typing import Any

_MODULE_OF = {
    "Cohort": "cohort",
    "DataError": "errors",
    "EventTable": "survival.event_table",
    "audit_cells": "papers.audit",
    "baseline": "tables.baseline",
    "count_events": "survival.event_table",
    "draw_kaplan_meier": "figures.kaplan_meier",
    "event_table": "survival.event_table",
    "follow_up": "survival.quantiles",
    "frequency": "tables.frequency",
    "get_paper": "papers",
    "kaplan_meier": "survival.kaplan_meier",
    "landmarks": "survival.kaplan_meier",
    "load_dictionary": "dictionary",
    "log_rank": "survival.log_rank",
    "log_rank_trend": "survival.log_rank",
    "read": "loaders.read",
    "regenerate": "papers.regenerate",
    "restricted_mean": "survival.restricted_mean",
    "survival_quantile": "survival.quantiles",
}

__all__ = list(_MODULE_OF)


def __getattr__(name: str) -> Any:
    if name not in _MODULE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
