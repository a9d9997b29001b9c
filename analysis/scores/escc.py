"""The epidural spinal cord compression scale (Bilsky)."""

from analysis.scores.definition import HIGHER_IS_WORSE, Band, Item, Score

ESCC_2010 = Score(
    key="escc_2010",
    title="Epidural spinal cord compression scale (Bilsky)",
    source="Bilsky MH et al. J Neurosurg Spine 2010;13(3):324-328. PMID 20809724",
    direction=HIGHER_IS_WORSE,
    certainty="C",
    graded=True,
    per_lesion=True,
    items=(Item("escc_grade", {"0": 0, "1a": 1, "1b": 2, "1c": 3, "2": 4, "3": 5}),),
    bands=(
        Band(0, 0, "0", goal="bone involvement alone"),
        Band(1, 1, "1a", goal="epidural impingement, thecal sac not deformed"),
        Band(2, 2, "1b", goal="thecal sac deformed, cord not abutted"),
        Band(3, 3, "1c", goal="cord abutted, not compressed"),
        Band(4, 4, "2", goal="cord compressed, cerebrospinal fluid visible"),
        Band(5, 5, "3", goal="cord compressed, no cerebrospinal fluid visible"),
    ),
    population="axial T2-weighted images at the worst level; studied on cervical and thoracic lesions",
    disputes=(
        "low grade is 0-1c as a rule; one text calls 1c controversial",
        "below the conus (L2 and lower, by convention) there is no cord to which the grade could refer",
    ),
)

SCORES = (ESCC_2010,)
