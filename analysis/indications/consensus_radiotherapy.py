"""Radiotherapy in the Chinese consensus (seeds/002): alone, as first choice, and timed by surgery."""

from analysis.indications.definition import ANY, EITHER_READING, Condition, Rule, named, no, reads, yes
from analysis.indications.shared_conditions import CONSENSUS, SINS_NOT_ASSESSABLE, STABLE_ITEM, operated
from analysis.indications.treatments import CEMENT, IRRADIATED, NO_OPERATION, radiotherapy, surgery
from analysis.scores.definition import Range

RADIOTHERAPY_ALONE = Rule(
    "radiotherapy_alone",
    CONSENSUS,
    "134-135",
    named("Radiotherapy alone", "Yalnız radyoterapi", "单纯放疗"),
    conditions=(
        Condition(
            "escc_0",
            "134-135",
            "ESCC 0 级的患者可考虑单纯放疗",
            named("ESCC 0", "ESCC 0", "ESCC 0级"),
            (reads("escc_grade", holds=("0",), fails=("1a", "1b", "1c", "2", "3")),),
        ),
    ),
    given=(radiotherapy(*IRRADIATED), surgery(*NO_OPERATION)),
)

RADIOSURGERY_FIRST = Rule(
    "radiosurgery_first",
    CONSENSUS,
    "234-235",
    named("Radiosurgery as first choice", "İlk seçenek olarak radyocerrahi", "立体定向放疗作为首选"),
    conditions=(
        Condition(
            "stable_or_no_cord_symptoms",
            "234-235",
            "对于无明显脊柱不稳或无明显脊髓损害症状的患者可作为首选治疗方法",
            named(
                "no marked instability or no marked cord symptoms",
                "belirgin instabilite veya belirgin kord bulgusu yok",
                "无明显脊柱不稳或无明显脊髓损害症状",
            ),
            (
                STABLE_ITEM,
                reads("asia_grade", holds=("E",), unsettled=("C", "D"), fails=("A", "B")),
            ),
            EITHER_READING,
        ),
    ),
    unless=(SINS_NOT_ASSESSABLE,),
    given=(radiotherapy("stereotactic"), surgery(*NO_OPERATION)),
    reading=(
        "或 (or) between two negations can ask that both or that one of the two be absent: met where both "
        "are, not met where neither is, else open; stable is SINS 0-6 (line 121); complete palsy (A, B) is "
        "marked, none (E) is not, partial (C, D) is left open (line 97)"
    ),
)

NOT_BEFORE_SURGERY = Rule(
    "no_radiotherapy_before_surgery",
    CONSENSUS,
    "235-236",
    named(
        "No radiotherapy before surgery in fracture",
        "Kırıkta ameliyat öncesi radyoterapi yok",
        "骨折者不行术前放疗",
    ),
    among=(operated("235", "不建议术前放疗"),),
    conditions=(
        Condition(
            "fracture_or_impending",
            "235",
            "对于已经出现病理性骨折或者濒临骨折的患者，不建议术前放疗",
            named(
                "pathologic or impending fracture", "patolojik kırık veya kırık eşiği", "病理性骨折或濒临骨折"
            ),
            (yes("pathologic_fracture"), yes("impending_fracture")),
            ANY,
        ),
    ),
    given=(no("radiotherapy_before_surgery"),),
)

RADIOTHERAPY_TO_SURGERY = Rule(
    "radiotherapy_to_surgery",
    CONSENSUS,
    "236",
    named(
        "More than 2 weeks from radiotherapy to surgery",
        "Radyoterapi ile ameliyat arası 2 haftadan uzun",
        "放疗至手术间隔大于2周",
    ),
    among=(
        operated("236", "手术和放疗的时间间隔"),
        Condition(
            "irradiated_before",
            "236",
            "对于已经放疗的患者",
            named("irradiated before", "önceden ışınlanmış", "已放疗"),
            (yes("radiotherapy_before_surgery"),),
        ),
    ),
    conditions=(
        Condition(
            "over_2_weeks",
            "236",
            "手术和放疗的时间间隔应大于 2 周",
            named("more than 14 days", "14 günden uzun", "大于2周"),
            (
                reads(
                    "days_from_radiotherapy_to_surgery",
                    holds=(Range(14, None, above=True),),
                    fails=(Range(0, 14),),
                ),
            ),
        ),
    ),
)

