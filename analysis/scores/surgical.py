"""Surgical classifications: Tomita's types, and what the sectors of Weinstein, Boriani and Biagini allow."""

from analysis.scores.definition import HIGHER_IS_WORSE, Band, Item, Score

TOMITA_SURGICAL_1997 = Score(
    key="tomita_surgical_1997",
    title="Tomita surgical classification",
    source=(
        "Tomita K et al. Spine 1997;22(3):324-333. doi:10.1097/00007632-199702010-00018, PMID 9051895 "
        "(PMID and pages recalled)"
    ),
    direction=HIGHER_IS_WORSE,
    certainty="K",
    certainty_note="the grouping is confirmed by seeds/002 (lines 152-157), the definitions are recalled",
    off_because="the definitions of the types are recalled",
    graded=True,
    per_lesion=True,
    items=(Item("tomita_type", {str(grade): grade for grade in range(1, 8)}),),
    bands=(
        Band(1, 1, "1", goal="intracompartmental: vertebral body", strategy="en bloc relatively"),
        Band(2, 2, "2", goal="intracompartmental: into the pedicle", strategy="en bloc suited"),
        Band(3, 3, "3", goal="intracompartmental: body and lamina", strategy="en bloc suited"),
        Band(4, 4, "4", goal="extracompartmental: spinal canal", strategy="en bloc suited"),
        Band(5, 5, "5", goal="extracompartmental: paravertebral", strategy="en bloc suited"),
        Band(6, 6, "6", goal="extracompartmental: adjacent vertebra", strategy="en bloc relatively"),
        Band(7, 7, "7", goal="multiple or skip lesions", strategy="en bloc contraindicated"),
    ),
    disputes=("one page defines 4-6 by contact with great vessels; not used",),
)

WBB_1997 = Score(
    key="wbb_1997",
    title="Weinstein-Boriani-Biagini sectors: which resection they allow",
    source=(
        "Boriani S, Weinstein JN, Biagini R. Spine 1997;22(9):1036-1044. "
        "doi:10.1097/00007632-199705010-00020, PMID 9152458 (PMID recalled)"
    ),
    direction=HIGHER_IS_WORSE,
    certainty="C",
    certainty_note="twelve sectors confirmed; rules of resection from seeds/002 (lines 157-164, 183)",
    graded=True,
    per_lesion=True,
    items=(
        Item(
            "wbb_resection",
            {"4-8 or 5-9": 0, "4-9": 1, "10-3": 2, "other": 3},
            variables=("wbb_sectors",),
            label="Sectors within",
        ),
    ),
    bands=(
        Band(0, 0, "sectors 4-8 or 5-9", strategy="oncological en bloc resection"),
        Band(1, 1, "sectors 4-9", strategy="anatomical en bloc resection only: both pedicles"),
        Band(2, 2, "sectors 10-3", strategy="resection of the posterior arch"),
        Band(3, 3, "other sectors", strategy="no rule in the source"),
    ),
    disputes=(
        "numbered clockwise in the original, counter-clockwise by the Spine Oncology Study Group: left and "
        "right change sides, the rules of resection do not",
    ),
)

SCORES = (TOMITA_SURGICAL_1997, WBB_1997)
