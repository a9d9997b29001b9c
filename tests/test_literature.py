"""Figures of the literature: each as its text prints it, and the cohort's own beside it."""

import json
from dataclasses import replace
from math import inf
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from analysis.cli import main
from analysis.cohort import DAYS_PER_MONTH, Cohort, Source
from analysis.dictionary import load_dictionary
from analysis.errors import DataError, DefinitionError
from analysis.indications.definition import named
from analysis.loaders.read import read
from analysis.papers.literature.compare import LITERATURE, REASONS, compare_with_literature
from analysis.papers.literature.definition import MONTHS, Passage, PublishedFigure
from analysis.papers.literature.populations import SPINAL
from analysis.papers.literature.table import literature_table
from analysis.tables.words import WORDS

SEEDS = Path(__file__).parents[2] / "shared" / "seeds"
SERIES = Path(__file__).parents[1] / "analysis" / "cohorts" / "leptomeningeal_reconstructed.csv"
DICTIONARY = load_dictionary()
BY_KEY = {figure.key: figure for figure in LITERATURE}
EVERY = pytest.mark.parametrize("figure", LITERATURE, ids=lambda figure: figure.key)


def cohort(**columns):
    """Return a cohort of hand-written columns."""
    return Cohort(pd.DataFrame(columns), DICTIONARY, Source("by_hand.csv", "", "by_hand"))


def found(patients, *keys, **options):
    """Return the comparison of a cohort with some figures, by key."""
    figures = [BY_KEY[key] for key in keys] or LITERATURE
    return compare_with_literature(patients, figures=figures, **options).set_index("key")


def counted(row):
    """Return a row's numerator, denominator and number of missing."""
    return row["n"], row["denominator"], row["missing"]


@pytest.fixture(scope="module")
def series():
    """The leptomeningeal series beside every figure."""
    return found(read(SERIES, dictionary=DICTIONARY))


@pytest.fixture(scope="module")
def registry(tmp_path_factory):
    """A synthetic registry of 300 patients and its lesions, as the command writes them."""
    folder = tmp_path_factory.mktemp("registry")
    files = [str(folder / name) for name in ("synthetic.csv", "synthetic_lesions.csv")]
    result = CliRunner().invoke(main, ["simulate", "300", "-o", files[0], "--lesions", files[1]])
    assert result.exit_code == 0, result.output
    return files


# The figures themselves


@EVERY
def test_each_figure_is_printed_in_its_line(figure):
    """The quote stands in the line as it is, and so do the numbers."""
    if not SEEDS.is_dir():
        pytest.skip("the texts are not beside the project")
    passage = figure.passage
    path = next(SEEDS.glob(f"{passage.seed.removeprefix('seeds/')}_*"))
    line = path.read_text(encoding="utf-8").split("\n")[passage.line - 1]
    assert passage.quote in line and len(passage.quote) <= 60
    if figure.key == "lm_hydrocephalus":  # "üçte birinde": a third, in words
        assert figure.low == figure.high == pytest.approx(100 / 3, abs=1e-12)
    else:
        assert all(f"{end:g}" in passage.quote for end in (figure.low, figure.high) if end is not None)


@EVERY
def test_each_citation_is_printed_near_its_line(figure):
    """The reference stands within fifteen printed lines, of which every other one is blank in seeds/001."""
    if not SEEDS.is_dir():
        pytest.skip("the texts are not beside the project")
    passage = figure.passage
    path = next(SEEDS.glob(f"{passage.seed.removeprefix('seeds/')}_*"))
    lines = path.read_text(encoding="utf-8").split("\n")
    assert passage.citation in "".join(lines[passage.line - 1 : passage.line + 18])


