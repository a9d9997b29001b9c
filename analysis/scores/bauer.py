"""Bauer's score of 1995 and its modification of 2008: one point for every favourable finding."""

from analysis.scores.definition import HIGHER_IS_BETTER, Band, Item, Score

_VISCERAL = Item(
    "visceral_or_brain",
    {"absent": 1, "present": 0},
    variables=("visceral_metastasis",),
    label="No visceral (abstract: visceral or brain) metastases",
)
_FRACTURE = Item("pathologic_fracture", {"no": 1, "yes": 0}, label="No pathologic fracture")
_SOLITARY = Item("bone_metastasis", {"solitary": 1, "multiple": 0}, label="Solitary skeletal metastasis")
_NOT_LUNG = Item(
    "lung_primary",
    {"no": 1, "yes": 0},
    variables=("primary_site",),
    classes="is_lung",
    label="Primary is not lung cancer",
)
_FAVOURABLE = Item(
    "favourable_primary",
    {"breast, kidney, lymphoma or myeloma": 1, "other": 0},
    variables=("primary_site",),
    classes="bauer_favourable",
    label="Primary is breast, kidney, lymphoma or myeloma",
)

BAUER_1995 = Score(
    key="bauer_1995",
    title="Bauer original score",
    source=(
        "Bauer HC, Wedin R. Acta Orthop Scand 1995;66(2):143-146. doi:10.3109/17453679508995508, PMID 7740944"
    ),
    direction=HIGHER_IS_BETTER,
    certainty="C2",
    certainty_note="items confirmed by the abstract, bands by reproductions",
    items=(_VISCERAL, _FRACTURE, _SOLITARY, _NOT_LUNG, _FAVOURABLE),
    bands=(Band(0, 1), Band(2, 3), Band(4, 5)),
    population="88 spinal and 153 extremity metastases, time counted from surgery",
    disputes=("the abstract says visceral or brain metastases, reproductions say visceral only",),
)

BAUER_MODIFIED_2008 = Score(
    key="bauer_modified_2008",
    title="Modified Bauer score",
    source=(
        "Leithner A et al. Eur Spine J 2008;17(11):1488-1495. doi:10.1007/s00586-008-0763-1, PMID 18787846"
    ),
    direction=HIGHER_IS_BETTER,
    certainty="C2",
    items=(_VISCERAL, _NOT_LUNG, _FAVOURABLE, _SOLITARY),
    bands=(
        Band(0, 1, strategy="supportive care, no surgery"),
        Band(2, 2, strategy="short-term palliation, dorsal surgery"),
        Band(3, 4, strategy="middle-term local control, ventral-dorsal surgery"),
    ),
    disputes=(
        "one calculator labels the bands < 6, > 6, > 12 months: not the source's wording",
        "published medians (4.8, 18.2, 28.4 months) are recalled and not offered",
    ),
)

SCORES = (BAUER_1995, BAUER_MODIFIED_2008)
