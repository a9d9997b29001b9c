"""The registry's values of treatments, as the items that say whether one was given."""

from analysis.indications.definition import reads
from analysis.scores.definition import Item

ABLATIONS = ("radiofrequency", "microwave")
CEMENT = ("vertebroplasty", "kyphoplasty")
OPERATIONS = ("en_bloc", "separation", "laminectomy_fixation", *CEMENT, *ABLATIONS, "corpectomy")
NO_OPERATION = ("none", "biopsy")
IRRADIATED = ("conventional", "stereotactic")


def surgery(*types: str) -> Item:
    """Return the item that holds where surgery_type is one of these.

    >>> surgery("none").points["en_bloc"]
    0
    """
    others = tuple(each for each in (*OPERATIONS, *NO_OPERATION) if each not in types)
    return reads("surgery_type", holds=types, fails=others)


def radiotherapy(*kinds: str) -> Item:
    """Return the item that holds where radiotherapy is one of these."""
    others = tuple(each for each in ("none", *IRRADIATED) if each not in kinds)
    return reads("radiotherapy", holds=kinds, fails=others)
