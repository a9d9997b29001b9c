"""The paper regenerated from its reconstructed cohort: each entry's verdict, and that it could be another."""

import re
from dataclasses import replace
from datetime import date
from fractions import Fraction

import narwhals as nw
import pandas as pd
import pytest

from analysis.cohort import Cohort, Source
from analysis.dictionary import load_dictionary
from analysis.errors import DataError, DefinitionError
from analysis.loaders.read import read
from analysis.papers import PAPERS, get_paper
from analysis.papers.core import PaperCell
from analysis.papers.recipes import (
    AllAre,
    AllBetween,
    Count,
    CountPercent,
    MeanSdRange,
    MedianSurvival,
    MostFrequent,
    Percent,
    SomeoneIs,
)
from analysis.papers.regenerate import judge, regenerate, reprint
from analysis.papers.registry import Answer, Numbers, Registry, recompute

PAPER = get_paper("leptomeningeal")


@pytest.fixture(scope="module")
def cohort():
    """Return the bundled cohort as the hospital keeps it, read as any file is."""
    return read(PAPER.path, dictionary=load_dictionary())


@pytest.fixture(scope="module")
def result(cohort):
    return regenerate(PAPER, cohort)


def cells_printed(result, published, table=None):
    return [c for c in result.cells if c.published == published and table in (None, c.table)]


def with_values(cohort, variable, change):
    """Return the cohort with one variable changed in every row."""
    return replace(cohort, frame=cohort.frame.assign(**{variable: change(cohort.frame[variable])}))


def test_every_entry_is_reproduced_but_for_these(result):
    """Three contradict themselves, the median was cut (twice printed), and two groups have no rows."""
    others = {(c.table, c.published, c.verdict) for c in result.cells if c.verdict != "reproduced"}
    assert others == {
        ("Gereç ve Yöntemler", "78 hasta", "consistent"),
        ("Gereç ve Yöntemler", "46 hasta", "consistent"),
        ("Bulgular", "30± 9.5gün (%95 güven aralığı:11.2-48.7)", "rounding"),
        ("Tablo 1", "30± 9.5 gün (%95CI:11.2-48.7)", "rounding"),
        ("Tablo 1", "55.412 (29-75)", "inconsistent"),
        ("Tablo 1", "26 (%100)", "inconsistent"),
        ("Tablo 2", "3 (%6.3)", "inconsistent"),
    }


@pytest.mark.parametrize(
    ("published", "recomputed", "named"),
    [
        ("3 (%6.3)", "3 (%9.4)", ["3 of 32 is 9.4%", "6.3% of 32 is 2"]),
        ("55.412 (29-75)", "55.4 ± 12 (29-75)", ["a ± may have been lost", "55.4 ± 12", "Bulgular"]),
        ("26 (%100)", "26 (%81.3)", ["another denominator", "26 is 100% of 26"]),
    ],
)
def test_the_contradictions_are_explained(result, published, recomputed, named):
    """Each note says what would be right."""
    (cell,) = cells_printed(result, published)
    assert cell.recomputed == recomputed
    assert all(words in cell.note for words in named)


def test_the_median_fits_only_with_its_decimals_cut(result):
    """SPSS's median of the cohort is 30 days; SE and limits equal the printed ones under truncation only."""
    (cell,) = cells_printed(result, "30± 9.5 gün (%95CI:11.2-48.7)")
    assert "truncation" in cell.note and "9.541–9.592" in cell.note
    row = result.medians["spss"].frame.iloc[0]
    assert row["quantile"] == 30 and 9.541 < row["std_error"] < 9.592


def test_the_tables_come_back_row_for_row(result):
    """Tables 1 and 2 have the paper's 32 and 21 lines, in its order and its way of printing."""
    first, second = result.tables
    assert [len(table.rows) for table in (first, second)] == [32, 21]
    assert first.header == ("", "n(%)") and first.caption.startswith("Tablo 1.")
    printed = {row.cells for table in (first, second) for row in table.rows}
    assert {
        ("Akciğer", "17 (%53.1)"),
        ("İnvaziv Duktal Karsinom", "8 (%25)"),
        ("Baş ağrısı", "32 (%100)"),
    } <= printed
    assert {
        ("KS 5", "2 (%6.3)"),
        ("Supratentoryal+ İnfratentoryal", "16 (%50)"),
        ("Yaş", "55.4 ± 12 (29-75)"),
    } <= printed
    assert all("reconstructed" in table.note for table in result.tables)
    assert [row.cells[0] for row in first.rows if row.heading][:2] == [
        "Cinsiyet",
        "Primer malignite orijini/histolojik subtipi",
    ]


