"""Every number that the leptomeningeal series prints, counted by hand from the reconstructed file."""

import csv
import re
from collections.abc import Callable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from math import floor, sqrt
from pathlib import Path

import pandas as pd
import pytest

from analysis.cohorts import reconstruct_leptomeningeal as script
from analysis.dictionary import load_dictionary
from analysis.loaders.read import read as read_cohort

COHORTS = Path(script.__file__).parent
CANONICAL = COHORTS / "leptomeningeal_reconstructed.csv"
HOSPITAL = COHORTS / "leptomeningeal_reconstructed_hospital.csv"
REFERENCE = Path(__file__).with_name("reference")

Patient = dict[str, str]


def read(path: Path, encoding: str = "utf-8", delimiter: str = ",") -> list[Patient]:
    with path.open(encoding=encoding, newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


PATIENTS = read(CANONICAL)


def is_(variable: str, *values: str) -> Callable[[Patient], bool]:
    return lambda patient: patient[variable] in values


def treated(chemotherapy: str, radiotherapy: str) -> Callable[[Patient], bool]:
    return lambda patient: (patient["chemotherapy"], patient["radiotherapy"]) == (chemotherapy, radiotherapy)


def nerve(*numbers: str) -> Callable[[Patient], bool]:
    return lambda patient: bool(set(numbers) & set(patient["cranial_nerves"].split("|")))


def days(patient: Patient) -> int:
    entry, end = patient["diagnosis_date"], patient["last_follow_up_date"]
    return (date.fromisoformat(end) - date.fromisoformat(entry)).days


# Printed in tables 1 and 2, the results and the abstract: row, who is counted, n and % as printed.
PRINTED = [
    ("Hasta sayısı", lambda patient: True, 32, "100"),
    ("K", is_("sex", "female"), 12, "37.5"),
    ("E", is_("sex", "male"), 20, "62.5"),
    ("Akciğer", is_("primary_site", "lung_nsclc", "lung_sclc"), 17, "53.1"),
    ("Akciğer adenokarsinom", is_("primary_site", "lung_nsclc"), 12, "37.5"),
    ("Akciğer küçük hücreli", is_("primary_site", "lung_sclc"), 5, "15.6"),
    ("Meme", is_("primary_site", "breast_unknown"), 8, "25"),
    ("Cilt, malign melanom", is_("primary_site", "melanoma"), 3, "9.4"),
    ("Mide", is_("primary_site", "stomach"), 2, "6.3"),
    ("Over", is_("primary_site", "ovary"), 1, "3.1"),
    ("Primeri bilinmeyen", is_("primary_site", "unknown_primary"), 1, "3.1"),
    ("Adenokarsinom, akciğer ve mide", is_("histology", "Adenokarsinom"), 14, None),
    ("Küçük hücreli karsinom", is_("histology", "Küçük hücreli karsinom"), 5, "15.6"),
    ("İnvaziv duktal karsinom", is_("histology", "İnvaziv duktal karsinom"), 8, "25"),
    ("Malign melanom", is_("histology", "Malign melanom"), 3, "9.4"),
    ("Seröz adenokarsinom", is_("histology", "Seröz adenokarsinom"), 1, "3.1"),
    ("Metastatik tümör", is_("histology", "Metastatik tümör"), 1, "3.1"),
    ("Multi organ metastazı", is_("multi_organ_metastasis", "yes"), 32, "100"),
    ("Baş ağrısı", is_("headache", "yes"), 32, "100"),
    ("Bilinç değişikliği", is_("altered_consciousness", "yes"), 17, "53.1"),
    ("Bulantı-Kusma", is_("nausea_vomiting", "yes"), 9, "28.1"),
    ("Fokal nörolojik defisit", is_("focal_deficit", "yes"), 5, "15.6"),
    ("Genel durum bozukluğu", is_("poor_general_condition", "yes"), 4, "12.5"),
    ("Epileptik nöbet", is_("seizure", "yes"), 1, "3.1"),
    ("KT", treated("yes", "none"), 18, "56.3"),
    ("KT ve RT", treated("yes", "conventional"), 11, "34.4"),
    ("Tedavi almayan", treated("no", "none"), 3, "9.4"),
    ("Eksitus", is_("died", "yes"), 26, None),  # printed as 100%: of those not lost
    ("Takibi bıraktı", is_("died", "no"), 6, None),
    ("İzole tutulum", is_("parenchymal_metastasis", "no"), 4, "12.5"),
    ("Serebral parankim", is_("parenchymal_metastasis", "yes"), 28, "87.5"),
    ("Dura", is_("dural_metastasis", "yes"), 7, "21.9"),
    ("Kalvaryum", is_("calvarial_metastasis", "yes"), 1, "3.1"),
    ("Supratentoryal", is_("lm_location", "supratentorial"), 3, "9.4"),
    ("İnfratentoryal", is_("lm_location", "infratentorial"), 13, "40.6"),
    ("Supratentoryal+ İnfratentoryal", is_("lm_location", "both"), 16, "50"),
    ("Lineer", is_("lm_enhancement", "linear"), 8, "25"),
    ("Nodüler", is_("lm_enhancement", "nodular"), 17, "53.1"),
    ("Lineer + Nodüler", is_("lm_enhancement", "both"), 7, "21.9"),
    ("Ventriküler subependimal nodül", is_("subependymal_nodule", "yes"), 4, "12.5"),
    ("Kraniyal sinir tutulumu", nerve("4", "5", "6", "7", "8", "9", "10"), 4, "12.5"),
    ("KS 4-6", nerve("4", "6"), 1, "3.1"),
    ("KS 5", nerve("5"), 2, "6.3"),
    ("KS 7-8", nerve("7", "8"), 3, None),  # printed as 6.3%, which would be 2
    ("KS 9-10", nerve("9", "10"), 1, "3.1"),
    ("Hidrosefali", is_("hydrocephalus", "yes"), 14, "43.8"),
]


@pytest.mark.parametrize(("row", "counted", "n", "percent"), PRINTED, ids=[line[0] for line in PRINTED])
def test_count_is_the_printed_one(
    row: str, counted: Callable[[Patient], bool], n: int, percent: str | None
) -> None:
    """The rows hold each printed n, and its percentage of 32 prints as published."""
    found = sum(counted(patient) for patient in PATIENTS)
    assert found == n
    if percent is not None:
        exact = Decimal(100 * found) / Decimal(32)
        assert exact.quantize(Decimal("0.1"), ROUND_HALF_UP) == Decimal(percent)


def test_exclusions_leave_the_32_rows() -> None:
    """Of 78 patients 46 had a haematological malignancy; 26 died and 6 were lost of the others."""
    assert len(PATIENTS) == 78 - 46 == 26 + 6
    assert len({patient["patient_id"] for patient in PATIENTS}) == 32


def test_ages_print_as_published() -> None:
    """Mean 55.4, SD 12 (12.0 by the sample formula), range 29 to 75."""
    ages = [int(patient["age_years"]) for patient in PATIENTS]
    average = sum(ages) / 32
    sd = sqrt(sum((age - average) ** 2 for age in ages) / 31)
    assert 55.35 <= average < 55.45
    assert 11.95 <= sd < 12.05
    assert (min(ages), max(ages)) == (29, 75)


CAPTIONS = {
    "figure 1": "61 male lung_nsclc infratentorial linear",
    "figure 2": "58 male lung_sclc supratentorial linear",
    "figure 3": "41 female melanoma supratentorial both",
    "figure 5": "62 male lung_sclc infratentorial linear",
}


def captioned(figure: str) -> Patient:
    columns = ("age_years", "sex", "primary_site", "lm_location", "lm_enhancement")
    (found,) = [p for p in PATIENTS if " ".join(p[c] for c in columns) == CAPTIONS[figure]]
    return found


def test_patients_of_the_captions_are_four_persons() -> None:
    """Each described man or woman is there once, with what else the caption says."""
    assert len({captioned(figure)["patient_id"] for figure in CAPTIONS}) == 4
    assert captioned("figure 3")["hydrocephalus"] == "yes"
    assert captioned("figure 5")["cranial_nerves"] == "4|5|6|7|8|9|10"


def test_subependymal_nodules_are_those_of_figure_4() -> None:
    """A small-cell, a breast and a melanoma patient have them, in linear or nodular disease."""
    found = [patient for patient in PATIENTS if patient["subependymal_nodule"] == "yes"]
    assert {"lung_sclc", "breast_unknown", "melanoma"} <= {patient["primary_site"] for patient in found}
    assert {patient["lm_enhancement"] for patient in found} <= {"linear", "nodular"}


def test_cranial_nerves_are_involved_in_lung_and_breast_only() -> None:
    """Both carcinomas have them and no other does; 7 and 8 are the most often involved."""
    found = [patient for patient in PATIENTS if patient["cranial_nerves"] != "none"]
    assert {patient["primary_site"].split("_")[0] for patient in found} == {"lung", "breast"}
    most = {number: sum(map(nerve(number), PATIENTS)) for number in ["4", "5", "6", "7", "8", "9", "10"]}
    assert all(most["7"] == most["8"] > most[other] for other in ["4", "5", "6", "9", "10"])


def test_isolated_disease_has_no_other_metastasis_in_the_head() -> None:
    """The four without parenchymal have neither dural nor calvarial metastases."""
    isolated = [patient for patient in PATIENTS if patient["parenchymal_metastasis"] == "no"]
    assert {(p["dural_metastasis"], p["calvarial_metastasis"]) for p in isolated} == {("no", "no")}


def test_the_only_ovary_is_a_womans() -> None:
    """Sex and primary agree."""
    assert [p["sex"] for p in PATIENTS if p["primary_site"] == "ovary"] == ["female"]


def test_dates_agree_with_the_text() -> None:
    """All entered from 31.01.2015 to 27.04.2018; the six were lost after treatment; the dead died last."""
    for patient in PATIENTS:
        assert "2015-01-31" <= patient["diagnosis_date"] <= "2018-04-27"
        assert patient["death_date"] == (patient["last_follow_up_date"] if patient["died"] == "yes" else "")
        assert patient["died"] == "yes" or patient["chemotherapy"] == "yes"
        assert 7 <= days(patient) <= 365


def life_table() -> list[tuple[int, int, int, float, float]]:
    """Return day, at risk, dead, survival and its Greenwood error for each day on which someone died."""
    lines, survival, total = [], 1.0, 0.0
    for day in sorted({days(patient) for patient in PATIENTS if patient["died"] == "yes"}):
        at_risk = len([patient for patient in PATIENTS if days(patient) >= day])
        dead = len([p for p in PATIENTS if days(p) == day and p["died"] == "yes"])
        survival *= 1 - dead / at_risk
        total += dead / (at_risk * (at_risk - dead))
        lines.append((day, at_risk, dead, survival, survival * sqrt(total)))
    return lines


def test_life_table_is_that_of_r() -> None:
    """R's survfit (survival 3.5-3) prints the same curve: tests/reference/leptomeningeal_life_table.R."""
    expected = read(REFERENCE / "leptomeningeal_life_table.csv")
    for line, reference in zip(life_table(), expected, strict=True):
        assert line == pytest.approx(tuple(float(x) for x in reference.values()), rel=1e-11)


def test_median_prints_as_published_when_cut() -> None:
    """30 days, SE 9.5, limits 11.2 and 48.7, by SPSS's rule on all 32; none of the three is so if rounded."""
    lines = life_table()
    median, _, _, survival, greenwood = next(line for line in lines if line[3] <= 0.5)
    upper = [line for line in lines if line[3] >= 0.55][-1]
    lower = next(line for line in lines if line[3] <= 0.45)
    error = greenwood * (lower[0] - upper[0]) / (upper[3] - lower[3])
    figures = (error, median - 1.96 * error, median + 1.96 * error)
    assert median == 30
    assert survival < 0.5  # below one half, not on it: R, Stata and SAS have the same median
    assert [floor(10 * x) / 10 for x in figures] == [9.5, 11.2, 48.7]


def test_readme_prints_the_life_table() -> None:
    """The table that a reader checks by hand is the one of the rows."""
    text = (COHORTS / "README.md").read_text(encoding="utf-8")
    printed = re.findall(r"^\| (\d+) \| (\d+) \| (\d+) \| .*? \| (0\.\d{5}) \|$", text, re.MULTILINE)
    assert printed == [(str(day), str(n), str(d), f"{s:.5f}") for day, n, d, s, _ in life_table()]


def test_every_row_says_that_it_is_reconstructed() -> None:
    """The label stands in the name and in the first column of both files."""
    for path, rows in ((CANONICAL, PATIENTS), (HOSPITAL, hospital())):
        assert "reconstructed" in path.name
        assert all("reconstructed" in next(iter(row.values())) for row in rows)
    assert {patient["cohort_note"] for patient in PATIENTS} == {"reconstructed, not real patients"}


def test_script_writes_the_committed_bytes() -> None:
    """Run again, the search gives the two files to the last byte."""
    assert script.files() == {path.name: path.read_bytes() for path in (CANONICAL, HOSPITAL)}


# The hospital's words, written down apart from the script.
TURKISH = {
    "Cinsiyet": {"K": "female", "E": "male"},
    "Primer": {
        "Akciğer (KHDAK)": "lung_nsclc",
        "Akciğer (KHAK)": "lung_sclc",
        "Meme (reseptör bilinmiyor)": "breast_unknown",
        "Malign melanom": "melanoma",
        "Mide": "stomach",
        "Over": "ovary",
        "Primeri bilinmeyen": "unknown_primary",
    },
    "Radyoterapi": {"Yok": "none", "Konvansiyonel": "conventional"},
    "Son durum": {"Eksitus": "yes", "Takipten çıktı": "no"},
    "LM yerleşimi": {
        "Supratentoryal": "supratentorial",
        "İnfratentoryal": "infratentorial",
        "Supratentoryal+İnfratentoryal": "both",
    },
    "LM kontrastlanma paterni": {"Lineer": "linear", "Nodüler": "nodular", "Lineer + Nodüler": "both"},
}


def hospital() -> list[Patient]:
    return read(HOSPITAL, "cp1254", ";")


def canonical_text(heading: str, text: str) -> str:
    if heading in TURKISH:
        return TURKISH[heading][text]
    if heading.endswith("tarihi"):
        return re.sub(r"(\d\d)\.(\d\d)\.(\d{4})", r"\3-\2-\1", text)
    if heading == "Kraniyal sinir tutulumu":
        return "none" if text == "Yok" else text.replace(", ", "|")
    return {"Var": "yes", "Yok": "no"}.get(text, text.replace(",", "."))


def test_hospital_file_holds_the_same_cohort() -> None:
    """Cell by cell, after the note, the Turkish file says what the canonical one says."""
    for theirs, ours in zip(hospital(), PATIENTS, strict=True):
        translated = [canonical_text(heading, text) for heading, text in theirs.items()]
        assert translated[1:] == list(ours.values())[1:]


def test_hospital_file_is_written_as_a_turkish_excel_writes_it() -> None:
    """cp1254 and not UTF-8, semicolons, CRLF, day first, decimal commas."""
    content = HOSPITAL.read_bytes()
    with pytest.raises(UnicodeDecodeError):
        content.decode("utf-8")
    assert content.count(b"\r\n") == content.count(b"\n") == 33
    assert {row["MRG alan gücü (T)"] for row in hospital()} == {"1,5", "3,0"}
    assert all(re.fullmatch(r"\d\d\.\d\d\.201[5-8]", row["Tanı tarihi"]) for row in hospital())


def test_both_files_are_read_to_the_same_cohort_without_a_problem() -> None:
    """Whichever of the two is loaded, every column but the note is the same."""
    ours, theirs = (read_cohort(path, dictionary=load_dictionary()) for path in (CANONICAL, HOSPITAL))
    assert ours.problems.count() == theirs.problems.count() == 0
    assert (theirs.source.encoding, theirs.source.delimiter, theirs.source.decimal_mark) == (
        "cp1254",
        ";",
        ",",
    )
    pd.testing.assert_frame_equal(
        ours.frame.drop(columns="cohort_note"), theirs.frame.drop(columns="cohort_note")
    )
