"""What items, levels, bands and totals of a score are called in a language.

Names of bands are the publication's; a grade that is a level of the dictionary has its label there.
"""

from analysis.dictionary import Dictionary
from analysis.scores.definition import Band, Item, Level, Range, Score
from analysis.tables.format import Style, interval
from analysis.tables.score_distribution import ranks_only
from analysis.tables.words import word


def band_label(score: Score, band: Band, dictionary: Dictionary, style: Style) -> str:
    """Return a band as its totals and its name; a grade without numbers as its name alone.

    >>> from analysis.dictionary import load_dictionary
    >>> from analysis.scores import scores
    >>> from analysis.tables.format import STYLES
    >>> tomita, escc = scores()["tomita_2001"], scores()["escc_2010"]
    >>> band_label(tomita, tomita.bands[0], load_dictionary(), STYLES["en"])
    '2–3: wide or marginal excision'
    >>> band_label(escc, escc.bands[0], load_dictionary(), STYLES["tr"])
    '0: yalnız kemik'
    """
    if ranks_only(score):
        return level_label(score.items[0], band.name, dictionary, style.lang)
    low, high = str(band.low), str(band.high)
    totals = low if low == high else interval(low, high, style)
    return f"{totals}{colon(style.lang)}{band.label}" if band.label else totals


def total_label(score: Score, total: int) -> str:
    """Return what stands under a total: the number, or the grade of which it is the rank.

    >>> from analysis.scores import scores
    >>> total_label(scores()["escc_2010"], 3), total_label(scores()["sins_2010"], 3)
    ('1c', '3')
    """
    band = score.band_of(total)
    return band.name if band and ranks_only(score) else str(total)


def item_label(item: Item, dictionary: Dictionary, lang: str) -> str:
    """Return an item's label; in English its name, by which a patient's values are given."""
    if lang == "en" or item.name not in dictionary:
        return item.label or item.name
    return dictionary[item.name].label(lang)


def level_label(item: Item, level: Level, dictionary: Dictionary, lang: str) -> str:
    """Return a level's label from the dictionary, or the level as the score has it."""
    if isinstance(level, Range) or item.name not in dictionary:
        return str(level)
    return dictionary[item.name].level_label(level, lang)


def variable_label(name: str, dictionary: Dictionary, lang: str) -> str:
    """Return a variable's label, or its name where the dictionary has none."""
    return dictionary[name].label(lang) if name in dictionary else name


def colon(lang: str) -> str:
    """Return the colon between a name and what is said of it."""
    return "：" if lang == "zh" else ": "


def of_whom(of: str, lang: str) -> str:
    """Return "patients" or "lesions" as it stands inside a sentence.

    >>> of_whom("lesions", "tr")
    'lezyonlar'
    """
    return word(of, lang).lower()