@EVERY
def test_each_variable_and_level_is_in_the_dictionary(figure):
    """What is compared, and who is compared, can be recorded."""
    if figure.variable == "vertebral_levels":
        assert set(figure.levels) <= set("CTLS")
    elif figure.variable:
        assert {*figure.levels, *figure.apart} <= set(DICTIONARY[figure.variable].level_keys)
    assert all(name in DICTIONARY for name in figure.of.recorded)
    for alternative in (*figure.of.any_of, *figure.of.unless):
        for variable, levels in alternative.items():
            assert set(levels) <= set(DICTIONARY[variable].level_keys)


@EVERY
def test_each_figure_is_named_in_every_language(figure):
    """Labels, populations and readings are in English, Turkish and Chinese."""
    for names in (figure.labels, figure.of.labels, *([figure.reading] if figure.reading else [])):
        assert set(names) == {"en", "tr", "zh"} and all(names.values())


def test_keys_are_unique_and_reasons_have_words():
    """A key names one figure; every verdict's reason can be printed."""
    assert len(BY_KEY) == len(LITERATURE)
    assert all(set(WORDS[reason]) == {"en", "tr", "zh"} for reason in REASONS)


@pytest.mark.parametrize(
    "wrong",
    [
        {"low": 5, "high": 2},
        {"low": None, "high": None},
        {"low": 10, "high": 120},
        {"low": 2, "high": 5, "strict": True},
        {"low": 2, "high": 5, "unit": "years"},
    ],
)
def test_an_impossible_figure_cannot_be_defined(wrong):
    with pytest.raises(DefinitionError):
        replace(BY_KEY["complications"], **wrong)


# The cohort beside them


def test_wilsons_interval_is_that_of_r(series):
    """R: prop.test(14, 32, correct = FALSE)$conf.int gives 0.28165331 and 0.60674409."""
    row = series.loc["lm_hydrocephalus"]
    assert (row["n"], row["denominator"], row["estimate"]) == (14, 32, 43.75)
    assert row[["conf_low", "conf_high"]].tolist() == pytest.approx([28.165331, 60.674409], abs=1e-5)
    assert row["verdict"] == "within"


@pytest.mark.parametrize(
    ("key", "n", "verdict"),
    [
        # Counts of tables 1 and 2 of the series; the verdicts from Wilson's intervals of R's prop.test
        ("lm_from_breast", 8, "within"),
        ("lm_from_lung", 17, "above"),
        ("lm_from_melanoma", 3, "within"),
        ("lm_nodules", 17 + 7, "above"),
        ("lm_pial", 8 + 7, "within"),
        ("lm_parenchymal", 28, "above"),
    ],
)
def test_the_series_beside_what_it_cites(series, key, n, verdict):
    """Its discussion says the same: more lungs than elsewhere, and many more parenchymal metastases."""
    row = series.loc[key]
    assert (*counted(row), row["verdict"]) == (n, 32, 0, verdict)


def test_what_the_series_does_not_hold_is_no_data(series):
    """It has no spinal imaging and no cerebrospinal fluid, and is of no spinal metastases."""
    assert series.loc["lm_spinal", ["verdict", "reason"]].tolist() == ["no data", "no_variable"]
    assert series.loc["csf_cytology_once", "reason"] == "no_variable"
    assert series.loc["spinal_from_lung", "reason"] == "no_patient"
    assert series.loc["spinal_median_survival", "reason"] == "no_patient"
    assert series.loc["lm_at_autopsy", "reason"] == "no_registry"
    assert series.loc[series["verdict"] == "no data", "estimate"].isna().all()


def test_median_survival_of_the_untreated_and_the_treated(series):
    """R: survfit(Surv(days, dead) ~ 1, conf.type = "log-log") of the 3 without chemotherapy prints 25, from
    17 to NA, and of the 29 with it 40, from 20 to 73."""
    untreated, treated = (series.loc[f"lm_{who}_median_survival"] for who in ("untreated", "treated"))
    assert counted(untreated) == (3, 3, 0) and counted(treated) == (23, 29, 0)
    assert (7 * untreated[["estimate", "conf_low"]]).tolist() == pytest.approx([25, 17])
    assert untreated[["conf_high_status", "verdict"]].tolist() == ["not estimable", "within"]
    days = DAYS_PER_MONTH * treated[["estimate", "conf_low", "conf_high"]]
    assert days.tolist() == pytest.approx([40, 20, 73])
    assert treated["verdict"] == "within"


