"""The EANO-ESMO classification of leptomeningeal metastases: pattern and type."""

from analysis.scores.definition import HIGHER_IS_WORSE, Band, Item, Score

_SOURCE = "Le Rhun E et al. Ann Oncol 2017;28(suppl 4):iv84-iv99. doi:10.1093/annonc/mdx221"
_NOT_SOLID = ("cns_primary", "lymphoma", "leukaemia")

EANO_ESMO_2017_PATTERN = Score(
    key="eano_esmo_2017_pattern",
    title="EANO-ESMO 2017: pattern of leptomeningeal metastasis",
    source=_SOURCE,
    direction=HIGHER_IS_WORSE,
    certainty="C",
    certainty_note="the letters are no order; their ranks only stand for them",
    graded=True,
    items=(Item("lm_enhancement", {"linear": 0, "nodular": 1, "both": 2, "none": 3}),),
    bands=(
        Band(0, 0, "A", goal="linear"),
        Band(1, 1, "B", goal="nodular"),
        Band(2, 2, "C", goal="linear and nodular"),
        Band(3, 3, "D", goal="neither: hydrocephalus only, or normal"),
    ),
    population="solid tumours",
    not_for=_NOT_SOLID,
    disputes=("the update of 2023 splits D into hydrocephalus and normal",),
)

EANO_ESMO_2017_TYPE = Score(
    key="eano_esmo_2017_type",
    title="EANO-ESMO 2017: type of leptomeningeal metastasis",
    source=_SOURCE,
    direction=HIGHER_IS_WORSE,
    certainty="C",
    certainty_note="type I is the proven one and had the worse survival",
    graded=True,
    items=(Item("csf_cytology", {"negative": 0, "equivocal": 0, "positive": 1}),),
    bands=(
        Band(0, 0, "II", goal="clinical findings and imaging only"),
        Band(1, 1, "I", goal="proven by cytology or histology"),
    ),
    population="solid tumours",
    not_for=_NOT_SOLID,
    disputes=("the update of 2023 grades equivocal cytology apart",),
)

SCORES = (EANO_ESMO_2017_PATTERN, EANO_ESMO_2017_TYPE)
