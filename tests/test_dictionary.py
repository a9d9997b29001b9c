"""The data dictionary: what it holds, how it is validated, and which headings it knows."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.dictionary import Dictionary, Variable, fold, load_dictionary, plain
from analysis.dictionary.read import read_rows
from analysis.errors import DataError, DefinitionError

DICTIONARY = load_dictionary()

LEVELS = {
    "sex": "female male",
    "died": "no yes",
    "cause_of_death": "neurological systemic both other unknown",
    "hormone_receptor": "negative positive",
    "pain": "none local mechanical radicular",
    "bone_metastasis": "solitary multiple",
    "visceral_metastasis": "none treatable untreatable",
    "organ_metastasis": "none removable unremovable",
    "asia_grade": "A B C D E",
    "frankel_grade": "A B C D E",
    "escc_grade": "0 1a 1b 1c 2 3",
    "sins_location": "junctional mobile semirigid rigid",
    "sins_pain": "mechanical occasional none",
    "sins_lesion": "lytic mixed blastic",
    "sins_alignment": "subluxation deformity normal",
    "sins_collapse": "gt50 lt50 involved none",
    "sins_posterolateral": "bilateral unilateral none",
    "tomita_type": "1 2 3 4 5 6 7",
    "tumour_growth": "slow moderate rapid",
    "radiotherapy": "none conventional stereotactic",
    "surgery_type": "en_bloc separation laminectomy_fixation vertebroplasty kyphoplasty radiofrequency "
    "microwave corpectomy biopsy none",
    "lm_location": "supratentorial infratentorial both",
    "lm_enhancement": "linear nodular both none",
    "csf_cytology": "negative equivocal positive",
}
"""Variable → levels, as the design lists them."""

PLAIN = """
patient_id age_years birth_date diagnosis_date treatment_start_date surgery_date last_follow_up_date
death_date follow_up_time primary_site histology icd10 icd_o_3 triple_negative castration_resistant
targeted_therapy primary_controlled kps ecog obesity diabetes low_bone_density steroids smoking malnutrition
weight_kg height_m bmi_kg_m2 crp_mg_dl ldh_iu_l albumin_g_dl platelets_per_ul calcium_mg_dl bilirubin_mg_dl
vertebral_levels vertebral_metastases extraspinal_bone_metastases brain_metastasis ambulatory wbb_sectors
wbb_layers pathologic_fracture previously_operated_level previously_irradiated_level previous_chemotherapy
chemotherapy intrathecal_chemotherapy approach instrumented_levels cage embolisation biopsy_type
surgical_site_infection implant_failure major_bleeding venous_thromboembolism reoperation cord_injury
local_recurrence skeletal_related_event headache altered_consciousness nausea_vomiting focal_deficit
poor_general_condition seizure neck_stiffness radicular_pain hydrocephalus subependymal_nodule
parenchymal_metastasis dural_metastasis calvarial_metastasis spinal_lm cranial_nerves csf_cells_per_ul
csf_protein_mg_dl csf_glucose_mg_dl csf_pressure_cm_h2o
"""
"""The other variables that the design lists."""

HEADINGS = {
    # a real registry's workbook
    "Case": ("patient_id", None),
    "Age (Y)": ("age_years", "years"),
    "Sex": ("sex", None),
    "Height (m)": ("height_m", "m"),
    "Weight (kg)": ("weight_kg", "kg"),
    "BMI (kg/m^2)": ("bmi_kg_m2", "kg/m2"),
    "Primary cancer": ("primary_site", None),
    "Vertebrae with Lesions ": ("vertebral_levels", None),
    "Comments/Fractures": ("comments", None),
    # SINS and counts in short
    "Alignment": ("sins_alignment", None),
    "Dizilim": ("sins_alignment", None),
    "Collapse": ("sins_collapse", None),
    "Kollaps": ("sins_collapse", None),
    "塌陷": ("sins_collapse", None),
    "Posterior elements": ("sins_posterolateral", None),
    "Ağrı (SINS)": ("sins_pain", None),
    "No. of vertebral mets": ("vertebral_metastases", None),
    "Major organ mets": ("organ_metastasis", None),
    # Turkish and Chinese
    "Hasta yaşı": ("age_years", None),
    "YAŞ (YIL)": ("age_years", "years"),
    "Son durum": ("died", None),
    "Ölüm tarihi (gg.aa.yyyy)": ("death_date", "dmy"),
    "Takip süresi (ay)": ("follow_up_time", "months"),
    "Takip süresi [gün]": ("follow_up_time", "days"),
    "boy (cm)": ("height_m", "cm"),
    "Protokol no": ("patient_id", None),
    "年龄（岁）": ("age_years", "years"),
    "随访时间（月）": ("follow_up_time", "months"),
    "末次随访": ("last_follow_up_date", None),
    "姓 名": ("patient_name", None),
    "住院号": ("patient_id", None),
    "病案号": ("patient_id", None),
    "MRN": ("patient_id", None),
    "Dosya no": ("patient_id", None),
    "Tanı tarihi": ("diagnosis_date", None),
    "确诊日期": ("diagnosis_date", None),
    "exitus tarihi": ("death_date", None),
    "Eksitus": ("died", None),
    "生存时间": ("follow_up_time", None),
    "ECOG PS": ("ecog", None),
    "Karnofsky": ("kps", None),
    "Primer": ("primary_site", None),
    "原发肿瘤": ("primary_site", None),
    # units without brackets, several languages, remarks that repeat what is known
    "OS_months": ("follow_up_time", "months"),
    "CRP mg/L": ("crp_mg_dl", "mg/L"),
    "PLT ×10⁹/L": ("platelets_per_ul", "10^9/L"),
    "albumin_g_dl": ("albumin_g_dl", "g/dL"),
    "follow_up_time": ("follow_up_time", None),
    "Yaş / Age": ("age_years", None),
    "年龄 Age (years)": ("age_years", "years"),
    "死亡日期 (date of death)": ("death_date", None),
    "Hidrosefali (var/yok)": ("hydrocephalus", None),
    "ECOG (0-4)": ("ecog", None),
    "Ağrı (0-3)": ("pain", None),
    "Cinsiyet (1–2)": ("sex", None),
    "Vertebra sayısı": ("vertebral_metastases", None),
    # what must stay unknown
    "KPS (postop)": None,
    "Sex / Yaş": None,
    "Height (kg)": None,
    "Ağrı (0-10)": None,
    "Ağrı (3-5)": None,
    "Tanı": None,
    "No": None,
    "arm": None,
    "": None,
}


@pytest.mark.parametrize("name", LEVELS)
def test_the_levels_are_those_of_the_design(name: str) -> None:
    assert DICTIONARY[name].level_keys == tuple(LEVELS[name].split())


def test_every_variable_of_the_design_is_there_with_labels_and_a_source() -> None:
    assert {*PLAIN.split(), *LEVELS} <= set(DICTIONARY.variables)
    for variable in DICTIONARY.variables.values():
        assert set(variable.labels) == {"en", "tr", "zh"}, variable.name
        assert variable.source and variable.form and variable.sheet in ("patients", "lesions"), variable.name


def test_levels_belong_to_the_kinds_that_have_them() -> None:
    for variable in DICTIONARY.variables.values():
        assert bool(variable.levels) == (variable.kind in ("flag", "level", "set", "primary")), variable.name
        assert all(level.labels.get("tr") and level.labels.get("zh") for level in variable.levels), (
            variable.name
        )
        codes = [level.code for level in variable.levels if level.code is not None]
        assert len(codes) == len(set(codes)), variable.name


def test_performance_scales_have_their_whole_range() -> None:
    assert (DICTIONARY["kps"].low, DICTIONARY["kps"].high) == (0, 100)
    assert (DICTIONARY["ecog"].low, DICTIONARY["ecog"].high) == (0, 5)


def test_no_text_names_two_levels_and_none_is_empty() -> None:
    for variable in DICTIONARY.variables.values():
        assert "" not in variable.level_of_text, variable.name


def test_no_heading_label_or_name_is_claimed_by_two_variables() -> None:
    owner: dict[str, str] = {}
    claims = [(text, v.name) for v in DICTIONARY.variables.values() for text in (v.name, *v.labels.values())]
    claims += [(heading.text, heading.variable) for heading in DICTIONARY.headings]
    for text, name in claims:
        assert fold(text) and owner.setdefault(fold(text), name) == name, text


def test_no_unit_spelling_names_two_units_and_every_unit_is_known() -> None:
    owner: dict[str, str] = {}
    for unit in DICTIONARY.units.values():
        for text in (unit.key, *unit.labels.values(), *unit.texts):
            assert owner.setdefault(fold(text), unit.key) == unit.key, text
    for variable in DICTIONARY.variables.values():
        assert {unit for unit in (variable.unit, *variable.factors) if unit} <= set(DICTIONARY.units)
    assert {heading.unit for heading in DICTIONARY.headings if heading.unit} <= set(DICTIONARY.units)


def test_units_convert_as_chemistry_says() -> None:
    """Reference intervals in both units: calcium 2.5 mmol/L is 10 mg/dL, bilirubin 17.1 umol/L 1 mg/dL."""
    assert 2.5 * DICTIONARY["calcium_mg_dl"].factors["mmol/L"] == pytest.approx(10.02, abs=0.005)
    assert 17.1 * DICTIONARY["bilirubin_mg_dl"].factors["umol/L"] == pytest.approx(1, abs=0.001)
    assert 5.55 * DICTIONARY["csf_glucose_mg_dl"].factors["mmol/L"] == pytest.approx(100, abs=0.05)
    assert 150 * DICTIONARY["platelets_per_ul"].factors["10^9/L"] == 150_000
    assert 172 * DICTIONARY["height_m"].factors["cm"] == pytest.approx(1.72)


@pytest.mark.parametrize(
    ("variable", "level", "texts"),
    [
        ("died", "yes", "ex Eksitus EKSİTUS exitus öldü vefat dead Deceased death died 死亡 已故 1 evet"),
        ("died", "no", "sağ Hayatta yaşıyor alive living 存活 生存 0 hayır"),
        ("sex", "female", "K Kadın KADIN kadin F female woman bayan 女"),
        ("sex", "male", "E Erkek M male bay 男"),
        ("hydrocephalus", "yes", "Var + evet 是 有 Checked pozitif 1"),
        ("hydrocephalus", "no", "Yok hayır 否 无 Unchecked negatif 0"),
        ("hormone_receptor", "positive", "Pozitif 阳性"),
        ("escc_grade", "1c", "1C 1c级"),
        ("visceral_metastasis", "none", "Yok none 无"),
        ("sins_collapse", "gt50", ">50% >%50"),
        ("treatment", "chemoradiotherapy", "KT+RT kemoradyoterapi 放化疗"),
        (
            "surgery_type",
            "laminectomy_fixation",
            "Laminektomi+füzyon Decompression+Fusion 椎板切除植骨融合内固定",
        ),
    ],
)
def test_registries_spellings_find_their_level(variable: str, level: str, texts: str) -> None:
    for text in texts.split():
        assert DICTIONARY[variable].level_of_text[fold(text)] == level, text


def test_a_bare_code_of_sex_is_no_level() -> None:
    assert not {"1", "2"} & set(DICTIONARY["sex"].level_of_text)


@pytest.mark.parametrize("heading", HEADINGS)
def test_headings_find_their_variable_and_unit_or_nothing(heading: str) -> None:
    match = DICTIONARY.match_heading(heading)
    assert (match and (match.variable, match.unit)) == HEADINGS[heading]


def test_a_heading_may_explain_its_codes() -> None:
    for heading in ("Cinsiyet (1: erkek, 2: kadın)", "性别（1=男，2=女）"):
        match = DICTIONARY.match_heading(heading)
        assert match is not None and match.codes == {"1": "male", "2": "female"}


def test_there_are_hundreds_of_headings_and_each_variable_has_some() -> None:
    assert len(DICTIONARY.headings) > 1000
    assert {heading.variable for heading in DICTIONARY.headings} == set(DICTIONARY.variables)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("DİYARBAKIR", "diyarbakır"),
        ("KADIN", "kadin"),
        ("ＡＧＥ（Ｙ）", "age y"),
        ("ER (+)", "er+"),
        ("死亡 日期", "死亡日期"),
    ],
)
def test_spellings_that_mean_the_same_fold_together(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@settings(derandomize=True)
@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert plain(plain(text)) == plain(text)


def test_the_primaries_are_levels_and_their_groups_have_labels() -> None:
    primary = DICTIONARY["primary_site"]
    assert len(primary.level_keys) == 46
    assert primary.level_label("lung_nsclc|lung_sclc", "tr") == "Akciğer"
    assert primary.level_label("stomach|melanoma", "en") == "Stomach, Melanoma"
    for row in read_rows("primary_groups.csv"):
        assert set(row["keys"].split("|")) <= set(primary.level_keys)


def test_the_dictionary_says_what_it_was_read_from() -> None:
    assert len(DICTIONARY.sha256) == 64
    assert load_dictionary() is DICTIONARY


def test_a_contradictory_variable_cannot_be_made() -> None:
    for make in (
        lambda: Variable("x", "nonsense", {}),
        lambda: Variable("x", "number", {}, low=2, high=1),
        lambda: Variable("x", "level", {}, levels=DICTIONARY["sex"].levels * 2),
    ):
        with pytest.raises(DefinitionError):
            make()


Write = Callable[[str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def to_file(text: str) -> Path:
        path = tmp_path / "more.csv"
        path.write_text(text, encoding="utf-8")
        return path

    return to_file


def test_a_user_adds_variables_with_levels_and_headings(write: Write) -> None:
    more = load_dictionary(
        write(
            "name,kind,unit,low,high,en,tr,levels,headings\n"
            "ki67_percent,number,%,0,100,Ki-67,Ki-67 oranı,,Ki67|Ki-67 indeksi\n"
            "margin,level,,,,Margin,Cerrahi sınır,wide=Wide|marginal=Marginal,Sınır\n"
            "trial,flag,,,,In a trial,,,\n"
        )
    )
    assert (more["ki67_percent"].high, more["margin"].level_keys) == (100, ("wide", "marginal"))
    assert more["trial"].level_of_text["evet"] == "yes"
    assert more.known_headings[fold("KI-67 İNDEKSİ")].variable == "ki67_percent"
    assert more.known_headings[fold("Cerrahi sınır")].variable == "margin"
    assert more.sha256 != DICTIONARY.sha256


def test_a_users_heading_goes_before_ours_and_a_variable_of_the_same_name_replaces_ours(write: Write) -> None:
    more = load_dictionary(
        write("name;kind;low;high;headings\nkps;number;10;100;\nscore_2;number;;1,5;Karnofsky\n")
    )
    assert (more["kps"].low, more["score_2"].high) == (10, 1.5)
    assert more.known_headings["karnofsky"].variable == "score_2"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "line 1 lacks a column name or kind"),
        ("name,kind,colour\nx,number,red\n", "unknown column 'colour'"),
        ("name,kind\nx,numeric\n", "line 2: kind is 'numeric'; write one of identifier"),
        ("name,kind\nx,number\nSerum Fe,number\n", "line 3: 'Serum Fe' is no name"),
        ("name,kind,low\nx,number,few\n", "line 2: 'few' is no number"),
        ("name,kind,low,high\nx,number,2,1\n", "line 2: x: the range 2.0 to 1.0 is empty"),
        ("name,kind\nx,level\n", "line 2: a level needs levels"),
        ("name,kind,levels\nx,level,a=A|a=B\n", "line 2: x: a level is named twice"),
        ("name,kind\nx,number\nx,text\n", "line 3: 'x' is defined twice"),
        ("name,kind,en\nx,number,Iron\ny,number,iron\n", "the heading 'iron' names both x and y"),
        ("name,kind,en\nx,number,age_years\n", "names both age_years and x"),
        ("name,kind\nx,number,5\n", "line 2 has more cells than headings"),
    ],
)
def test_a_faulty_dictionary_is_refused_with_its_line(write: Write, text: str, message: str) -> None:
    with pytest.raises(DataError, match=r"^more\.csv") as refusal:
        load_dictionary(write(text))
    assert message in str(refusal.value)


def test_a_dictionary_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "latin.csv").write_bytes("name,kind,en\nx,number,Yaş\n".encode("cp1254"))
    for name, message in (("latin.csv", "is not UTF-8"), ("absent.csv", "can't be read")):
        with pytest.raises(DataError, match=message):
            load_dictionary(tmp_path / name)


def test_an_inferred_variable_never_breaks_the_headings() -> None:
    more = DICTIONARY.with_variables([Variable("Protokol No", "text", {"en": "Protokol No"})])
    assert isinstance(more, Dictionary)
    assert more.known_headings[fold("protokol no")].variable == "Protokol No"