def test_the_synthetic_registry_beside_what_it_was_drawn_from(registry):
    """It was drawn with these shares of primaries and regions, by lesion; it has no meninges."""
    rows = found(read(registry[0], dictionary=DICTIONARY, lesions=registry[1]))
    lesions = pd.read_csv(registry[1], dtype=str)["vertebral_levels"]
    known = lesions.dropna()
    thoracic = known.str.contains("T")
    assert counted(rows.loc["spinal_thoracic"]) == (thoracic.sum(), len(known), lesions.isna().sum())
    primary = pd.read_csv(registry[0], dtype=str)["primary_site"]
    lung = primary.str.startswith("lung").sum()
    assert counted(rows.loc["spinal_from_lung"]) == (lung, primary.notna().sum(), primary.isna().sum())
    drawn = ("spinal_from_lung", "spinal_from_breast", "spinal_from_prostate", "spinal_cervical")
    assert abs(rows.loc[[*drawn], "estimate"] - rows.loc[[*drawn], "published_low"]).max() < 8
    assert rows.loc["lm_from_lung", "reason"] == "no_patient"


SPINE = {"vertebral_levels": ["T5"] * 40}


@pytest.mark.parametrize(
    ("yes", "verdict"), [(0, "below"), (8, "within"), (14, "within"), (39, "above"), (40, "above")]
)
def test_the_verdict_tells_where_the_cohort_lies(yes, verdict):
    """Complications, printed as 10 to 66.7%, in 40 operated: Wilson's limits by R are 0 to 8.8 for none,
    10.5 to 34.8 for 8, 22.1 to 50.5 for 14 and 87.1 to 99.6 for 39."""
    patients = cohort(
        **SPINE, surgery_type=["separation"] * 40, complication=["yes"] * yes + ["no"] * (40 - yes)
    )
    row = found(patients, "complications").iloc[0]
    assert (*counted(row), row["verdict"]) == (yes, 40, 0, verdict)


@pytest.mark.parametrize(("pain", "verdict"), [(40, "within"), (20, "below")])
def test_an_open_end_is_endless(pain, verdict):
    """Pain in over 95%: all 40 agree with it, half do not."""
    row = found(cohort(**SPINE, pain=["local"] * pain + ["none"] * (40 - pain)), "spinal_pain").iloc[0]
    assert row["verdict"] == verdict and pd.isna(row["published_high"])


def test_a_strict_end_itself_is_outside():
    """Wilson's upper limit is 100 where all have it: over 100 can't be within, from 100 on can."""
    all_have_it = cohort(**SPINE, pain=["local"] * 40)
    strict = replace(BY_KEY["spinal_pain"], low=100)
    for figure, verdict in ((strict, "below"), (replace(strict, strict=False), "within")):
        assert compare_with_literature(all_have_it, figures=[figure])["verdict"].tolist() == [verdict]


def test_a_primary_that_may_be_another_is_missing():
    """A lung of either histology is a lung; one that may be a breast is not counted; haematological
    primaries and gliomas are not in the denominator of solid tumours."""
    primaries = ["lung_nsclc", "lung_nsclc|lung_sclc", "breast_unknown|lung_nsclc", "lymphoma", "cns_primary"]
    primaries += ["stomach|colon", "lymphoma|thymoma", None]
    row = found(cohort(primary_site=primaries, lm_location=["both"] * 8), "lm_from_lung").iloc[0]
    assert counted(row) == (2, 3, 3)


