"""The ASIA impairment scale and the Frankel grade; by convention a letter of one is that of the other."""

from analysis.scores.definition import HIGHER_IS_BETTER, Band, Item, Level, Score

_GRADES: dict[Level, int] = {"A": 0, "B": 1, "C": 2, "D": 3, "E": 4}

ASIA_2019 = Score(
    key="asia_2019",
    title="ASIA impairment scale",
    source=(
        "ASIA and ISCoS International Standards Committee. Spinal Cord 2019;57(10):815-817. "
        "doi:10.1038/s41393-019-0350-9"
    ),
    direction=HIGHER_IS_BETTER,
    certainty="C",
    graded=True,
    items=(Item("asia_grade", _GRADES),),
    bands=(
        Band(0, 0, "A", goal="no sensory or motor function in S4-S5"),
        Band(1, 1, "B", goal="sensory function below the level and in S4-S5, no motor function"),
        Band(2, 2, "C", goal="motor function; fewer than half of the key muscles at grade 3 or more"),
        Band(3, 3, "D", goal="motor function; at least half of the key muscles at grade 3 or more"),
        Band(4, 4, "E", goal="normal, after earlier deficits"),
    ),
    disputes=("someone never impaired has no grade; recording E is convention",),
)

FRANKEL_1969 = Score(
    key="frankel_1969",
    title="Frankel grade",
    source="Frankel HL et al. Paraplegia 1969;7(3):179-192. doi:10.1038/sc.1969.30 (DOI recalled)",
    direction=HIGHER_IS_BETTER,
    certainty="C",
    graded=True,
    items=(Item("frankel_grade", _GRADES),),
    bands=(
        Band(0, 0, "A", goal="complete"),
        Band(1, 1, "B", goal="sensory only"),
        Band(2, 2, "C", goal="motor useless"),
        Band(3, 3, "D", goal="motor useful"),
        Band(4, 4, "E", goal="recovery"),
    ),
)

SCORES = (ASIA_2019, FRANKEL_1969)
