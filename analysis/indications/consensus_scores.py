"""What the Chinese consensus (seeds/002) asks for by pain, SINS, Tomita's and Tokuhashi's totals."""

from analysis.indications.definition import FIRST, Condition, Rule, named, reads
from analysis.indications.shared_conditions import (
    CONSENSUS,
    SINS_NOT_ASSESSABLE,
    SOLITARY_ITEMS,
)
from analysis.indications.treatments import ABLATIONS, NO_OPERATION, OPERATIONS, surgery
from analysis.scores.definition import Item, Range

STABILISING = tuple(each for each in OPERATIONS if each not in ABLATIONS)
"""Types of surgery that can restore stability; heat can't (line 210)."""

MECHANICAL_PAIN = Rule(
    "stabilisation_for_pain",
    CONSENSUS,
    "31-33",
    named(
        "Cement or internal fixation for mechanical pain",
        "Mekanik ağrıda vertebra güçlendirme veya fiksasyon",
        "机械性疼痛行椎体强化或内固定",
    ),
    conditions=(
        Condition(
            "mechanical_pain",
            "32-33",
            "出现机械性疼痛提示受损的椎体无法承受生理上的机械负荷，表明患者需要行椎体强化或者手术内固定治疗",
            named("mechanical pain", "mekanik ağrı", "机械性疼痛"),
            (
                reads("pain", holds=("mechanical",), fails=("none", "local", "radicular")),
                reads("sins_pain", holds=("mechanical",), fails=("none", "occasional")),
            ),
            FIRST,
        ),
    ),
)

UNSTABLE = Rule(
    "stabilisation_for_sins",
    CONSENSUS,
    "119-128",
    named("Surgery for a high SINS", "Yüksek SINS için cerrahi", "高SINS评分行手术"),
    conditions=(
        Condition(
            "high_sins",
            "119-121",
            "高 SINS 评分提示需要利用手术恢复脊柱的稳定，而低 SINS 评分（0~6）提示脊柱稳定",
            named("high SINS (13-18)", "yüksek SINS (13-18)", "高SINS评分（13~18）"),
            (reads("sins_2010", holds=(Range(13, 18),), unsettled=(Range(7, 12),), fails=(Range(0, 6),)),),
        ),
    ),
    unless=(SINS_NOT_ASSESSABLE,),
    given=(surgery(*STABILISING),),
    reading="high is what lies above the printed 7-12; 7-12 needs discussion, which leaves it open",
)


def _tomita(low: int, high: int) -> Item:
    others = (Range(2, low - 1) if low > 2 else None, Range(high + 1, 10) if high < 10 else None)
    return reads("tomita_2001", holds=(Range(low, high),), fails=tuple(each for each in others if each))


def _by_tomita(
    key: str, low: int, high: int, lines: str, quote: str, title: tuple[str, str, str], *given: Item
) -> Rule:
    """Return the rule that a Tomita total from low to high asks for an operation."""
    total = named(f"Tomita {low}-{high}", f"Tomita {low}-{high}", f"Tomita评分{low}~{high}分")
    condition = Condition(f"tomita_{low}_to_{high}", lines, quote, total, (_tomita(low, high),))
    return Rule(key, CONSENSUS, lines, named(*title), conditions=(condition,), given=given)


TOMITA_2_3 = _by_tomita(
    "excision_by_tomita",
    2,
    3,
    "87-88",
    "对于 2~3 分的患者行广泛切除",
    (
        "Wide or marginal excision by Tomita's score",
        "Tomita skoruna göre geniş veya marjinal eksizyon",
        "按Tomita评分行广泛或边缘切除",
    ),
    surgery("en_bloc"),
)
TOMITA_4_5 = _by_tomita(
    "intralesional_by_tomita",
    4,
    5,
    "88-89",
    "4~5 分的患者行边缘或者病灶内切除",
    (
        "Marginal or intralesional excision by Tomita's score",
        "Tomita skoruna göre marjinal veya intralezyonel eksizyon",
        "按Tomita评分行边缘或病灶内切除",
    ),
)
TOMITA_6_7 = _by_tomita(
    "palliation_by_tomita",
    6,
    7,
    "89",
    "6~7 分的患者行姑息性手术",
    (
        "Palliative surgery by Tomita's score",
        "Tomita skoruna göre palyatif cerrahi",
        "按Tomita评分行姑息性手术",
    ),
)
TOMITA_8_10 = _by_tomita(
    "no_surgery_by_tomita",
    8,
    10,
    "89-90",
    "8~10 分的患者仅非手术支持治疗",
    (
        "Supportive care without surgery by Tomita's score",
        "Tomita skoruna göre cerrahisiz destek tedavisi",
        "按Tomita评分仅非手术支持治疗",
    ),
    surgery(*NO_OPERATION),
)

TOKUHASHI_12_15 = Rule(
    "active_surgery_by_tokuhashi",
    CONSENSUS,
    "100-102",
    named(
        "Active surgery by Tokuhashi's revised score",
        "Revize Tokuhashi skoruna göre aktif cerrahi",
        "按Tokuhashi修正评分积极手术",
    ),
    conditions=(
        Condition(
            "solitary",
            "100",
            "对于单发",
            named("solitary spinal metastasis", "soliter omurga metastazı", "单发"),
            SOLITARY_ITEMS,
            FIRST,
        ),
        Condition(
            "low_malignancy",
            "101",
            "原发肿瘤恶性程度相对较低",
            named("primary of low malignancy", "düşük maligniteli primer", "原发肿瘤恶性程度较低"),
            (
                reads(
                    "tumour_growth",
                    holds=("slow",),
                    unsettled=("moderate",),
                    fails=("rapid",),
                    classes="tomita_points",
                    option="original",
                ),
            ),
        ),
        Condition(
            "tokuhashi_12_to_15",
            "101",
            "Tokuhashi 修正评分 12~15 分者，采取积极的手术治疗",
            named("Tokuhashi 12-15", "Tokuhashi 12-15", "Tokuhashi评分12~15分"),
            (reads("tokuhashi_2005", holds=(Range(12, 15),), fails=(Range(0, 11),)),),
        ),
    ),
    reading="malignancy: Tomita's growth, which line 84 calls so; moderate growth is left open",
)

RULES = (MECHANICAL_PAIN, UNSTABLE, TOMITA_2_3, TOMITA_4_5, TOMITA_6_7, TOMITA_8_10, TOKUHASHI_12_15)