def test_patients_belong_to_the_population_that_is_recorded_of_them():
    """In a registry of both kinds each patient counts where the own metastasis is; "none" records nothing."""
    patients = cohort(
        primary_site=["lung_nsclc", "melanoma", "lung_sclc", "melanoma", "lung_nsclc"],
        vertebral_levels=["T5", "none", None, None, None],
        vertebral_metastases=[1.0, 0.0, 3.0, None, None],
        lm_enhancement=[None, "nodular", None, "both", "none"],
        tomita_type=pd.Series([None] * 5, dtype=float),
    )
    rows = found(patients, "spinal_from_lung", "lm_from_lung", "lm_from_melanoma")
    assert [counted(row) for _, row in rows.iterrows()] == [(2, 2, 0), (0, 2, 0), (2, 2, 0)]


def test_a_patient_with_chemotherapy_into_the_fluid_is_not_untreated():
    """Without a column of treatment the drugs and the radiation decide, and any of them treats."""
    patients = cohort(
        lm_location=["both"] * 4,
        chemotherapy=["no", "no", "yes", None],
        radiotherapy=["none", "none", "none", "none"],
        intrathecal_chemotherapy=["no", "yes", None, None],
        diagnosis_date=[0.0] * 4,
        death_date=[10.0, 20.0, 30.0, 40.0],
        died=["yes"] * 4,
    )
    rows = found(patients, "lm_untreated_median_survival", "lm_treated_median_survival")
    assert rows["denominator"].tolist() == [1, 2]


@pytest.mark.parametrize(
    ("columns", "reason"),
    [
        ({"follow_up_time": [5.0, 9.0], "died": ["yes", "yes"]}, "no_unit"),
        ({"died": ["yes", "yes"]}, "no_outcome"),
        ({"diagnosis_date": [0.0, 0.0], "death_date": [9.0, 9.0], "died": ["yes", "yes"]}, "no_limits"),
    ],
)
def test_why_a_median_is_not_compared(columns, reason):
    """A time of no unit is neither days nor months; where all die at once the band has no lower limit."""
    row = found(cohort(vertebral_levels=["T5", "L1"], **columns), "spinal_median_survival").iloc[0]
    assert (row["verdict"], row["reason"]) == ("no data", reason)


def test_an_empty_column_has_no_answer_and_a_number_no_cut_off():
    patients = cohort(lm_location=["both"] * 2, spinal_lm=[None, None], csf_glucose_mg_dl=[20.0, 60.0])
    rows = found(patients, "lm_spinal", "csf_glucose_low")
    assert rows["reason"].tolist() == ["no_answer", "no_cut_off"]
    assert counted(rows.iloc[0]) == (0, 0, 2)


def test_no_patients_are_no_error():
    patients = cohort(vertebral_levels=["T5"], primary_site=["stomach"])
    empty = replace(patients, frame=patients.frame.head(0))
    assert (found(empty)["verdict"] == "no data").all()


def test_an_outcome_that_is_not_there_is_refused():
    """What the user names and the registry lacks is no missing outcome, but a mistake."""
    with pytest.raises(DataError, match="has no column 'months'"):
        found(cohort(**SPINE), "spinal_median_survival", time="months")


def test_a_named_outcome_is_compared_in_months():
    """40 deaths after 1 to 40 weeks: the median by R's rule is 20.5 weeks, 4.71 months of 30.4375 days."""
    weeks = [float(week) for week in range(1, 41)]
    named_time = cohort(**SPINE, weeks=weeks, dead=[1.0] * 40)
    variable = replace(DICTIONARY["follow_up_time"], name="weeks", unit="weeks")
    event = replace(DICTIONARY["kps"], name="dead")
    dictionary = DICTIONARY.with_variables([variable, event])
    row = found(
        replace(named_time, dictionary=dictionary), "spinal_median_survival", time="weeks", event="dead"
    )
    assert row["estimate"].tolist() == pytest.approx([20.5 * 7 / 30.4375])
    assert row["verdict"].tolist() == ["below"]


