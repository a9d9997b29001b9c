"""Conditions that several rules of the consensus ask for."""

from analysis.indications.definition import ANY, FIRST, Condition, named, reads, yes
from analysis.indications.treatments import OPERATIONS, surgery
from analysis.scores.definition import Item, Range

CONSENSUS = "seeds/002"
REVIEW = "seeds/000"

SOLITARY_ITEMS = (
    reads("bone_metastasis", holds=("solitary",), unsettled=("multiple",)),
    reads("vertebral_metastases", holds=(Range(1, 1),), fails=(Range(2),)),
)
"""Several bone metastases leave a single one in the spine possible; then the count of vertebrae decides."""

STABLE_ITEM = reads("sins_2010", holds=(Range(0, 6),), unsettled=(Range(7, 12),), fails=(Range(13, 18),))

SINS_NOT_ASSESSABLE = Condition(
    "operated_or_irradiated_level",
    "127-128",
    "已经手术的节段或者放化疗后的节段无法评估",
    named(
        "level operated on or irradiated before: SINS can't be assessed",
        "daha önce ameliyat edilmiş veya ışınlanmış seviye: SINS değerlendirilemez",
        "已手术或放化疗后的节段无法评估SINS",
    ),
    (yes("previously_operated_level"), yes("previously_irradiated_level")),
    ANY,
    CONSENSUS,
)


def operated(lines: str, quote: str) -> Condition:
    """Return the condition that the patient was operated on, where a text speaks of surgery."""
    return Condition(
        "operated", lines, quote, named("operated on", "ameliyat edilmiş", "行手术"), (surgery(*OPERATIONS),)
    )


def coagulopathy(lines: str, quote: str) -> Condition:
    """Return the contraindication of a severe disorder of coagulation."""
    name = named("severe coagulation disorder", "ağır pıhtılaşma bozukluğu", "严重凝血功能障碍")
    return Condition("coagulation_disorder", lines, quote, name, (yes("severe_coagulation_disorder"),))


def infection(lines: str, quote: str) -> Condition:
    """Return the contraindication of an infection."""
    name = named("infection", "enfeksiyon", "感染")
    return Condition("infection", lines, quote, name, (yes("active_infection"),))


def tomita_type(*types: str, unsettled: tuple[str, ...] = ()) -> Item:
    """Return the item that holds for some of Tomita's surgical types, and fails for the others."""
    others = tuple(each for each in "1234567" if each not in (*types, *unsettled))
    return reads("tomita_type", holds=types, unsettled=unsettled, fails=others)


def hypervascular(lines: str, quote: str) -> Condition:
    """Return the condition of a hypervascular tumour: the lesion's imaging, or else the primary's class."""
    return Condition(
        "hypervascular",
        lines,
        quote,
        named("hypervascular tumour", "hipervasküler tümör", "富血供肿瘤"),
        (
            reads("lesion_vascularity", holds=("rich",), fails=("poor",)),
            reads("vascularity", holds=("high",), fails=("low",), classes="vascularity"),
        ),
        FIRST,
    )
