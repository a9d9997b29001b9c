"""Cement and ablation in the Chinese consensus (seeds/002, 3.4 and 3.5): for and against."""

from analysis.indications.definition import ALL, ANY, FIRST, Condition, Rule, named, no, reads, yes
from analysis.indications.shared_conditions import CONSENSUS, coagulopathy, infection, tomita_type
from analysis.indications.treatments import CEMENT, radiotherapy, surgery
from analysis.scores.definition import Range

CEMENT_AUGMENTATION = Rule(
    "cement_augmentation",
    CONSENSUS,
    "194-198",
    named("Vertebroplasty or kyphoplasty", "Vertebroplasti veya kifoplasti", "椎体成形术或后凸成形术"),
    conditions=(
        Condition(
            "no_neural_compression",
            "194",
            "没有神经压迫",
            named("no neural compression", "nöral bası yok", "没有神经压迫"),
            (
                no("neural_compression"),
                reads("pain", unsettled=("none", "local", "mechanical"), fails=("radicular",)),
                reads("escc_grade", holds=("0",), unsettled=("1a", "1b", "1c"), fails=("2", "3")),
            ),
            FIRST,
        ),
        Condition(
            "posterior_wall_intact",
            "194",
            "椎体后壁相对完整",
            named("posterior wall relatively intact", "arka duvar görece sağlam", "椎体后壁相对完整"),
            (yes("posterior_wall_intact"),),
        ),
        Condition(
            "pedicle_spared",
            "194",
            "椎弓根无肿瘤累及",
            named("pedicle free of tumour", "pedikülde tümör yok", "椎弓根无肿瘤累及"),
            (
                no("pedicle_involved"),
                reads("sins_posterolateral", holds=("none",), unsettled=("unilateral", "bilateral")),
            ),
            FIRST,
        ),
        Condition(
            "no_severe_collapse",
            "194",
            "无严重椎体压缩",
            named("no severe vertebral collapse", "ağır vertebra çökmesi yok", "无严重椎体压缩"),
            (
                no("severe_vertebral_collapse"),
                reads("sins_collapse", holds=("none", "involved"), unsettled=("lt50", "gt50")),
            ),
            FIRST,
        ),
        Condition(
            "lytic_or_fracture",
            "196",
            "溶骨性骨转移肿瘤破坏椎体引起的剧烈疼痛以及椎体病理性压缩骨折",
            named("lytic, or pathologic fracture", "litik veya patolojik kırık", "溶骨性或病理性骨折"),
            (
                reads("sins_lesion", holds=("lytic",), unsettled=("mixed",), fails=("blastic",)),
                yes("pathologic_fracture"),
            ),
            ANY,
        ),
        Condition(
            "severe_pain_or_fracture",
            "196",
            "引起的剧烈疼痛以及椎体病理性压缩骨折进行姑息性治疗",
            named(
                "severe pain, or pathologic fracture",
                "şiddetli ağrı veya patolojik kırık",
                "剧烈疼痛或病理性骨折",
            ),
            (yes("severe_pain"), yes("pathologic_fracture")),
            ANY,
        ),
    ),
    contraindications=(
        infection("196-197", "局部或全身感染"),
        Condition(
            "incomplete_palsy_by_compression",
            "197",
            "椎体肿瘤压迫脊髓引起不全瘫",
            named(
                "cord compression with incomplete palsy",
                "kord basısı ve tam olmayan felç",
                "脊髓受压致不全瘫",
            ),
            (
                reads("escc_grade", holds=("2", "3"), fails=("0", "1a", "1b", "1c")),
                reads("asia_grade", holds=("B", "C", "D"), fails=("A", "E")),
            ),
            ALL,
        ),
        coagulopathy("197", "有严重的凝血功能障碍"),
        Condition(
            "cement_allergy",
            "197-198",
            "已知对骨水泥主要成分聚甲基丙烯酸甲酯",
            named("allergy to cement", "çimento alerjisi", "骨水泥过敏"),
            (yes("cement_allergy"),),
        ),
        Condition("pregnancy", "198", "妊娠", named("pregnancy", "gebelik", "妊娠"), (yes("pregnancy"),)),
    ),
    given=(surgery(*CEMENT),),
    reading=(
        "severe pain of a lytic lesion, or a pathologic fracture: either suffices; neural compression as "
        "recorded, else present in radicular pain (line 33) and ESCC 2-3, absent in ESCC 0 (tumour within "
        "the bone), open in 1a-1c, which say nothing of roots; no limit of 'severe' is printed"
    ),
)

