"""A file in, a cohort out: whole, with every doubt at its cell."""

import pandas as pd
import pytest

from analysis.cohort import Step
from analysis.dictionary import load_dictionary
from analysis.errors import DataError
from analysis.loaders.read import read

DICTIONARY = load_dictionary()

TURKISH = """Hasta No;Yaş;Cinsiyet;Primer;Tanı tarihi;Son takip tarihi;Son durum;Albümin (g/dL);Takip (ay)
H1;61;E;Akciğer;13.02.2016;05.03.2016;Eksitus;3,5;0,7
H2;41;K;Meme;05.03.2016;01.04.2016;Sağ;4,1;0,9
"""


@pytest.fixture
def written(tmp_path):
    """Return a function that writes a text to a file and reads it."""

    def write(text, *, name="registry.csv", encoding="utf-8", **options):
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return read(path, dictionary=DICTIONARY, **options)

    return write


def test_a_turkish_registry_is_read_whole(written):
    """13.02.2016 is day 16844 and proves the order of its own column; the other column proves none."""
    cohort = written(TURKISH.replace("01.04.2016", "21.04.2016"), encoding="cp1254")
    frame = cohort.frame
    assert (cohort.source.encoding, cohort.source.delimiter, cohort.source.decimal_mark) == (
        "cp1254",
        ";",
        ",",
    )
    assert list(cohort.source.columns.values()) == [
        *("patient_id", "age_years", "sex", "primary_site", "diagnosis_date", "last_follow_up_date"),
        *("died", "albumin_g_dl", "follow_up_time"),
    ]
    assert frame["diagnosis_date"].tolist() == [16844, 16865]
    assert frame["albumin_g_dl"].tolist() == [3.5, 4.1]
    assert frame["died"].tolist() == ["yes", "no"]
    assert frame["source_row"].tolist() == [2, 3]
    assert cohort.dictionary["follow_up_time"].unit == "months"
    assert cohort.problems.count() == 0
    assert cohort.source.date_orders == {"Tanı tarihi": "dmy", "Son takip tarihi": "dmy"}
    assert len(cohort.source.sha256) == 64


def test_an_open_date_order_is_an_error_until_it_is_given(written):
    cohort = written(TURKISH)
    (problem,) = [p for p in cohort.problems.listed if p.severity == "error" and p.row == 2]
    assert (problem.cell, problem.rule) == ("registry!F2", "ambiguous_date")
    settled = written(TURKISH, date_order="dmy")
    assert settled.problems.count() == 0
    assert settled.frame["last_follow_up_date"].tolist() == [16865, 16892]


def test_a_date_order_that_is_none_is_refused(written):
    with pytest.raises(DataError, match="dmy, mdy, ymd"):
        written(TURKISH, date_order="dym")


def test_further_rows_of_a_patient_are_removed_with_a_reason_and_not_lost(written):
    cohort = written("patient_id,kps\nA,70\nB,80\nA,90\n")
    assert cohort.steps == (Step("records read", 3, 0), Step("first row of each patient", 2, 1))
    assert len(cohort.frame) == 3
    assert cohort.kept()["kps"].tolist() == [70, 80]
    (problem,) = cohort.problems.listed
    assert (problem.cell, problem.rule, problem.value) == ("registry!A4", "duplicate_patient", None)
    assert "A" not in problem.message.split()


def test_further_rows_of_a_national_id_are_removed_and_not_printed(written):
    cohort = written("T.C. kimlik no,kps\n10000000146,70\n10000000147,80\n10000000146,90\n")
    assert cohort.steps == (Step("records read", 3, 0), Step("first row of each patient", 2, 1))
    assert "1000000014" not in str(cohort.problems)


def test_rows_without_a_patient_column_stand_for_patients(written):
    cohort = written("time,event,arm\n0.4,1,a\n0.4,1,a\n", unit="months")
    assert [p.rule for p in cohort.problems.listed] == ["unknown_column", "no_patient_column"]
    assert cohort.steps == (Step("records read", 2, 0),)
    assert cohort.dictionary["follow_up_time"].unit == "months"


def test_a_mapping_says_what_a_column_is(written):
    cohort = written(
        "id no,os_ay,olay\n1,3,1\n2,5,0\n",
        mapping={"id no": "patient_id", "os_ay": "follow_up_time", "olay": "died"},
    )
    assert cohort.frame["died"].tolist() == ["yes", "no"]
    assert cohort.source.columns == {"id no": "patient_id", "os_ay": "follow_up_time", "olay": "died"}
    assert cohort.dictionary["follow_up_time"].unit == "months"


def test_totals_and_legends_are_reported_and_left_out(written):
    cohort = written("Hasta No;Yaş;KPS\n1;50;80\n2;60;70\n3;70;60\nToplam;180;210\n")
    assert cohort.source.rows == 3
    (problem,) = cohort.problems.listed
    assert (problem.cell, problem.row, problem.rule) == ("registry!A5", 5, "outside_table")
    assert problem.value is None and "total" in problem.message