def test_the_engine_makes_no_difference(registry):
    """Polars and DuckDB give what pandas gives."""
    polars, duckdb = pytest.importorskip("polars"), pytest.importorskip("duckdb")
    patients = read(registry[0], dictionary=DICTIONARY)
    expected = compare_with_literature(patients)
    frame = polars.from_pandas(patients.frame)
    for native in (frame, frame.lazy(), duckdb.sql("SELECT * FROM frame")):
        pd.testing.assert_frame_equal(compare_with_literature(replace(patients, frame=native)), expected)


# The table


def test_ranges_are_printed_as_their_language_does():
    """Open ends have a sign; a percent sign stands where the language puts it."""
    figures = [BY_KEY[k] for k in ("spinal_pain", "complications", "surgical_site_infection")]
    figures += [BY_KEY[k] for k in ("recurrence_after_piecemeal", "lm_treated_median_survival")]
    expected = {
        "en": [">95%", "10–66.7%", "≤30%", "≥90%", "<8 months"],
        "tr": [">%95", "%10–66,7", "≤%30", "≥%90", "<8 ay"],
        "zh": [">95%", "10～66.7%", "≤30%", "≥90%", "<8个月"],
    }
    for lang, texts in expected.items():
        compared = compare_with_literature(cohort(**SPINE), figures=figures, lang=lang)
        table = literature_table(compared, lang=lang)
        assert [row.cells[2] for row in table.rows if not row.heading] == texts


def test_a_note_says_what_was_compared_instead(series):
    """Of what was compared only, and the same reading once."""
    note = literature_table(series.reset_index()).note
    assert "Hydrocephalus: printed of communicating hydrocephalus; any is compared." in note
    assert note.count("read as shares") == 1 and "thromboembolism" not in note


def test_the_interval_of_an_unreached_limit_is_said_in_words(series):
    table = literature_table(series.reset_index())
    assert any(row.cells[3] == "3.6 weeks (2.4–not estimable)" for row in table.rows)


def test_a_figure_of_ones_own_can_be_compared():
    """Any text can be added, since a figure is data."""
    passage = Passage("seeds/002", 2, "12~20", "[4]")
    own = PublishedFigure("own", named("a", "b", "c"), SPINAL, 1, inf, passage, unit=MONTHS)
    assert compare_with_literature(cohort(**SPINE), figures=[own])["key"].tolist() == ["own"]


# The command


def run(*words):
    """Return what `neuromets table … --literature` prints."""
    result = CliRunner().invoke(main, ["table", *map(str, words), "--literature"])
    assert result.exit_code == 0, result.output
    return result.stdout


def test_the_command_prints_json():
    """The key literature stands beside those of the table, without NaN."""
    payload = json.loads(run(SERIES, "--json"))
    rows = {row["key"]: row for row in payload["literature"]}
    assert {"rows", "tests", "literature"} <= set(payload) and set(rows) == set(BY_KEY)
    assert (rows["lm_hydrocephalus"]["n"], rows["lm_hydrocephalus"]["denominator"]) == (14, 32)
    assert rows["lm_spinal"]["n"] is None and rows["lm_at_autopsy"]["published_low"] is None
    assert "literature" not in json.loads(CliRunner().invoke(main, ["table", str(SERIES), "--json"]).stdout)


@pytest.mark.parametrize(
    ("lang", "texts"),
    [
        ("en", ["43.8% (28.2–60.7)", "14/32", "830 (3, 4)", "The cohort beside the literature"]),
        ("tr", ["%43,8 (28,2–60,7)", "14/32", "Hidrosefali", "daha yüksek"]),
        ("zh", ["43.8%（28.2～60.7）", "14/32", "脑积水", "高于文献"]),
    ],
)
def test_the_command_prints_a_table(lang, texts):
    printed = run(SERIES, "--lang", lang)
    assert all(text in printed for text in texts)


def test_the_command_asks_for_other_tables_apart():
    result = CliRunner().invoke(main, ["table", str(SERIES), "--literature", "--by", "sex"])
    assert result.exit_code == 2 and "--literature prints tables of its own" in result.output
