"""Rades's survival score for irradiated metastatic spinal cord compression."""

from analysis.scores.definition import HIGHER_IS_BETTER, Band, Defect, Item, Range, Score

RADES_2008 = Score(
    key="rades_2008",
    title="Rades survival score for spinal cord compression",
    source="Rades D, Dunst J, Schild SE. Cancer 2008;112(1):157-161. doi:10.1002/cncr.23150",
    direction=HIGHER_IS_BETTER,
    certainty="K",
    certainty_note="the three lower bands are confirmed, the points and the two upper bands recalled",
    off_because="the points are recalled, and reach 46 where the paper prints 20-45",
    items=(
        Item(
            "primary_site",
            {"breast": 8, "prostate": 7, "myeloma_lymphoma": 9, "lung": 3, "other": 4},
            classes="rades_category",
        ),
        Item("bone_metastasis", {"multiple": 5, "solitary": 7}, label="Other bone metastases"),
        Item("visceral_present", {"present": 2, "absent": 8}, variables=("visceral_metastasis",)),
        Item(
            "diagnosis_to_compression_months",
            {Range(0, 15): 4, Range(15, None, above=True): 7},
            label="Interval from tumour diagnosis to compression",
        ),
        Item("ambulatory", {"yes": 7, "no": 3}),
        Item("motor_deficit_days", {Range(1, 7): 3, Range(8, 14): 6, Range(15): 8}),
    ),
    bands=(
        Band(20, 25, survival={6: 0.04}),
        Band(26, 30, survival={6: 0.11}),
        Band(31, 35, survival={6: 0.48}),
        Band(36, 40, survival={6: 0.87}),
        Band(41, 46, survival={6: 0.99}),
    ),
    defects=(
        Defect("the last band is printed as 41-45; it is drawn to 46, which the recalled points reach"),
    ),
    population="irradiated patients",
)

SCORES = (RADES_2008,)
