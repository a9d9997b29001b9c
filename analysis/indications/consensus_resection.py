"""Resection, separation and laminectomy in the Chinese consensus (seeds/002, 3.1-3.3): for and against."""

from analysis.indications.definition import ANY, FIRST, Condition, Rule, named, reads, yes
from analysis.indications.shared_conditions import CONSENSUS, SOLITARY_ITEMS, hypervascular, tomita_type
from analysis.indications.treatments import surgery
from analysis.scores.definition import Range

_TYPE_7 = Condition(
    "tomita_type_7",
    "157",
    "而 7 型则属于禁忌证",
    named("Tomita type 7", "Tomita tip 7", "Tomita 7型"),
    (tomita_type("7"),),
)

EN_BLOC = Rule(
    "en_bloc",
    CONSENSUS,
    "152-157",
    named("Total en bloc spondylectomy", "Total en blok spondilektomi", "全脊椎整块切除术"),
    conditions=(
        Condition(
            "good_general_condition",
            "152",
            "患者全身一般情况良好",
            named("good general condition", "genel durum iyi", "全身一般情况良好"),
            (reads("kps", holds=(Range(80, 100),), fails=(Range(0, 70),)),),
        ),
        Condition(
            "expected_life_over_6_months",
            "152",
            "预期寿命>6 个月",
            named("expected life over 6 months", "beklenen yaşam 6 aydan uzun", "预期寿命>6个月"),
            (
                reads("expected_survival_months", holds=(Range(6, None, above=True),), fails=(Range(0, 6),)),
                reads("tokuhashi_2005", holds=(Range(9, 15),), fails=(Range(0, 8),)),
            ),
            FIRST,
        ),
        Condition(
            "tomita_type_2_to_5",
            "152",
            "Tomita 分型 2~5 型",
            named("Tomita type 2 to 5", "Tomita tip 2-5", "Tomita分型2~5型"),
            (tomita_type("2", "3", "4", "5"),),
        ),
        Condition(
            "solitary",
            "152",
            "孤立性脊柱转移性肿瘤",
            named("solitary spinal metastasis", "soliter omurga metastazı", "孤立性脊柱转移"),
            SOLITARY_ITEMS,
            FIRST,
        ),
        Condition(
            "primary_controlled",
            "153",
            "原发肿瘤病灶治疗有效",
            named("primary tumour controlled", "primer tümör kontrol altında", "原发肿瘤病灶治疗有效"),
            (yes("primary_controlled"),),
        ),
    ),
    contraindications=(_TYPE_7,),
    given=(surgery("en_bloc"),),
    reading=(
        "good general condition: Karnofsky 80-100, as in Tokuhashi's item, whose words (line 97) these are; "
        "expected life: as recorded, else Tokuhashi's revised total (lines 99-100), 9-11 (6 to 12 months) "
        "taken as over 6; solitary: of the spine, whatever other bones hold"
    ),
)

EN_BLOC_RELATIVE = Rule(
    "en_bloc_relative",
    CONSENSUS,
    "157",
    named(
        "Total en bloc spondylectomy, relative indication by Tomita type",
        "Total en blok spondilektomi, Tomita tipine göre göreceli endikasyon",
        "全脊椎整块切除术：Tomita分型的相对适应证",
    ),
    conditions=(
        Condition(
            "tomita_type_1_or_6",
            "157",
            "1 型和 6 型属于相对适应证",
            named("Tomita type 1 or 6", "Tomita tip 1 veya 6", "Tomita 1型或6型"),
            (tomita_type("1", "6"),),
        ),
    ),
    contraindications=(_TYPE_7,),
    reading="the sentence speaks of the type alone; the other conditions of line 152 are not asked here",
)

EXCISION_MARGIN = Rule(
    "wide_or_marginal_excision",
    CONSENSUS,
    "155-157",
    named(
        "Wide or at least marginal excision", "Geniş veya en az marjinal eksizyon", "广泛切除或至少边缘切除"
    ),
    conditions=(
        Condition(
            "intracompartmental",
            "155-156",
            "对间室内病变的肿瘤（1~3 型）应进行广泛切除或至少是边缘切除",
            named("within the compartment (types 1-3)", "kompartman içi (tip 1-3)", "间室内（1~3型）"),
            (tomita_type("1", "2", "3", unsettled=("4", "5", "6", "7")),),
        ),
    ),
    reading="types 4-6: only with a fibrous reactive zone, which no variable holds; 7 is not named",
)

