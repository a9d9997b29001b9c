"""Make 32 rows, none of them a real patient, that satisfy every number the leptomeningeal series prints.

The patients' rows were never published. A seeded search meets what `leptomeningeal_constraints` lists. Run it
to write the two files again, byte for byte: `python -m analysis.cohorts.reconstruct_leptomeningeal`.
"""

import csv
import io
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import exp, sqrt
from pathlib import Path
from random import Random
from statistics import NormalDist, mean, stdev

from analysis.cohorts import leptomeningeal_constraints as series
from analysis.cohorts.leptomeningeal_constraints import Row, Value

SEED = 47
NOTE = "reconstructed, not real patients"
NOTE_TR = "yeniden oluşturulmuş (reconstructed), gerçek hasta değil"


def reconstruct() -> list[Row]:
    """Return the 32 patients in the order of their entry, with every column of the files."""
    rng = Random(SEED)
    persons = [series.NOT_MENTIONED | row for row in series.PERSONS.values()]
    rows: list[Row] = persons + [{} for _ in range(series.PATIENTS - len(persons))]
    for variable, counts in series.COUNTS.items():
        deal(rows, variable, Counter(counts).elements(), rng)
    deal(rows, "age_years", search_ages(rng), rng)
    deal(rows, "mri_field_strength_t", Counter(series.SCANNERS).elements(), rng)
    deaths, losses = search_survival(rng)
    deal([row for row in rows if row["died"] == "yes"], "days", deaths, rng)
    deal([row for row in rows if row["died"] == "no"], "days", losses, rng)
    entries = range(series.FIRST_ENTRY.toordinal(), series.LAST_ENTRY.toordinal() + 1)
    deal(rows, "entry", shuffled(entries, rng)[: series.PATIENTS], rng)
    by_entry = sorted(rows, key=lambda row: int(row["entry"]))
    return [finished(row, number) for number, row in enumerate(by_entry, start=1)]


def deal(rows: Sequence[Row], variable: str, values: Iterable[Value], rng: Random) -> None:
    """Give the rows that lack a variable, at random, what the other rows leave of its values.

    Rows to which the rules leave the fewest values choose first. A dead end is a StopIteration, and
    asks for another seed.
    """

    def allowed(row: Row, value: Value) -> bool:
        return all(rule.holds({**row, variable: value}) for rule in series.RULES)

    taken = Counter(row[variable] for row in rows if variable in row)
    left = shuffled((Counter(values) - taken).elements(), rng)
    waiting = [row for row in rows if variable not in row]
    for row in sorted(waiting, key=lambda row: sum(allowed(row, value) for value in left)):
        row[variable] = next(value for value in left if allowed(row, value))
        left.remove(row[variable])


def shuffled(items: Iterable[Value], rng: Random) -> list[Value]:
    """Return the items in random order, by random() alone: the stream that Python promises to keep."""
    return sorted(items, key=lambda _: rng.random())


def search_ages(rng: Random) -> list[int]:
    """Return whole ages, the captions' among them, whose mean, SD and range print as published."""
    extremes = (series.YOUNGEST, series.OLDEST)
    captions = [int(row["age_years"]) for row in series.PERSONS.values() if "age_years" in row]
    others = series.PATIENTS - len(extremes) - len(captions)
    normal = NormalDist(float(series.MEAN_AGE), float(series.SD_AGE))
    while True:
        ages = [*extremes, *captions, *(round(normal.inv_cdf(rng.random())) for _ in range(others))]
        printed = (one_decimal(mean(ages)), one_decimal(stdev(ages)))
        if printed == (series.MEAN_AGE, series.SD_AGE) and (min(ages), max(ages)) == extremes:
            return ages


