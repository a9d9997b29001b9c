"""The Spinal Instability Neoplastic Score, lesion by lesion, and how a seed prints it."""

from dataclasses import replace

from analysis.scores.definition import HIGHER_IS_WORSE, Band, Defect, Item, Score

SINS_2010 = Score(
    key="sins_2010",
    title="Spinal Instability Neoplastic Score",
    source=(
        "Fisher CG et al. Spine 2010;35(22):E1221-E1229. doi:10.1097/BRS.0b013e3181e16ae2, PMID 20562730 "
        "(PMID recalled)"
    ),
    direction=HIGHER_IS_WORSE,
    certainty="C2",
    certainty_note="several reproductions agree; one page prints the pain item as 3, 2, 1",
    per_lesion=True,
    items=(
        Item("sins_location", {"junctional": 3, "mobile": 2, "semirigid": 1, "rigid": 0}),
        Item("sins_pain", {"mechanical": 3, "occasional": 1, "none": 0}),
        Item("sins_lesion", {"lytic": 2, "mixed": 1, "blastic": 0}),
        Item("sins_alignment", {"subluxation": 4, "deformity": 2, "normal": 0}),
        Item(
            "sins_collapse",
            {"gt50": 3, "lt50": 2, "involved": 1, "none": 0},
            undefined="exactly 50% is in no class of the source",
        ),
        Item("sins_posterolateral", {"bilateral": 3, "unilateral": 1, "none": 0}),
    ),
    bands=(
        Band(0, 6, "stable"),
        Band(7, 12, "indeterminate", strategy="surgical consultation"),
        Band(13, 18, "unstable", strategy="surgical consultation"),
    ),
    population="a judgement of stability, not of survival; operated and irradiated levels can't be assessed",
    disputes=(
        "exactly 50% collapse is in no class",
        "a lesion that spans two regions takes the higher value, by convention",
        "one page prints the pain item as 3, 2, 1; some print the first band as 1-6",
    ),
)

SINS_2010_SEED000 = replace(
    SINS_2010,
    key="sins_2010_seed000",
    title="Spinal Instability Neoplastic Score as seeds/000 prints it (lines 272-339)",
    off_because="a reprint with defects, kept to show what it does",
    items=(
        Item(
            "sins_location",
            {"mobile": 2, "semirigid": 1, "rigid": 0},
            undefined="the junctional level is not printed",
        ),
        *SINS_2010.items[1:],
    ),
    bands=(
        Band(0, 6, "stable"),
        Band(7, 12, "potentially stable", strategy="discussion by several disciplines"),
        Band(13, 18, "unstable", strategy="surgical stabilisation as a rule"),
    ),
    disputes=(),
    defects=(
        Defect(
            "the junctional level (3 points) is missing: its lesions can't be scored, and 17 is the most, "
            "though 13-18 is printed",
            (18,),
        ),
        Defect("surgery is called required from 7 points on (line 144); the source recommends consultation"),
    ),
    variant_of="sins_2010",
)

SCORES = (SINS_2010, SINS_2010_SEED000)
