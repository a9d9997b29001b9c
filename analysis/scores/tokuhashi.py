"""Tokuhashi's scores of 1990 and 2005, the option for receptor-negative breast cancer, and a reprint."""

from dataclasses import replace

from analysis.scores.definition import HIGHER_IS_BETTER, Band, Defect, Item, Range, Score

_KPS = Item(
    "kps",
    {Range(10, 40): 0, Range(50, 70): 1, Range(80, 100): 2},
    label="General condition (Karnofsky)",
    undefined="values between the decades and 0 are in no class",
)
_EXTRASPINAL = Item("extraspinal_bone_metastases", {Range(3): 0, Range(1, 2): 1, Range(0, 0): 2})
_VERTEBRAL = Item(
    "vertebral_metastases",
    {Range(3): 0, Range(2, 2): 1, Range(1, 1): 2},
    undefined="fewer than one metastasis in a vertebra is in no class",
)
_ORGAN = Item("organ_metastasis", {"unremovable": 0, "removable": 1, "none": 2})
_PALSY = Item("frankel_grade", {"A": 0, "B": 0, "C": 1, "D": 1, "E": 2}, label="Palsy (Frankel)")
_PRIMARY_2005 = Item(
    "primary_site",
    {
        "lung, osteosarcoma, stomach, bladder, oesophagus, pancreas": 0,
        "liver, gallbladder, unidentified": 1,
        "others": 2,
        "kidney, uterus": 3,
        "rectum": 4,
        "thyroid, breast, prostate, carcinoid": 5,
    },
    classes="tokuhashi2005_points",
    option="original",
)

TOKUHASHI_2005 = Score(
    key="tokuhashi_2005",
    title="Tokuhashi revised score",
    source=(
        "Tokuhashi Y et al. Spine 2005;30(19):2186-2191. doi:10.1097/01.brs.0000180401.06919.a5, "
        "PMID 16205345 (PMID recalled)"
    ),
    direction=HIGHER_IS_BETTER,
    certainty="C",
    certainty_note="NICE CG75 appendix 3 reprints the table with corrections that the author allowed",
    items=(_KPS, _EXTRASPINAL, _VERTEBRAL, _ORGAN, _PRIMARY_2005, _PALSY),
    bands=(
        Band(0, 8, strategy="conservative treatment or palliative surgery", window_months=(0, 6)),
        Band(
            9,
            11,
            strategy=(
                "palliative surgery; excisional surgery of a single lesion without metastasis to major organs"
            ),
            window_months=(6, None),
        ),
        Band(12, 15, strategy="excisional surgery", window_months=(12, None)),
    ),
    disputes=(
        "9-11 means 6 months or more; many reviews print 6-12 months",
        "the vertebral item is printed as >= 3, 1-2, 0 in two reproductions; >= 3, 2, 1 in all others",
        "others spelled out as lymphoma, colon, ovary, urethra in one text; osteosarcoma, carcinoid lacking",
        "one page prints the signs of the survival reversed",
    ),
)

TOKUHASHI_2005_WANG = replace(
    TOKUHASHI_2005,
    key="tokuhashi_2005_wang",
    title="Tokuhashi revised score, 3 points for receptor-negative breast cancer (Wang 2014)",
    source=(
        f"{TOKUHASHI_2005.source}; changed by Wang M et al. Spine 2014;39(19):1620-1627 "
        "(volume and pages recalled)"
    ),
    off_because="an option: a later series found only triple-negative breast cancer worse (Bollen 2014)",
    items=(_KPS, _EXTRASPINAL, _VERTEBRAL, _ORGAN, replace(_PRIMARY_2005, option="wang_2014"), _PALSY),
    variant_of="tokuhashi_2005",
)

TOKUHASHI_2005_SEED002 = replace(
    TOKUHASHI_2005,
    key="tokuhashi_2005_seed002",
    title="Tokuhashi revised score as seeds/002 prints it (lines 93-102)",
    off_because="a reprint with defects, kept to show what it does",
    bands=(
        Band(0, 8, window_months=(0, 6)),
        Band(9, 11, window_months=(6, 12), window_ends="[]"),
        Band(
            12,
            15,
            strategy="active surgery, if single and of low malignancy",
            window_months=(12, None),
            window_ends="()",
        ),
    ),
    disputes=(),
    defects=(
        Defect("9-11 is closed at 12 months; the source says 6 months or more"),
        Defect("the points of the primary site are not printed; the source's are used"),
    ),
    variant_of="tokuhashi_2005",
)

TOKUHASHI_1990 = Score(
    key="tokuhashi_1990",
    title="Tokuhashi original score",
    source=(
        "Tokuhashi Y et al. Spine 1990;15(11):1110-1113. doi:10.1097/00007632-199011010-00005 (DOI recalled)"
    ),
    direction=HIGHER_IS_BETTER,
    certainty="C2",
    items=(
        _KPS,
        _EXTRASPINAL,
        _VERTEBRAL,
        _ORGAN,
        Item(
            "primary_site",
            {
                "lung, stomach": 0,
                "kidney, liver, uterus, others, unidentified": 1,
                "thyroid, prostate, breast, rectum": 2,
            },
            classes="tokuhashi1990_points",
        ),
        _PALSY,
    ),
    bands=(
        Band(0, 5, strategy="palliative operation", window_months=(0, 3), window_ends="[]"),
        Band(6, 8, strategy="no rule in the source", window_months=(0, 12), window_ends="[]"),
        Band(9, 12, strategy="excisional operation", window_months=(12, None)),
    ),
    disputes=(
        "one reprint can be read as 2 points for others and unidentified; another gives 1, a critic wanted 0",
        "6-8: average survival of 12 months or less in one reprint, under 6 months in another",
    ),
)

SCORES = (TOKUHASHI_2005, TOKUHASHI_2005_WANG, TOKUHASHI_2005_SEED002, TOKUHASHI_1990)