@pytest.mark.parametrize("last", ["SD;47;E;", "SD;47;;16.03.2016", "N;;K;", "Max;47;E;16.03.2016"])
def test_a_patient_whose_initials_are_a_word_for_totals_is_not_lost(written, last):
    """A row with a level or a date of its own is a patient, whatever the first cell could also mean."""
    text = "Hasta;Yaş;Cinsiyet;Tanı tarihi\nAB;61;K;13.03.2016\nMK;50;E;14.03.2016\nZT;44;K;15.03.2016\n"
    cohort = written(text + last + "\n")
    assert cohort.frame["patient_id"].tolist()[3:] == [last.split(";")[0]]


def test_below_initials_a_row_of_nothing_but_numbers_is_a_total(written):
    cohort = written("Hasta;Yaş;Cinsiyet;KPS\nAB;61;K;70\nMK;50;E;80\nZT;44;K;60\nSD;8,6;;10\n")
    assert cohort.frame["patient_id"].tolist() == ["AB", "MK", "ZT"]


def test_points_of_a_score_are_no_unit_but_minutes_are(written):
    """分 is a point of a KPS and a minute of an operation."""
    cohort = written("患者编号,KPS评分,手术时间（小时）\nA,80分,30分\nB,70 分,2\n")
    assert cohort.frame["kps"].tolist() == [80, 70]
    assert cohort.frame["operation_time_min"].tolist() == [30, 120]
    assert cohort.problems.count() == 0


def test_many_columns_of_one_heading_are_all_kept(written):
    """2,000 columns called x: a name is found for each in no time, and none is used twice."""
    cohort = written(",".join(["x"] * 1999 + ["x.2"]) + "\n" + ",".join(["1"] * 2000) + "\n")
    headings = list(cohort.source.columns)
    assert (len(headings), headings[:3], headings[-1]) == (2000, ["x", "x.3", "x.4"], "x.2")


def test_a_first_patient_whose_levels_are_also_headings_is_no_heading(written):
    """Kemoterapi, Baş ağrısı and Hidrosefali are variables too; under known headings they are values."""
    cohort = written("Hasta;Tedavi;Semptom;MR bulgusu\nAB;Kemoterapi;Baş ağrısı;Hidrosefali\nCD;RT;yok;yok\n")
    assert cohort.frame["patient_id"].tolist() == ["AB", "CD"]
    assert cohort.frame["treatment"].tolist() == ["chemotherapy", "radiotherapy"]


def test_a_censoring_column_makes_died_the_other_way_round(written):
    cohort = written("patient_id,follow_up_time,CNSR\n1,10,1\n2,20,0\n")
    assert cohort.frame["died"].tolist() == ["no", "yes"]
    assert [(p.cell, p.rule, p.severity) for p in cohort.problems.listed] == [
        ("registry!C", "contradiction", "warning")
    ]


def test_every_column_has_its_variable(written):
    cohort = written("patient_id,kps,arm,seen\n1,70,a,2016-01-31\n2,80,b,\n")
    named = set(cohort.frame.columns) - {"source_row"}
    assert named <= set(cohort.dictionary.variables)
    assert cohort.dictionary["seen"].kind == "date"
    assert cohort.dictionary["arm"].level_keys == ("a", "b")


def workbook(path, **sheets):
    """Write a workbook of sheets given as lines."""
    with pd.ExcelWriter(path) as writer:
        for name, lines in sheets.items():
            pd.DataFrame(lines).to_excel(writer, sheet_name=name, header=False, index=False)
    return path


PATIENTS = [["patient_id", "kps"], ["A", 70], ["B", 80]]
LESIONS = [
    ["patient_id", "vertebral_levels", "escc_grade", "side"],
    ["A", "T3", "1b", "left"],
    ["A", "L1-2", 2, "right"],
]


@pytest.mark.parametrize("named", [True, False])
def test_lesions_come_from_a_sheet_of_the_workbook(tmp_path, named):
    """By the sheet's name, or from the workbook itself, whose sheet "Lesions" is found."""
    path = workbook(tmp_path / "registry.xlsx", Patients=PATIENTS, Lesions=LESIONS)
    cohort = read(path, dictionary=DICTIONARY, lesions="Lesions" if named else path, sheet="Patients")
    assert cohort.lesions["vertebral_levels"].tolist() == ["T3", "L1|L2"]
    assert cohort.lesions["escc_grade"].tolist() == ["1b", "2"]
    assert cohort.lesions["patient_id"].tolist() == ["A", "A"]
    assert cohort.dictionary["side"].level_keys == ("left", "right")
    assert [p.cell for p in cohort.problems.listed] == ["Lesions!D"]


@pytest.mark.parametrize("lesions", [None, "Lezyonlar"])
def test_the_sheet_of_patients_is_read_though_the_lesions_are_more(tmp_path, lesions):
    """The fuller sheet is one of lesions by its name; the patients are those of the other sheet."""
    many = [LESIONS[0], *LESIONS[1:] * 3]
    path = workbook(tmp_path / "registry.xlsx", Hastalar=PATIENTS, Lezyonlar=many)
    cohort = read(path, dictionary=DICTIONARY, lesions=lesions)
    assert cohort.source.sheet == "Hastalar"
    assert cohort.frame["patient_id"].tolist() == ["A", "B"]
    assert (cohort.lesions is None) == (lesions is None)