def test_the_curve_is_of_all_patients(result):
    """32 at risk at the start, 26 deaths, 6 censored."""
    curve = result.curves.frame
    assert curve["n_risk"].iloc[0] == 32
    assert (curve["n_event"].sum(), curve["n_censor"].sum()) == (26, 6)


def test_another_cohort_is_not_reproduced(cohort):
    """With every sex turned, women are 20: entries on sex are refuted, the others stand."""
    turned = with_values(cohort, "sex", lambda sex: sex.map({"male": "female", "female": "male"}))
    verdicts = {(c.table, c.row): c for c in judge(PAPER, Registry.of(turned))}
    women = verdicts["Tablo 1", "K"]
    assert (women.verdict, women.recomputed) == ("not reproduced", "20 (%62.5)")
    assert verdicts["Tablo 1", "KT"].verdict == "reproduced"
    figure = verdicts["Resim 3", "malign melanom, supratentoryal, hidrosefali"]
    assert (figure.verdict, figure.recomputed) == ("not reproduced", "0 of 32")


def test_a_contradiction_stays_one_whatever_the_data(cohort):
    """3 (6.3%) of 32 contradicts itself even where the data have 2."""
    fewer = with_values(cohort, "cranial_nerves", lambda nerves: nerves.astype(str).replace("5", "none"))
    cell = next(c for c in judge(PAPER, Registry.of(fewer)) if c.published == "3 (%6.3)")
    assert cell.verdict == "inconsistent"


def test_a_registry_without_the_variable_has_no_verdict_of_its_own(cohort):
    """Without the column, numbers that agree are consistent, claims are "no data", and the note names it."""
    without = replace(cohort, frame=cohort.frame.drop(columns=["hydrocephalus"]))
    found = {(c.table, c.row): c for c in judge(PAPER, Registry.of(without))}
    row = found["Tablo 2", "Hidrosefali"]
    assert (row.verdict, row.recomputed) == ("consistent", None) and "hydrocephalus" in row.note
    assert found["Resim 3", "malign melanom, supratentoryal, hidrosefali"].verdict == "no data"


def test_only_patients_who_were_kept_are_counted(cohort):
    """A cohort from which the women were removed has 20 patients."""
    men = cohort.keep(nw.col("sex").cast(nw.String) == "male", "men")
    assert recompute(Count({}), Registry.of(men)) == Numbers((Fraction(20),))


# Recipes on rows that can be counted by hand ---------------------------------------------------------------

ROWS = pd.DataFrame(
    {
        "age_years": [40.0, 50.0, 63.0, None],
        "sex": ["female", "male", "male", None],
        "primary_site": ["lung_nsclc|lung_sclc", "lung_nsclc", "melanoma", "melanoma"],
        "cranial_nerves": ["5|7", "none", "7|8", None],
        "died": ["yes", "yes", "no", "no"],
        "diagnosis_date": pd.array(
            [16436, 16466, 17648, None], dtype="Int64"
        ),  # 2015-01-01, 01-31, 2018-04-27
        "last_follow_up_date": pd.array([16446, 16486, 17678, None], dtype="Int64"),
    }
)


@pytest.fixture(scope="module")
def registry():
    return Registry.of(Cohort(ROWS, load_dictionary(), Source("rows", "", "rows")))


@pytest.mark.parametrize(
    ("recipe", "values"),
    [
        (Count({"sex": "male"}), (2,)),
        (Count({}), (4,)),
        (Count({"age_years": 50}), (1,)),
        (Count({"sex": ("male", "female")}), (3,)),  # an unknown sex meets no condition
        (Count({"cranial_nerves": "7"}), (2,)),
        (Count({"cranial_nerves": ("5", "8")}), (2,)),  # any of
        (Count({"cranial_nerves": frozenset({"7", "8"})}), (1,)),  # all of
        (Count({"primary_site": "lung_nsclc"}), (1,)),  # two candidates are not one of them
        (Count({"primary_site": ("lung_nsclc", "lung_sclc")}), (2,)),
        (Percent({"sex": "male"}), (50,)),
        (Percent({"died": "yes"}, of={"sex": "male"}), (50,)),
        (CountPercent({"died": "yes"}, of={"cranial_nerves": "7"}), (1, 50)),
    ],
)
def test_recipes_count_as_by_hand(registry, recipe, values):
    """Four patients, of whom one has neither age, sex nor nerves recorded."""
    assert recompute(recipe, registry) == Numbers(tuple(map(Fraction, values)))


def test_mean_and_sd_are_the_samples(registry):
    """40, 50 and 63: mean 51, squared deviations 121 + 1 + 144 = 266 over 2, SD 11.533 (by hand)."""
    found = recompute(MeanSdRange("age_years"), registry)
    mean, sd, low, high = found.values
    assert (mean, low, high) == (51, 40, 63)
    assert float(sd) == pytest.approx(133**0.5, rel=1e-12)


