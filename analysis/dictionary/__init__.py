"""The data dictionary: the only reader of data_dictionary/."""

from analysis.dictionary.fold import fold
from analysis.dictionary.model import KINDS, LANGUAGES, ROLES, Dictionary, Level, Variable
from analysis.dictionary.read import load_dictionary

__all__ = [
    "KINDS",
    "LANGUAGES",
    "ROLES",
    "Dictionary",
    "Level",
    "Variable",
    "fold",
    "load_dictionary",
]