def search_survival(rng: Random) -> tuple[list[int], list[int]]:
    """Return the days to death and to loss whose median, error and limits print as published.

    At the median the curve lies below one half, not on it, so that every rule gives the same median.
    """
    dead, lost = series.COUNTS["died"]["yes"], series.COUNTS["died"]["no"]
    while True:
        deaths = [series.MEDIAN_DAYS, *(draw_days(series.DEATH_DAYS, rng) for _ in range(dead - 1))]
        losses = [draw_days(series.LOSS_DAYS, rng) for _ in range(lost)]
        median, survival, error = spss_median(deaths, losses)
        if survival < Fraction(1, 2) and prints_as_published(median, error):
            return deaths, losses


def draw_days(allowed: Collection[int], rng: Random) -> int:
    """Return an allowed number of days from the log-normal distribution."""
    while (days := round(exp(series.LOG_DAYS.inv_cdf(rng.random())))) not in allowed:
        pass
    return days


def spss_median(deaths: Sequence[int], losses: Sequence[int]) -> tuple[int, Fraction, float]:
    """Return the median under SPSS's rule, the survival there, and the median's standard error.

    The error is Greenwood's at the median over the slope between the last death with a survival of at
    least 0.55 and the first with at most 0.45.
    """
    survival, greenwood, curve = Fraction(1), Fraction(0), []
    for day, died in sorted(Counter(deaths).items()):
        at_risk = sum(other >= day for other in (*deaths, *losses))
        survival *= Fraction(at_risk - died, at_risk)
        greenwood += Fraction(died, at_risk * (at_risk - died)) if at_risk > died else 0
        curve.append((day, survival, greenwood))
    median, at_median, variance = next(step for step in curve if step[1] <= Fraction(50, 100))
    upper, at_upper, _ = [step for step in curve if step[1] >= Fraction(55, 100)][-1]
    lower, at_lower, _ = next(step for step in curve if step[1] <= Fraction(45, 100))
    slope = (at_upper - at_lower) / (lower - upper)
    return median, at_median, float(at_median / slope) * sqrt(variance)


def prints_as_published(median: int, error: float) -> bool:
    """Tell whether a median, its error and its limits, cut after one decimal, are the printed ones."""
    cut = tuple(one_decimal(x, ROUND_DOWN) for x in (error, median - 1.96 * error, median + 1.96 * error))
    return (median, *cut) == (series.MEDIAN_DAYS, series.MEDIAN_SE, *series.MEDIAN_LIMITS)


def one_decimal(x: float, rounding: str = ROUND_HALF_UP) -> str:
    """Return the text of a number with one decimal."""
    return str(Decimal(x).quantize(Decimal("0.1"), rounding))


def finished(row: Row, number: int) -> Row:
    """Return a row with the columns that follow from what it was dealt."""
    entry = date.fromordinal(int(row["entry"]))
    end = entry + timedelta(days=int(row["days"]))
    return row | {
        "cohort_note": NOTE,
        "patient_id": f"REC-{number:02}",
        "histology": series.HISTOLOGY[row["primary_site"]],
        "chemotherapy": "no" if row["treatment"] == "refused" else "yes",
        "radiotherapy": "conventional" if row["treatment"] == "chemoradiotherapy" else "none",
        "diagnosis_date": entry.isoformat(),
        "last_follow_up_date": end.isoformat(),
        "death_date": end.isoformat() if row["died"] == "yes" else "",
    }


def day_first(text: str) -> str:
    """Return 2016-03-05 as 05.03.2016.

    >>> day_first("2016-03-05")
    '05.03.2016'
    """
    return ".".join(reversed(text.split("-")))


def listed(nerves: str) -> str:
    """Return a set of nerves as the hospital writes it.

    >>> listed("7|8")
    '7, 8'
    """
    return "Yok" if nerves == "none" else nerves.replace("|", ", ")


PRIMARIES = {
    "lung_nsclc": "Akciğer (KHDAK)",
    "lung_sclc": "Akciğer (KHAK)",
    "breast_unknown": "Meme (reseptör bilinmiyor)",
    "melanoma": "Malign melanom",
    "stomach": "Mide",
    "ovary": "Over",
    "unknown_primary": "Primeri bilinmeyen",
}
LOCATIONS = {
    "supratentorial": "Supratentoryal",
    "infratentorial": "İnfratentoryal",
    "both": "Supratentoryal+İnfratentoryal",
}
ENHANCEMENTS = {"linear": "Lineer", "nodular": "Nodüler", "both": "Lineer + Nodüler"}
PRESENT = {"yes": "Var", "no": "Yok"}.__getitem__

