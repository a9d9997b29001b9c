"""Free text of registries: vertebral levels and primary tumours."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.dictionary.read import read_rows
from analysis.vocabulary.primaries import narrow_primary, parse_icd10, parse_icd_o_3, parse_primary
from analysis.vocabulary.vertebrae import LEVELS, parse_vertebrae

WORKBOOK = (
    Path(__file__).parents[1] / ".." / "shared" / "data" / "spine_mets_ct" / "Spine-Mets-CT-SEG_Clinical.xlsx"
)

LEVEL_TEXTS = {
    "T3-T5": "T3 T4 T5",
    "T5-T3": "T3 T4 T5",
    "L3–5": "L3 L4 L5",
    "Th 10/11": "T10 T11",
    "D10-11": "T10 T11",
    "Th.10": "T10",
    "T-10": "T10",
    "C7, T1": "C7 T1",
    "T12-L2": "T12 L1 L2",
    "L1-T9": "T9 T10 T11 T12 L1",
    "T1, T2 T3": "T1 T2 T3",
    "L2 and L3": "L2 L3",
    "L3,L4": "L3 L4",
    "T11, 12, L1": "T11 T12 L1",
    "L5, 4, 3": "L3 L4 L5",
    "T3, T5-7, L1-2": "T3 T5 T6 T7 L1 L2",
    "T10-11-12": "T10 T11 T12",
    "T1T2": "T1 T2",
    "L5/S1": "L5 S1",
    "c5 c6": "C5 C6",
    "T10 to L1": "T10 T11 T12 L1",
    "T3 ile T5 arası": "T3 T4 T5",
    "T3 ve T5": "T3 T5",
    "lomber 3": "L3",
    "LOMBER 3": "L3",
    "Torakal 5": "T5",
    "servikal 2": "C2",
    "3. lomber vertebra": "L3",
    "tüm torakal": " ".join(f"T{n}" for n in range(1, 13)),
    "atlas": "C1",
    "odontoid": "C2",
    "dens": "C2",
    "axis": "C2",
    "occiput-C2": "C0 C1 C2",
    "胸10": "T10",
    "颈5": "C5",
    "腰3-5": "L3 L4 L5",
    "骶1": "S1",
    "胸椎10、11": "T10 T11",
    "胸十二": "T12",
    "第三腰椎": "L3",
    "胸12至腰2": "T12 L1 L2",
    "Lytic lesion:T12, L1, L5.": "T12 L1 L5",
    "Mixed lesion; L3, Small Blastic lesions: L5, L4": "L3 L4 L5",
    "L1 right pedicle": "L1",
    "L3–5 ": "L3 L4 L5",
    "S1": "S1",
    "S1–S2": "S1 S2",
    "T12-L1": "T12 L1",
    "Th3, 4, 5": "T3 T4 T5",
    "L5-S1": "L5 S1",
    "C2–C4 ve T8": "C2 C3 C4 T8",
    "胸3-5椎体": "T3 T4 T5",
    "胸第5椎": "T5",
    "胸10-腰1": "T10 T11 T12 L1",
    "T10/11/12": "T10 T11 T12",
    "1. lomber": "L1",
    "10. ve 11. torakal": "T10 T11",
    "torakal 5": "T5",
    "T5'ten T8'e": "T5 T6 T7 T8",
    "L1’den L3’e kadar": "L1 L2 L3",
    "T4'te, L1'de": "T4 L1",
}

NOT_READ = [
    "T13",
    "C8",
    "L6",
    "T11-T13",
    "T12-1",
    "L5-1",
    "10",
    "sakrum",
    "T3-",
    "T3?",
    "T4 metal",
    "yok, T3",
]


@pytest.mark.parametrize("text", LEVEL_TEXTS)
def test_levels_are_read_as_written(text: str) -> None:
    result = parse_vertebrae(text)
    assert (" ".join(result.levels), result.leftovers, result.none) == (LEVEL_TEXTS[text], (), False)


@pytest.mark.parametrize("text", NOT_READ)
def test_what_is_no_certain_level_is_left_over_and_not_dropped(text: str) -> None:
    assert parse_vertebrae(text).leftovers
    assert set(parse_vertebrae(text).levels) <= {"T3", "T4"}


@pytest.mark.parametrize("text", ["No lesions observed", "none", "yok", "lezyon izlenmedi", "无", "未见病灶"])
def test_a_denial_is_known_to_be_none(text: str) -> None:
    assert parse_vertebrae(text).value == "none"


def test_a_blank_says_nothing() -> None:
    assert parse_vertebrae(" ").value is None


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("Hemangioma (noncancerous Tumor): T8, Mixed lesion: T2", ("T2",)),
        ("T8 hemanjiom, T2 metastaz", ("T2",)),
        ("benign lesion: T8; T2", ("T2",)),
        ("T2 metastasis; 血管瘤: T8", ("T2",)),
    ],
)
def test_a_benign_lesion_is_left_out_with_a_note(text: str, levels: tuple[str, ...]) -> None:
    result = parse_vertebrae(text)
    assert (result.levels, result.leftovers) == (levels, ())
    assert result.notes == ("T8 was left out: called benign",)


def test_three_levels_joined_by_hyphens_that_do_not_touch_are_a_list() -> None:
    result = parse_vertebrae("T3-T5-T8")
    assert result.levels == ("T3", "T5", "T8") and result.notes


@settings(derandomize=True)
@given(st.sets(st.sampled_from(LEVELS), min_size=1), st.sampled_from([", ", " ", "/", "; ", "、", " ve "]))
def test_any_list_of_levels_comes_back_in_anatomical_order(levels: set[str], separator: str) -> None:
    result = parse_vertebrae(
        separator.join(level.replace("T", "Th") for level in levels if level != "C0") or "C1"
    )
    assert list(result.levels) == sorted(levels - {"C0"} or {"C1"}, key=LEVELS.index)


@settings(derandomize=True)
@given(st.sampled_from(LEVELS[1:]), st.sampled_from(LEVELS[1:]))
def test_any_range_holds_all_levels_between_its_ends(one: str, other: str) -> None:
    first, last = sorted((LEVELS.index(one), LEVELS.index(other)))
    assert parse_vertebrae(f"{one}-{other}").levels == LEVELS[first : last + 1]


@settings(derandomize=True)
@given(st.text(max_size=40))
def test_no_text_breaks_the_readers(text: str) -> None:
    parse_vertebrae(text)
    assert bool(parse_primary(text).keys) or parse_primary(text).note


@pytest.mark.skipif(not WORKBOOK.exists(), reason="the spine_mets_ct workbook is not beside the project")
def test_every_level_of_a_real_registry_is_read() -> None:
    """55 patients; the column of all levels agrees with the three by lesion type in every row."""
    openpyxl = pytest.importorskip("openpyxl")
    sheet = openpyxl.load_workbook(WORKBOOK)["Spine-Mets-CT-SEG"]
    rows = [row for row in sheet.iter_rows(min_row=2, max_col=12, values_only=True) if row[0] is not None]
    assert len(rows) == 55
    for row in rows:
        every, *by_type = (parse_vertebrae(str(cell)) for cell in row[7:11] if cell is not None)
        assert not every.leftovers and not any(part.leftovers for part in by_type)
        assert set(every.levels) == {level for part in by_type for level in part.levels}
        assert every.none == (not by_type)


LUNG, BREAST = "lung_nsclc|lung_sclc", "breast_hr_pos|breast_hr_neg"
PROSTATE = "prostate_hs|prostate_cr"
SARCOMA = "osteosarcoma|bone_sarcoma_other|ewing|soft_tissue_sarcoma"
GUT = "stomach|oesophagus|small_bowel|colon|rectosigmoid|rectum|anus"

PRIMARY_TEXTS = {
    "lung": LUNG,
    "Akciğer": LUNG,
    "AC Ca": LUNG,
    "肺癌": LUNG,
    "Akciğer adenokarsinomu": "lung_nsclc",
    "adenocarcinoma of the lung": "lung_nsclc",
    "肺腺癌": "lung_nsclc",
    "KHDAK": "lung_nsclc",
    "非小细胞肺癌": "lung_nsclc",
    "Akciğer küçük hücreli karsinom": "lung_sclc",
    "meme": BREAST,
    "Breast cancer": BREAST,
    "Meme invaziv duktal karsinom": BREAST,
    "breast ER+/PR+/HER2-": "breast_hr_pos",
    "ER- PR- breast": "breast_hr_neg",
    "三阴乳腺癌": "breast_hr_neg",
    "Prostate": "prostate_hs|prostate_cr",
    "CRPC": "prostate_cr",
    "Malign Melanom": "melanoma",
    "Mide adenokarsinom": "stomach",
    "Over Seröz Adenokarsinom": "ovary",
    "primer over kaynaklı seks kord stromal tümör": "ovary",
    "Primeri bilinmeyen metastatik tümör": "unknown_primary",
    "renal hücreli karsinom": "kidney_rcc",
    "Renal": "kidney_rcc",
    "Uterus": "endometrium",
    "Cervical": "cervix",
    "Skin": "melanoma|skin_nonmelanoma",
    "Bile Ducts": "bile_duct",
    "Urothelial": "upper_tract_urothelial|bladder|urethra_penis",
    "Skeletal": "osteosarcoma|bone_sarcoma_other|ewing",
    "Soft Tissue Sarcoma": "soft_tissue_sarcoma",
    "sarcoma": "osteosarcoma|bone_sarcoma_other|ewing|soft_tissue_sarcoma",
    "liver": "hcc|bile_duct",
    "GI tract": "stomach|oesophagus|small_bowel|colon|rectosigmoid|rectum|anus",
    "gastric lymphoma": "lymphoma",
    "multipl miyelom": "myeloma",
    "神经内分泌肿瘤": "carcinoid",
    "肝细胞癌": "hcc",
    "乳腺癌": BREAST,
    "C34.1": LUNG,
    "C341": LUNG,
    "C50.911": BREAST,
    "c61": "prostate_hs|prostate_cr",
    "C16.9 - Malignant neoplasm of stomach": "stomach",
    "C22": "hcc|bile_duct",
    "C22.1": "bile_duct",
    "C48.1": "ovary",
    "C44": "skin_nonmelanoma",
    "C69": "melanoma|other_specified",
    "C33": "other_specified",
    "C34.1 8041/3": "lung_sclc",
    "C34 - 8140/3": "lung_nsclc",
    "C44.5 8720/3": "melanoma",
    "8500/3 C50.9": BREAST,
    "C41.2 9180/3": "osteosarcoma",
    "C77.1 9680/3": "lymphoma",
    "8240/3": "carcinoid",
    "lung_nsclc|lung_sclc": LUNG,
    "breast_unknown": "breast_unknown",
}

UNRESOLVED = {
    "C79.5": "secondary site",
    "C77": "secondary site",
    "C78.0": "secondary site",
    "C79.51": "secondary site",
    "D05": "not malignant",
    "8140/3": "no organ",
    "8140/6 C41.2": "no organ",
    "Adenocarcinoma": "no organ",
    "Neuro": "nervous system or a neuroendocrine",
    "akciğer ve meme karsinomları": "more than one primary",
    "Karsinom metastazı": "not understood: metastazi",
    "lung, breast": "more than one primary",
    "lung metastasis": "not understood: metastasis",
    "": "names no primary",
}


SEED_PRIMARIES = {
    # seeds/000, Turkish and English
    "akciğer": LUNG,  # 4, 27
    "meme": BREAST,  # 4, 197
    "prostat": PROSTATE,  # 4, 197
    "lung": LUNG,  # 14
    "breast": BREAST,  # 14
    "prostate": PROSTATE,  # 14
    "Prostat kanseri": PROSTATE,  # 63
    "renal hücreli karsinom": "kidney_rcc",  # 199
    "akciğer kanseri": LUNG,  # 201
    "primer over kaynaklı seks kord stromal tümör": "ovary",  # 263
    # seeds/001, Turkish
    "akciğer adenokarsinomu": "lung_nsclc",  # 239
    "malign melanom": "melanoma",  # 241
    "mide adenokarsinomu": "stomach",  # 243
    "over seröz adenokarsinomu": "ovary",  # 245
    "primer bilinmeyen tümör": "unknown_primary",  # 246
    "Akciğer küçük hücreli karsinomu": "lung_sclc",  # 281
    "Malign melanomu": "melanoma",  # 292
    "Meme İnvaziv Duktal Karsinom": BREAST,  # 329
    "Primeri bilinmeyen metastatik tümör": "unknown_primary",  # 343
    "akciğer küçük hücreli adenokarsinomlu": LUNG,  # 490: two histologies that exclude each other
    "meme invaziv duktal adenokarsinomlu": BREAST,  # 490
    "malign melanomlu": "melanoma",  # 492
    "lösemi": "leukaemia",  # 632
    "lenfoma": "lymphoma",  # 634
    "hematolojik maligniteler": "myeloma|lymphoma|leukaemia",  # 640
    "Hodgkin dışı lenfomalarda": "lymphoma",  # 646
    "primer beyin tümörleri": "cns_primary",  # 642, 668
    "gastrik": "stomach",  # 668
    "kolon kanserlerinin": "colon",  # 670
    "akciğer kanserlerinin": LUNG,  # 682
    # seeds/002, Chinese
    "乳腺癌": BREAST,  # 40
    "前列腺癌": PROSTATE,  # 40
    "卵巢癌": "ovary",  # 40
    "神经内分泌肿瘤": "carcinoid",  # 40
    "肾癌": "kidney_rcc",  # 41
    "甲状腺癌": "thyroid",  # 41
    "肝细胞癌": "hcc",  # 41
    "非小细胞肺癌": "lung_nsclc",  # 41
    "结肠癌": "colon",  # 41
    "肉瘤": SARCOMA,  # 41
    "肿瘤原发灶不明": "unknown_primary",  # 48
    "EGFR 突变阳性的非小细胞肺癌": "lung_nsclc",  # 59
    "肺癌": LUNG,  # 61
    "ER/HR（-）和三阴乳腺癌": "breast_hr_neg",  # 106
    "黑色素瘤": "melanoma",  # 231
    # seeds/003, English
    "The prostate in men": PROSTATE,  # 14
    "The breast in women": BREAST,  # 15
    "Renal cell carcinomas": "kidney_rcc",  # 19
    "Lymphomas": "lymphoma",  # 20
    "Melanomas": "melanoma",  # 21
    "Cancers from the thyroid": "thyroid",  # 22
    "Cancers from the gastrointestinal tract": GUT,  # 23
    "multiple myeloma": "myeloma",  # 69
    "spinal cord lymphomas": "lymphoma",  # 73
    "prostate cancer": PROSTATE,  # 120
    "mHNPC": "prostate_hs",  # 120
    "mCRPC": "prostate_cr",  # 120
    "plasmacytoma": "myeloma",  # 128
    # seeds/004, English
    "end-stage metastatic sarcoma": SARCOMA,  # 9
}

REGISTRY_SPELLINGS = {
    "meme ca": BREAST,
    "AC ca": LUNG,
    "mide": "stomach",
    "böbrek": "kidney_rcc",
    "prostatın adenokarsinomu": PROSTATE,
    "primeri bilinmeyen": "unknown_primary",
    "肾细胞癌": "kidney_rcc",
    "liver": "hcc|bile_duct",
    "GI tract": GUT,
    "sex-cord stromal tumour of the ovary": "ovary",
    "overin seks kord stromal tümörü": "ovary",
    "卵巢性索间质瘤": "ovary",
    "neuroendocrine tumour": "carcinoid",
    "lung neuroendocrine carcinoma": f"{LUNG}|carcinoid",
    "pankreas nöroendokrin karsinom": "pancreas|carcinoid",
    "C 50.9": BREAST,
    "C509 85003": BREAST,
    "Meme (ER-, PR-, HER2-)": "breast_hr_neg",
    "ER(+)PR(-)HER2(-) 乳腺癌": "breast_hr_pos",
    "Meme ca, ER-": "breast_hr_neg",
    "breast, ER- PR+": "breast_hr_pos",
    "breast, PR-": BREAST,
    "TCC bladder": "bladder",
    "hemangioperisitom": "soft_tissue_sarcoma",
    "overin granuloza hücreli tümörü": "ovary",
    "akciğer adenoca": "lung_nsclc",
}


@pytest.mark.parametrize("text", [*SEED_PRIMARIES, *REGISTRY_SPELLINGS])
def test_every_primary_that_the_seeds_name_resolves(text: str) -> None:
    """The primaries of the five texts that the project starts from, with the line; and usual spellings."""
    assert parse_primary(text).value == (SEED_PRIMARIES | REGISTRY_SPELLINGS)[text]


@pytest.mark.parametrize("text", ["neuroendocrine", "nöroendokrin karsinom", "神经内分泌癌"])
def test_neuroendocrine_alone_is_a_carcinoid_or_a_carcinoma_of_some_organ(text: str) -> None:
    keys = set(parse_primary(text).keys)
    assert {"carcinoid", "lung_sclc", "pancreas", "small_bowel", "unknown_primary"} <= keys
    assert not keys & {"kidney_rcc", "breast_hr_pos", "melanoma", "osteosarcoma", "lymphoma", "hcc"}


@pytest.mark.parametrize("row", read_rows("primaries.csv"), ids=lambda row: str(row["key"]))
def test_the_codes_of_a_primary_lead_back_to_it_with_dot_and_without(row: dict[str, str]) -> None:
    """C77, the nodes where a lymphoma may grow, is a secondary site without a morphology."""
    for column, read in (("icd10", parse_icd10), ("icd_o_3_topography", parse_icd_o_3)):
        for code in filter(None, row[column].replace("-", "|").split("|")):
            spellings = [code, code.replace(".", ""), code.lower()]
            if "." not in code:
                spellings += [f"{code}.9", f"{code}9"]
            for text in spellings if code != "C77" else ():
                found = set(read(text).keys)
                decides = row["any_site"] == "yes" and column != "icd10"
                assert row["key"] in found or decides or row["key"] == "breast_unknown", text
    for code in filter(None, row["icd_o_3_morphology"].split("|")):
        if row["any_site"] == "yes":
            for text in (f"{code[:4]}/3", f"{code[:4]}3", f"M{code[:4]}/3"):
                assert parse_icd_o_3(text).keys == (row["key"],)


@pytest.mark.parametrize("text", PRIMARY_TEXTS)
def test_primaries_are_resolved_to_all_their_candidates(text: str) -> None:
    assert parse_primary(text).value == PRIMARY_TEXTS[text]


@pytest.mark.parametrize("text", UNRESOLVED)
def test_what_names_no_primary_says_why(text: str) -> None:
    result = parse_primary(text)
    assert result.value is None and UNRESOLVED[text] in result.note


@pytest.mark.parametrize("row", read_rows("primaries.csv"), ids=lambda row: str(row["key"]))
def test_every_key_and_label_means_its_own_primary(row: dict[str, str]) -> None:
    for text in (row["key"], row["en"], row["tr"], row["zh"]):
        assert parse_primary(text).keys == (row["key"],), text


def test_every_group_label_means_its_keys() -> None:
    for row in read_rows("primary_groups.csv"):
        for text in (row["en"], row["tr"], row["zh"]):
            assert parse_primary(text).value == row["keys"], text


def test_a_histology_or_receptor_narrows_the_candidates() -> None:
    lung, breast = LUNG.split("|"), BREAST.split("|")
    assert narrow_primary(lung, "Küçük hücreli karsinom").keys == ("lung_sclc",)
    assert narrow_primary(lung, "Adenokarsinom").keys == ("lung_nsclc",)
    assert narrow_primary(breast, "hormone receptor negative").keys == ("breast_hr_neg",)
    unknown, misfit = narrow_primary(lung, "xyz"), narrow_primary(lung, "İnvaziv duktal karsinom")
    assert unknown.keys == tuple(lung) and misfit.keys == () and unknown.note and misfit.note


def test_codes_are_read_by_their_own_system() -> None:
    assert parse_icd10("C44").keys == ("skin_nonmelanoma",)
    assert parse_icd_o_3("C44").keys == ("melanoma", "skin_nonmelanoma")
    assert parse_icd_o_3("9732/3").keys == ("myeloma",)
    assert parse_icd10("lung").note and parse_icd_o_3("lung").note