EN_BLOC_SECTORS = Rule(
    "en_bloc_oncological",
    CONSENSUS,
    "159-164",
    named(
        "Oncological en bloc resection by WBB sectors",
        "WBB sektörlerine göre onkolojik en blok rezeksiyon",
        "按WBB分区的肿瘤学意义整块切除",
    ),
    conditions=(
        Condition(
            "wbb_one_pedicle",
            "159-160",
            "累及 4~8 区（或 5~9 区）的患者",
            named("sectors 4-8 or 5-9", "sektör 4-8 veya 5-9", "4~8区（或5~9区）"),
            (reads("wbb_resection", holds=("4-8 or 5-9",), fails=("4-9",), unsettled=("10-3", "other")),),
        ),
    ),
    reading="tumour within the sectors; 4-9 allows anatomical resection only; other sectors are not named",
)

SEPARATION = Rule(
    "separation",
    CONSENSUS,
    "135-136, 173-179",
    named("Separation surgery", "Seperasyon cerrahisi", "分离手术"),
    conditions=(
        Condition(
            "escc_2_or_3",
            "135-136",
            "对于 ESCC 2 级和 3 级脊柱转移性肿瘤伴有硬膜外脊髓压迫的最佳治疗方案",
            named("ESCC 2 or 3", "ESCC 2 veya 3", "ESCC 2级或3级"),
            (reads("escc_grade", holds=("2", "3"), fails=("0", "1a", "1b", "1c")),),
        ),
    ),
    contraindications=(
        hypervascular("178", "富血运肿瘤"),
        Condition(
            "radiosensitive",
            "179",
            "放疗敏感的肿瘤",
            named("radiosensitive tumour", "radyosensitif tümör", "放疗敏感的肿瘤"),
            (
                reads(
                    "radiosensitivity",
                    holds=("sensitive",),
                    fails=("intermediate", "resistant"),
                    classes="radiosensitivity",
                ),
            ),
        ),
        Condition(
            "low_grade_escc",
            "179",
            "低级别 ESCC",
            named("low-grade ESCC", "düşük dereceli ESCC", "低级别ESCC"),
            (reads("escc_grade", holds=("0", "1a", "1b"), unsettled=("1c",), fails=("2", "3")),),
        ),
    ),
    given=(surgery("separation"),),
    reading=(
        "the text doesn't say which grades are low: 0 to 1b are taken so, 1c is left open, and is no "
        "indication; a tumour in the epidural space (line 174) is met by grades 2 and 3; 'especially' for "
        "radioresistant primaries (line 175) is no condition"
    ),
)

LAMINECTOMY = Rule(
    "laminectomy_fixation",
    CONSENSUS,
    "182-184",
    named("Laminectomy with fixation", "Laminektomi ve fiksasyon", "后路椎板切除内固定术"),
    conditions=(
        Condition(
            "posterior_elements_or_palliation",
            "183",
            "肿瘤只破坏后侧附件（WBB 分区 10-3 区）的病例或拟行姑息减压手术的病例",
            named(
                "posterior elements only (WBB 10-3), or palliative decompression planned",
                "yalnız posterior elemanlar (WBB 10-3) veya planlanan palyatif dekompresyon",
                "仅破坏后侧附件（WBB 10-3区）或拟行姑息减压",
            ),
            (
                reads("wbb_resection", holds=("10-3",), fails=("4-8 or 5-9", "4-9", "other")),
                yes("palliative_decompression"),
            ),
            ANY,
        ),
    ),
    contraindications=(
        Condition(
            "unfit_for_surgery",
            "183-184",
            "身体无法耐受手术的情况亦视为禁忌",
            named("unable to tolerate surgery", "ameliyatı kaldıramaz", "身体无法耐受手术"),
            (yes("unfit_for_surgery"),),
        ),
    ),
    given=(surgery("laminectomy_fixation"),),
)

RULES = (EN_BLOC, EN_BLOC_RELATIVE, EXCISION_MARGIN, EN_BLOC_SECTORS, SEPARATION, LAMINECTOMY)
