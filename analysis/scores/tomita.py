"""Tomita's prognostic score, the option for receptor-negative breast cancer, and how the seeds print it."""

from dataclasses import replace

from analysis.scores.definition import HIGHER_IS_WORSE, Band, Defect, Item, Score

_WANG = "Wang M et al. Spine 2014;39(19):1620-1627 (volume and pages recalled)"

TOMITA_2001 = Score(
    key="tomita_2001",
    title="Tomita prognostic score",
    source="Tomita K et al. Spine 2001;26(3):298-306. doi:10.1097/00007632-200102010-00016, PMID 11224867",
    direction=HIGHER_IS_WORSE,
    certainty="C2",
    certainty_note="items, points and bands agree across three reproductions; the full text was not seen",
    items=(
        Item(
            "tumour_growth",
            {"slow": 1, "moderate": 2, "rapid": 4},
            classes="tomita_points",
            option="original",
        ),
        Item("visceral_metastasis", {"none": 0, "treatable": 2, "untreatable": 4}),
        Item("bone_metastasis", {"solitary": 1, "multiple": 2}),
    ),
    bands=(
        Band(2, 3, "wide or marginal excision", goal="long-term local control"),
        Band(4, 5, "marginal or intralesional excision", goal="middle-term local control"),
        Band(6, 7, "palliative surgery", goal="short-term palliation"),
        Band(8, 10, "supportive care", goal="terminal care"),
    ),
    disputes=(
        "one review table prints 3 points for rapid growth: 10 could not be reached",
        "the source names few primaries and no residual class; reproductions add others",
        "treatable visceral metastasis has no operational definition in any text seen",
    ),
)

TOMITA_2001_WANG = replace(
    TOMITA_2001,
    key="tomita_2001_wang",
    title="Tomita prognostic score, receptor-negative breast cancer of moderate growth (Wang 2014)",
    source=f"{TOMITA_2001.source}; changed by {_WANG}",
    off_because="an option: a later series found only triple-negative breast cancer worse (Bollen 2014)",
    items=(replace(TOMITA_2001.items[0], option="wang_2014"), *TOMITA_2001.items[1:]),
    variant_of="tomita_2001",
)

TOMITA_2001_SEED000 = replace(
    TOMITA_2001,
    key="tomita_2001_seed000",
    title="Tomita prognostic score as seeds/000 prints it (lines 193-224)",
    off_because="a reprint with defects, kept to show what it does",
    bands=(
        Band(2, 3, "radical surgery (en bloc resection)", window_months=(24, None)),
        Band(4, 5, "palliative surgery or radiotherapy", window_months=(12, 24), window_ends="[]"),
        Band(7, 10, "supportive care", window_months=(3, 12), window_ends="[]"),
    ),
    disputes=(),
    defects=(
        Defect("the last band is printed as > 6, so that a total of 6 has no band", (6,)),
        Defect("6-7 (palliative surgery in the source) is merged with 8-10"),
        Defect("survival and the treatment of 4-5 are not the source's"),
        Defect("it says controllable and uncontrolled for treatable and untreatable"),
    ),
    variant_of="tomita_2001",
)

TOMITA_2001_SEED002 = replace(
    TOMITA_2001,
    key="tomita_2001_seed002",
    title="Tomita prognostic score as seeds/002 prints it (lines 84-90)",
    off_because="a reprint with defects, kept to show what it does",
    items=(
        Item(
            "tumour_growth",
            {"slow": 0, "moderate": 2, "rapid": 4},
            classes="tomita_points",
            option="original",
        ),
        Item("visceral_metastasis", {"none": 0, "treatable": 2, "untreatable": 4}),
        Item("bone_metastasis", {"solitary": 0, "multiple": 4}),
    ),
    disputes=(),
    defects=(
        Defect("each item is printed as 4, 2 or 0: the range is 0-12, and 0 and 12 have no band", (0, 12)),
        Defect("which points an item of two levels takes is not printed; 0 and 4 were taken here"),
    ),
    variant_of="tomita_2001",
)

SCORES = (TOMITA_2001, TOMITA_2001_WANG, TOMITA_2001_SEED000, TOMITA_2001_SEED002)