def test_levels_that_are_called_like_variables_make_no_legend(tmp_path):
    """Lytic, mixed and blastic are variables as well, those of the levels where such lesions are."""
    kinds = ["lytic", "mixed", "blastic"]
    patients = [["patient_id", "Age", "Level", "Lesion type"], *([n, 60, "T5", kinds[n]] for n in range(3))]
    beds = [["Ward", "Bed"], *([n, n] for n in range(9))]
    path = workbook(tmp_path / "registry.xlsx", Beds=beds, Patients=patients)
    assert read(path, dictionary=DICTIONARY).source.sheet == "Patients"


def test_a_file_of_lesions_that_is_not_there_is_refused(tmp_path, written):
    with pytest.raises(DataError, match=r"nowhere\.csv does not exist"):
        written("patient_id,kps\nA,70\n", lesions=tmp_path / "nowhere.csv")


def test_lesions_come_from_a_file_with_a_mapping_of_its_own(tmp_path, written):
    second = tmp_path / "lesions.csv"
    second.write_text("kimlik numarası x,vertebral_levels\nA,T3\nZ,T4\n", encoding="utf-8")
    cohort = written("patient_id,kps\nA,70\n", lesions=second, mapping={"kimlik numarası x": "patient_id"})
    assert cohort.lesions["patient_id"].tolist() == ["A", "Z"]
    (problem,) = cohort.problems.listed
    assert (problem.cell, problem.rule, problem.value) == ("lesions!A3", "contradiction", None)


def test_a_lesion_whose_patient_differs_by_zeros_alone_is_told_so(tmp_path, written):
    """3 is found whether text or number; 003 is not, and the message says why."""
    second = workbook(
        tmp_path / "lesions.xlsx", S=[["patient_id", "vertebral_levels"], [3, "T3"], ["003", "T4"], [4, "T5"]]
    )
    cohort = written("patient_id,kps\n3,70\n", lesions=second)
    nobody, zeros = cohort.problems.listed
    assert (nobody.cell, zeros.cell) == ("S!A4", "S!A3")
    assert "zeros" in zeros.message and "zeros" not in nobody.message


def test_lesions_of_nobody_in_particular_are_refused(tmp_path, written):
    second = tmp_path / "lesions.csv"
    second.write_text("vertebral_levels,kps\nT3,70\n", encoding="utf-8")
    with pytest.raises(DataError, match="patient_id"):
        written("patient_id,kps\nA,70\n", lesions=second)


def test_a_running_number_of_lesions_is_no_patients(tmp_path, written):
    """The patients' own may stand for them; lesion 2 is not patient 2's for that."""
    second = tmp_path / "lesions.csv"
    second.write_text("Sıra no,vertebral_levels\n1,T3\n2,T4\n", encoding="utf-8")
    with pytest.raises(DataError, match="patient_id"):
        written("Sıra no,kps\n1,70\n2,80\n", lesions=second)
    second.write_text("Hasta no,vertebral_levels\n1,T3\n1,T4\n", encoding="utf-8")
    cohort = written("Sıra no,kps\n1,70\n2,80\n", lesions=second)
    assert [p.rule for p in cohort.problems.listed] == ["no_patient_column"]


def test_a_mapping_of_a_heading_in_neither_table_is_refused(tmp_path, written):
    second = tmp_path / "lesions.csv"
    second.write_text("patient_id,vertebral_levels\nA,T3\n", encoding="utf-8")
    with pytest.raises(DataError, match="nowhere"):
        written("patient_id,kps\nA,70\n", lesions=second, mapping={"nowhere": "died"})


def test_the_real_registry_maps_every_column_and_every_level(shared_data):
    """55 patients; the one cell called benign, and the row whose words contradict its column, are named."""
    path = shared_data / "spine_mets_ct" / "Spine-Mets-CT-SEG_Clinical.xlsx"
    if not path.is_file():
        pytest.skip("the registry is not there")
    cohort = read(path, dictionary=DICTIONARY)
    assert cohort.source.rows == len(cohort.frame) == 55
    assert None not in cohort.source.columns.values()
    assert cohort.frame["vertebral_levels"].notna().all()
    assert (cohort.frame["vertebral_levels"] == "none").sum() == 9
    found = {
        (p.cell.split("!")[1], p.rule, p.severity)
        for p in cohort.problems.listed
        if p.variable != "primary_site"
    }
    assert found == {("H2", "unparsed", "warning"), ("J12", "contradiction", "warning")}


def test_real_curves_are_read_without_a_patient_column(shared_data):
    path = shared_data / "km_bone_metastases" / "TRAPEZE_1A.csv"
    if not path.is_file():
        pytest.skip("the curves are not there")
    cohort = read(path, dictionary=DICTIONARY, unit="months")
    assert cohort.source.rows == 757
    assert cohort.frame["follow_up_time"].notna().all() and cohort.frame["died"].notna().all()
    assert {p.rule for p in cohort.problems.listed} == {"unknown_column", "no_patient_column"}