@pytest.mark.parametrize(
    ("recipe", "holds", "evidence"),
    [
        (SomeoneIs({"sex": "male", "age_years": 63}), True, "1 of 4"),
        (SomeoneIs({"sex": "female", "age_years": 63}), False, "0 of 4"),
        (AllAre({"sex": "male"}, among={"primary_site": "melanoma"}), False, "1 of 2"),
        (AllAre({"died": "yes"}, among={"sex": "female"}), True, "1 of 1"),
        (AllAre({"died": "yes"}, among={"sex": "other"}), False, "0 of 0"),
        (AllBetween("diagnosis_date", date(2015, 1, 1), date(2018, 4, 27)), False, "3 of 4"),  # one unknown
        (
            MostFrequent(({"cranial_nerves": "7"},), than=({"cranial_nerves": "8"},)),
            True,
            "2 against at most 1",
        ),
        (MostFrequent(({"sex": "female"},), than=({"cranial_nerves": "8"},)), False, "1 against at most 1"),
    ],
)
def test_claims_hold_or_not(registry, recipe, holds, evidence):
    """A claim comes with the counts that show it, and no patient's date."""
    assert recompute(recipe, registry) == Answer(holds, evidence)


def test_the_ends_of_a_period_belong_to_it():
    """The first and the last day are inside, the days before and after are not."""
    frame = ROWS.dropna(subset=["diagnosis_date"])
    registry = Registry.of(Cohort(frame, load_dictionary(), Source("rows", "", "rows")))
    for first, last, inside in (
        (date(2015, 1, 1), date(2018, 4, 27), 3),
        (date(2015, 1, 2), date(2018, 4, 27), 2),
        (date(2015, 1, 1), date(2018, 4, 26), 2),
    ):
        assert recompute(AllBetween("diagnosis_date", first, last), registry).evidence == f"{inside} of 3"


def test_what_cannot_be_computed_is_nothing(registry):
    """No variable, nobody to divide by, and nobody who died."""
    assert recompute(Count({"hydrocephalus": "yes"}), registry) is None
    assert recompute(Percent({"sex": "male"}, of={"sex": "other"}), registry) is None
    alive = replace(registry.cohort, frame=ROWS.assign(died="no"))
    assert recompute(MedianSurvival(), Registry.of(alive)) is None


# Printing anew ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "values", "rule", "printed"),
    [
        ("17 (%53.1)", ("17", "53.125"), "half away from zero", "17 (%53.1)"),
        ("17 (%53,1)", ("9", "28.125"), "half away from zero", "9 (%28,1)"),
        ("8 (%25)", ("8", "25"), "half away from zero", "8 (%25)"),
        ("8 (%25)", ("9", "28.125"), "half away from zero", "9 (%28.1)"),
        ("2 (%6.3)", ("2", "6.25"), "half away from zero", "2 (%6.3)"),
        ("2 (%6.3)", ("2", "6.25"), "truncation", "2 (%6.2)"),
        ("32 (%100)", ("30", "93.75"), "half away from zero", "30 (%93.8)"),
        ("0.052 kg", ("0.0519",), "half away from zero", "0.052 kg"),
        ("32", ("4", "12.5"), "half away from zero", "4, 12.5"),
    ],
)
def test_an_entry_is_printed_with_other_numbers(text, values, rule, printed):
    """The words and signs stay, numbers take their places, trailing zeros go."""
    assert reprint(text, Numbers(tuple(map(Fraction, values))), 1, rule) == printed


def test_papers_are_found_by_key():
    """An unknown key is refused with the known ones."""
    assert get_paper("leptomeningeal") is PAPERS["leptomeningeal"]
    with pytest.raises(DataError, match="leptomeningeal"):
        get_paper("spinal")


def test_every_entry_gives_as_many_numbers_as_it_prints(cohort):
    """Each recipe's numbers find their places in the entry as it is laid out."""
    registry = Registry.of(cohort)
    for entry in PAPER.entries:
        found = recompute(entry.recipe, registry) if entry.recipe else None
        if isinstance(found, Numbers):
            printed = re.findall(r"\d+(?:\.\d+)?", entry.layout or entry.published)
            assert len(printed) == len(found.values), entry


def test_a_paper_that_contradicts_its_own_definition_is_refused():
    """A kind that does not exist, and a table without rows."""
    with pytest.raises(DefinitionError, match="kinds"):
        replace(PAPER, cells=(*PAPER.cells, PaperCell("Tablo 1", "x", "1", kind="share")))
    with pytest.raises(DefinitionError, match="Tablo 2"):
        replace(PAPER, cells=PAPER.rows("Tablo 1"))