COLUMNS: Mapping[str, tuple[str, Callable[[str], str]]] = {
    "cohort_note": ("Kohort notu", {NOTE: NOTE_TR}.__getitem__),
    "patient_id": ("Hasta No", str),
    "age_years": ("Yaş", str),
    "sex": ("Cinsiyet", {"female": "K", "male": "E"}.__getitem__),
    "primary_site": ("Primer", PRIMARIES.__getitem__),
    "histology": ("Histoloji", str),
    "headache": ("Baş ağrısı", PRESENT),
    "altered_consciousness": ("Bilinç değişikliği", PRESENT),
    "nausea_vomiting": ("Bulantı-Kusma", PRESENT),
    "focal_deficit": ("Fokal nörolojik defisit", PRESENT),
    "poor_general_condition": ("Genel durum bozukluğu", PRESENT),
    "seizure": ("Epileptik nöbet", PRESENT),
    "chemotherapy": ("Kemoterapi", PRESENT),
    "radiotherapy": ("Radyoterapi", {"none": "Yok", "conventional": "Konvansiyonel"}.__getitem__),
    "diagnosis_date": ("Tanı tarihi", day_first),
    "last_follow_up_date": ("Son takip tarihi", day_first),
    "death_date": ("Ölüm tarihi", day_first),
    "died": ("Son durum", {"yes": "Eksitus", "no": "Takipten çıktı"}.__getitem__),
    "multi_organ_metastasis": ("Multiorgan metastazı", PRESENT),
    "mri_field_strength_t": ("MRG alan gücü (T)", lambda text: text.replace(".", ",")),
    "lm_location": ("LM yerleşimi", LOCATIONS.__getitem__),
    "lm_enhancement": ("LM kontrastlanma paterni", ENHANCEMENTS.__getitem__),
    "hydrocephalus": ("Hidrosefali", PRESENT),
    "subependymal_nodule": ("Subependimal nodül", PRESENT),
    "parenchymal_metastasis": ("Parankimal metastaz", PRESENT),
    "dural_metastasis": ("Dural metastaz", PRESENT),
    "calvarial_metastasis": ("Kalvaryal metastaz", PRESENT),
    "cranial_nerves": ("Kraniyal sinir tutulumu", listed),
}
"""Canonical name → the hospital's heading, and how the hospital writes a canonical text."""


def canonical_file(rows: Sequence[Row]) -> bytes:
    """Return the cohort under the dictionary's names and level keys: UTF-8, commas, ISO dates."""
    cells = [[str(row[name]) for name in COLUMNS] for row in rows]
    return csv_text([list(COLUMNS), *cells], delimiter=",", line_end="\n").encode()


def hospital_file(rows: Sequence[Row]) -> bytes:
    """Return the cohort as a hospital's Turkish Excel saves it: cp1254, semicolons, decimal commas."""
    headings = [heading for heading, _ in COLUMNS.values()]
    cells = [[write(str(row[name])) for name, (_, write) in COLUMNS.items()] for row in rows]
    return csv_text([headings, *cells], delimiter=";", line_end="\r\n").encode("cp1254")


def csv_text(lines: Iterable[Sequence[str]], *, delimiter: str, line_end: str) -> str:
    """Return lines of cells as the text of a CSV file."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator=line_end).writerows(lines)
    return text.getvalue()


def files() -> dict[str, bytes]:
    """Return the name and the content of each file."""
    rows = reconstruct()
    return {
        "leptomeningeal_reconstructed.csv": canonical_file(rows),
        "leptomeningeal_reconstructed_hospital.csv": hospital_file(rows),
    }


if __name__ == "__main__":
    for name, content in files().items():
        Path(__file__).with_name(name).write_bytes(content)
