"""The score of van der Linden and the Dutch Bone Metastasis Study Group."""

from analysis.scores.definition import HIGHER_IS_BETTER, Band, Item, Range, Score

VAN_DER_LINDEN_2005 = Score(
    key="van_der_linden_2005",
    title="van der Linden score",
    source="van der Linden YM et al. Cancer 2005;103(2):320-328. doi:10.1002/cncr.20756, PMID 15593360",
    direction=HIGHER_IS_BETTER,
    certainty="C2",
    certainty_note="points from one reproduction; predictors, groups and medians confirmed by the abstract",
    items=(
        Item(
            "kps",
            {Range(20, 40): 0, Range(50, 70): 1, Range(80, 100): 2},
            undefined="the trial began at 20, and values between the decades are in no class",
        ),
        Item(
            "primary_site",
            {"other": 0, "lung": 1, "prostate": 2, "breast": 3},
            classes="van_der_linden_points",
        ),
        Item("visceral_present", {"present": 0, "absent": 1}, variables=("visceral_metastasis",)),
    ),
    bands=(
        Band(0, 3, "A", median_months=3.0),
        Band(4, 5, "B", median_months=9.0),
        Band(6, 6, "C", median_months=18.7),
    ),
    population="painful metastases without neurological impairment, treated conservatively",
    disputes=("whether brain metastasis counts as visceral is not said",),
)

SCORES = (VAN_DER_LINDEN_2005,)
