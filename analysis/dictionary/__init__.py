"""The data dictionary: the only reader of data_dictionary/."""

from analysis.dictionary.fold import fold, natural_key, plain
from analysis.dictionary.match import HeadingMatch
from analysis.dictionary.model import KINDS, LANGUAGES, ROLES, Dictionary, Heading, Level, Unit, Variable
from analysis.dictionary.read import load_dictionary

__all__ = [
    "KINDS",
    "LANGUAGES",
    "ROLES",
    "Dictionary",
    "Heading",
    "HeadingMatch",
    "Level",
    "Unit",
    "Variable",
    "fold",
    "load_dictionary",
    "natural_key",
    "plain",
]