_IRRADIATED_AFTER = Condition(
    "irradiated_after",
    "236-237",
    "准备术后放疗的患者",
    named("irradiated after surgery", "ameliyat sonrası ışınlanmış", "术后放疗"),
    (yes("radiotherapy_after_surgery"),),
)

SURGERY_TO_RADIOTHERAPY = Rule(
    "surgery_to_radiotherapy",
    CONSENSUS,
    "236-237",
    named(
        "Radiotherapy after healing of the wound or 2 weeks after surgery",
        "Yara iyileştikten veya ameliyattan 2 hafta sonra radyoterapi",
        "伤口愈合或术后2周后放疗",
    ),
    among=(operated("236-237", "准备术后放疗"), _IRRADIATED_AFTER),
    conditions=(
        Condition(
            "healed_or_2_weeks",
            "237",
            "建议在伤口愈合或间隔 2 周后再进行放疗",
            named("wound healed, or 14 days", "yara iyileşmiş veya 14 gün", "伤口愈合或间隔2周"),
            (
                yes("wound_healed_before_radiotherapy"),
                reads(
                    "days_from_surgery_to_radiotherapy",
                    holds=(Range(14),),
                    fails=(Range(0, 13),),
                ),
            ),
            ANY,
        ),
    ),
)

_SEPARATED = named("separation surgery", "seperasyon cerrahisi", "分离手术")

RADIOTHERAPY_AFTER_SEPARATION = Rule(
    "radiosurgery_after_separation",
    CONSENSUS,
    "177-178",
    named(
        "Stereotactic radiotherapy after separation surgery",
        "Seperasyon cerrahisi sonrası stereotaktik radyoterapi",
        "分离手术后定向放疗",
    ),
    among=(
        Condition(
            "separation",
            "177-178",
            "分离手术分离的神经和肿瘤之间的距离并非越大越好，并且在术后一定要配合定向放疗",
            _SEPARATED,
            (surgery("separation"),),
        ),
    ),
    given=(radiotherapy("stereotactic"),),
)

SEPARATION_TO_RADIOTHERAPY = Rule(
    "separation_to_radiotherapy",
    CONSENSUS,
    "237-238",
    named(
        "Stereotactic radiotherapy 3 to 5 weeks after separation surgery",
        "Seperasyon cerrahisinden 3-5 hafta sonra stereotaktik radyoterapi",
        "分离手术后3~5周内定向放疗",
    ),
    among=(
        Condition("separation", "237", "分离手术后的定向放射治疗", _SEPARATED, (surgery("separation"),)),
        Condition(
            "stereotactic",
            "237",
            "定向放射治疗",
            named("stereotactic radiotherapy", "stereotaktik radyoterapi", "定向放射治疗"),
            (radiotherapy("stereotactic"),),
        ),
        _IRRADIATED_AFTER,
    ),
    conditions=(
        Condition(
            "within_3_to_5_weeks",
            "237-238",
            "必须在术后 3~5 周内进行，否则失去意义",
            named("21 to 35 days after surgery", "ameliyattan 21-35 gün sonra", "术后3~5周内"),
            (
                reads(
                    "days_from_surgery_to_radiotherapy",
                    holds=(Range(21, 35),),
                    fails=(Range(0, 20), Range(36)),
                ),
            ),
        ),
    ),
    reading="from the start of week 4 to the end of week 5; it could be read as within 5 weeks at the latest",
)

RADIOTHERAPY_AFTER_CEMENT = Rule(
    "radiotherapy_after_cement",
    CONSENSUS,
    "193",
    named(
        "Radiotherapy after vertebroplasty or kyphoplasty",
        "Vertebroplasti veya kifoplasti sonrası radyoterapi",
        "PVP和PKP术后放疗",
    ),
    among=(
        Condition(
            "cement",
            "193",
            "PVP 和 PKP 术后的患者也需进一步放疗",
            named("vertebroplasty or kyphoplasty", "vertebroplasti veya kifoplasti", "PVP或PKP"),
            (surgery(*CEMENT),),
        ),
    ),
    given=(radiotherapy(*IRRADIATED),),
)

RULES = (
    RADIOTHERAPY_ALONE,
    RADIOSURGERY_FIRST,
    NOT_BEFORE_SURGERY,
    RADIOTHERAPY_TO_SURGERY,
    SURGERY_TO_RADIOTHERAPY,
    RADIOTHERAPY_AFTER_SEPARATION,
    SEPARATION_TO_RADIOTHERAPY,
    RADIOTHERAPY_AFTER_CEMENT,
)