RADIOFREQUENCY = Rule(
    "radiofrequency",
    CONSENSUS,
    "203-205",
    named("Radiofrequency ablation", "Radyofrekans ablasyon", "射频消融"),
    conditions=(
        Condition(
            "pain",
            "203",
            "对脊柱转移性肿瘤患者疼痛进行姑息治疗",
            named("pain", "ağrı", "疼痛"),
            (
                reads("pain", holds=("local", "mechanical", "radicular"), fails=("none",)),
                reads("sins_pain", holds=("mechanical", "occasional"), fails=("none",)),
                reads("pain_score", holds=(Range(0, 10, above=True),), fails=(Range(0, 0),)),
            ),
            FIRST,
        ),
    ),
    contraindications=(
        Condition(
            "within_1_cm_of_cord",
            "204",
            "肿瘤距离脊髓 1cm 内为射频消融的禁忌",
            named("within 1 cm of the cord", "korda 1 cm'den yakın", "距离脊髓1cm内"),
            (
                reads("lesion_to_cord_cm", holds=(Range(0, 1),), fails=(Range(1, None, above=True),)),
                reads("escc_grade", holds=("1c", "2", "3"), unsettled=("0", "1a", "1b")),
            ),
            FIRST,
        ),
        coagulopathy("204", "有严重的凝血功能障碍"),
        infection("204", "伴发感染"),
        Condition(
            "organ_failure",
            "204-205",
            "重要脏器功能严重衰竭",
            named("severe failure of a vital organ", "ağır hayati organ yetmezliği", "重要脏器功能严重衰竭"),
            (yes("severe_organ_failure"),),
        ),
        Condition(
            "paraplegia_risk",
            "205",
            "椎体破坏严重有截瘫危险",
            named(
                "severe destruction with risk of paraplegia",
                "parapleji riski olan ağır yıkım",
                "椎体破坏严重有截瘫危险",
            ),
            (yes("paraplegia_risk"),),
        ),
    ),
    given=(surgery("radiofrequency"),),
    reading="distance as recorded, 1 cm included; else ESCC 1c-3 touch the cord, lower grades leave it open",
)

_AGAINST_MICROWAVE = (
    coagulopathy("212", "严重的凝血功能障碍"),
    Condition(
        "heart_brain_or_lung_disease",
        "212",
        "心脑血管疾病或者是肺功能障碍者",
        named(
            "cardiovascular or cerebrovascular disease, or pulmonary dysfunction",
            "kardiyo- veya serebrovasküler hastalık veya akciğer fonksiyon bozukluğu",
            "心脑血管疾病或肺功能障碍",
        ),
        (yes("cardio_cerebrovascular_disease"), yes("pulmonary_dysfunction")),
        ANY,
    ),
)

MICROWAVE_ALONE = Rule(
    "microwave_alone",
    CONSENSUS,
    "211-212",
    named("Microwave ablation alone", "Yalnız mikrodalga ablasyon", "单独微波消融"),
    conditions=(
        Condition(
            "tomita_type_1_to_3",
            "211",
            "仅适用于单纯局限于间室内的肿瘤（Tomita 分型中 1~3 型）",
            named("Tomita type 1 to 3", "Tomita tip 1-3", "Tomita 1~3型"),
            (tomita_type("1", "2", "3"),),
        ),
    ),
    contraindications=_AGAINST_MICROWAVE,
    given=(surgery("microwave"), radiotherapy("none")),
)

MICROWAVE_COMBINED = Rule(
    "microwave_combined",
    CONSENSUS,
    "211-212",
    named(
        "Microwave ablation with surgery or radiotherapy",
        "Cerrahi veya radyoterapi ile birlikte mikrodalga ablasyon",
        "微波消融联合手术或放疗",
    ),
    conditions=(
        Condition(
            "tomita_type_4_to_6",
            "211-212",
            "对于间室外的肿瘤治疗应考虑联合手术或放射治疗手段",
            named("Tomita type 4 to 6", "Tomita tip 4-6", "Tomita 4~6型"),
            (tomita_type("4", "5", "6", unsettled=("7",)),),
        ),
    ),
    contraindications=_AGAINST_MICROWAVE,
    reading="outside the compartment: types 4-6 (line 156); 7 is not named",
)

RULES = (CEMENT_AUGMENTATION, RADIOFREQUENCY, MICROWAVE_ALONE, MICROWAVE_COMBINED)
