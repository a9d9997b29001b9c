"""Katagiri's scores of 2014 and 2005."""

from analysis.scores.definition import HIGHER_IS_WORSE, Band, Item, Range, Score

LABORATORY = ("crp_mg_dl", "ldh_iu_l", "albumin_g_dl", "platelets_per_ul", "calcium_mg_dl", "bilirubin_mg_dl")

_ECOG = Item("ecog", {Range(0, 2): 0, Range(3, 4): 1}, label="ECOG 3 or 4", undefined="5 is death")
_CHEMOTHERAPY = Item("previous_chemotherapy", {"no": 0, "yes": 1})
_SKELETAL = Item("bone_metastasis", {"solitary": 0, "multiple": 1}, label="Multiple skeletal metastases")

KATAGIRI_2014 = Score(
    key="katagiri_2014",
    title="New (revised) Katagiri score",
    source="Katagiri H et al. Cancer Med 2014;3(5):1359-1367. doi:10.1002/cam4.292, PMID 25044999",
    direction=HIGHER_IS_WORSE,
    certainty="C2",
    certainty_note="items from one reproduction; factors and outer bands confirmed by the abstract",
    items=(
        Item(
            "primary_site",
            {
                "slow: hormone-dependent breast or prostate, thyroid, myeloma, lymphoma": 0,
                "moderate: targeted lung, hormone-independent breast or prostate, renal cell, sarcoma": 2,
                "rapid: other lung, gastrointestinal, head and neck, melanoma, unknown": 3,
            },
            classes="katagiri2014_points",
        ),
        Item("visceral_dissemination", {"none": 0, "nodular": 1, "disseminated": 2}),
        Item("laboratory", {"normal": 0, "abnormal": 1, "critical": 2}, variables=LABORATORY),
        _ECOG,
        _CHEMOTHERAPY,
        _SKELETAL,
    ),
    bands=(
        Band(0, 3, "low risk", survival={12: 0.91, 24: 0.78}),
        Band(4, 6, "intermediate risk", survival={12: 0.49}),
        Band(7, 10, "high risk", survival={6: 0.27, 12: 0.06}),
    ),
    disputes=("the unit of bilirubin is not printed in the reproduction seen (1.4); mg/dL is implied",),
)

KATAGIRI_2005 = Score(
    key="katagiri_2005",
    title="Katagiri original score",
    source=(
        "Katagiri H et al. J Bone Joint Surg Br 2005;87(5):698-703. doi:10.1302/0301-620X.87B5.15185 "
        "(DOI recalled)"
    ),
    direction=HIGHER_IS_WORSE,
    certainty="K",
    off_because="items and bands are recalled, no text was found",
    items=(
        Item(
            "primary_site",
            {
                "slow: breast, prostate, thyroid, myeloma, lymphoma": 0,
                "moderate: other carcinoma and sarcoma": 2,
                "rapid: lung, hepatocellular, gastric": 3,
            },
            classes="katagiri2005",
        ),
        Item("visceral_or_brain", {"absent": 0, "present": 2}, variables=("visceral_metastasis",)),
        _ECOG,
        _CHEMOTHERAPY,
        _SKELETAL,
    ),
    bands=(
        Band(0, 2, survival={6: 0.98, 12: 0.89}),
        Band(3, 5),
        Band(6, 8, survival={6: 0.31, 12: 0.11}),
    ),
)

SCORES = (KATAGIRI_2014, KATAGIRI_2005)
