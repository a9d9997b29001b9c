"""Before and beside surgery in the Chinese consensus (seeds/002): biopsy, drugs, embolisation, thrombosis."""

from analysis.indications.definition import ANY, Condition, Rule, named, no, reads, yes
from analysis.indications.shared_conditions import CONSENSUS, operated
from analysis.scores.definition import Item, Range

_NEEDLE = reads("biopsy_type", holds=("needle",), fails=("none", "surgical"))
_GETTING_WORSE = Condition(
    "progressive_neurological_symptoms",
    "51-52",
    "对于神经症状进行性加重的患者，则应直接手术减压",
    named("progressive neurological symptoms", "ilerleyen nörolojik belirtiler", "神经症状进行性加重"),
    (yes("progressive_neurological_symptoms"),),
)

BIOPSY = Rule(
    "biopsy",
    CONSENSUS,
    "46-52",
    named("Needle biopsy before surgery", "Ameliyat öncesi iğne biyopsisi", "术前穿刺活检"),
    conditions=(
        Condition(
            "origin_doubtful",
            "46-49",
            "对于既往无肿瘤病史、肿瘤原发灶不明、虽有原发肿瘤病史但原发肿瘤长期不活跃并出现新发脊柱转移的患者",
            named(
                "no history of a tumour, primary unknown, or primary long inactive",
                "tümör öyküsü yok, primer bilinmiyor veya primer uzun süredir inaktif",
                "无肿瘤病史、原发灶不明或原发肿瘤长期不活跃",
            ),
            (no("previous_malignancy"), yes("primary_unknown"), yes("primary_long_inactive")),
            ANY,
        ),
    ),
    contraindications=(_GETTING_WORSE,),
    given=(_NEEDLE,),
    reading=(
        "progressive symptoms call for decompression straight away, taken as against a biopsy; that a biopsy "
        "may be left out where imaging and indication are clear (lines 50-51) says nothing against it"
    ),
)

BIOPSY_WITH_METASTASES = Rule(
    "biopsy_with_metastases",
    CONSENSUS,
    "49-50",
    named(
        "Biopsy of a new lesion in known systemic metastases",
        "Bilinen yaygın metastazda yeni lezyonun biyopsisi",
        "已有全身多发转移者新发病灶活检",
    ),
    conditions=(
        Condition(
            "previous_malignancy",
            "49",
            "对于既往有恶性肿瘤病史",
            named("history of a malignant tumour", "malign tümör öyküsü", "既往恶性肿瘤病史"),
            (yes("previous_malignancy"),),
        ),
        Condition(
            "systemic_metastases",
            "49",
            "就诊时已经出现全身多发转移",
            named("systemic metastases", "yaygın metastaz", "全身多发转移"),
            (yes("multi_organ_metastasis"),),
        ),
        Condition(
            "new_lesion",
            "49-50",
            "此时再出现新发脊柱病变",
            named("new spinal lesion", "yeni omurga lezyonu", "新发脊柱病变"),
        ),
        Condition(
            "time_allows",
            "50",
            "在时间允许的条件下",
            named("time allows it", "zaman elverirse", "时间允许"),
        ),
    ),
    contraindications=(_GETTING_WORSE,),
    given=(_NEEDLE,),
)

DIRECT_DECOMPRESSION = Rule(
    "direct_decompression",
    CONSENSUS,
    "51-52",
    named("Decompression without biopsy", "Biyopsisiz doğrudan dekompresyon", "直接手术减压"),
    conditions=(_GETTING_WORSE,),
)

CHEMOTHERAPY = Rule(
    "chemotherapy",
    CONSENSUS,
    "37-39",
    named("Chemotherapy", "Kemoterapi", "化疗"),
    conditions=(
        Condition(
            "few_symptoms",
            "39",
            "化疗一般用于无症状或者症状轻微的患者",
            named("no or slight symptoms", "belirti yok veya hafif", "无症状或症状轻微"),
        ),
    ),
    given=(yes("chemotherapy"),),
)


def _drug(level: str, lines: str, quote: str, name: tuple[str, str, str]) -> Condition:
    others = tuple(each for each in ("vegf_intravenous", "egfr_oral", "other") if each != level)
    return Condition(
        level, lines, quote, named(*name), (reads("targeted_drug_kind", holds=(level,), fails=others),)
    )


def _free(days: int) -> Item:
    return reads("drug_free_days", holds=(Range(days),), fails=(Range(0, days - 1),))


_STOPPED = operated("64", "使用靶向药物治疗的患者如需手术治疗，术前应停药")

DRUG_FREE_VEGF = Rule(
    "drug_free_vegf",
    CONSENSUS,
    "64-66",
    named(
        "4 weeks without an intravenous VEGF drug before surgery",
        "Ameliyat öncesi 4 hafta intravenöz VEGF ilacı kesilmiş",
        "术前停用静脉VEGF药物4周",
    ),
    among=(
        _STOPPED,
        _drug(
            "vegf_intravenous",
            "65",
            "如静脉使用的 VEGF 为靶点的分子靶向药物",
            ("intravenous VEGF drug", "intravenöz VEGF ilacı", "静脉VEGF药物"),
        ),
    ),
    conditions=(
        Condition(
            "stopped_4_weeks",
            "65-66",
            "停药的时间也比较长，一般为 4 周左右",
            named("stopped for 4 weeks", "4 hafta kesilmiş", "停药4周"),
            (_free(28),),
        ),
    ),
    reading="about 4 weeks: 28 days or more",
)

DRUG_FREE_EGFR = Rule(
    "drug_free_egfr",
    CONSENSUS,
    "66",
    named(
        "2 weeks without an oral EGFR drug before surgery",
        "Ameliyat öncesi 2 hafta oral EGFR ilacı kesilmiş",
        "术前停用口服EGFR药物2周",
    ),
    among=(
        _STOPPED,
        _drug(
            "egfr_oral",
            "66",
            "如每日口服的 EGFR 类靶向药物",
            ("oral EGFR drug", "oral EGFR ilacı", "口服EGFR药物"),
        ),
    ),
    conditions=(
        Condition(
            "stopped_2_weeks",
            "66",
            "停药 2 周可考虑手术",
            named("stopped for 2 weeks", "2 hafta kesilmiş", "停药2周"),
            (_free(14),),
        ),
    ),
)

_HAIRPIN = Condition(
    "hairpin_artery",
    "75-76",
    "若显示呈“发卡状”脊髓前动脉，且与拟栓塞的椎体血管共干",
    named(
        "hairpin anterior spinal artery on the same trunk",
        "aynı kökten çıkan firkete biçimli anterior spinal arter",
        "“发卡状”脊髓前动脉共干",
    ),
    (yes("hairpin_artery_shared"),),
)
_BEFORE_SURGERY = operated("71", "术前动脉栓塞术的目的是减少术中出血")

EMBOLISATION = Rule(
    "embolisation",
    CONSENSUS,
    "71-76",
    named("Preoperative embolisation", "Ameliyat öncesi embolizasyon", "术前栓塞"),
    among=(_BEFORE_SURGERY,),
    conditions=(
        Condition(
            "hypervascular_primary",
            "73-74",
            "富血供肿瘤如肾癌、甲状腺癌等，在术前栓塞后，术中的出血量以及输血量均可以显著减少",
            named("hypervascular primary", "hipervasküler primer", "富血供原发肿瘤"),
            (reads("vascularity", holds=("high",), fails=("low",), classes="vascularity"),),
        ),
    ),
    contraindications=(_HAIRPIN,),
    given=(yes("embolisation"),),
)

EMBOLISATION_BY_IMAGING = Rule(
    "embolisation_by_imaging",
    CONSENSUS,
    "74-76",
    named(
        "Preoperative embolisation of a primary held to be hypovascular",
        "Hipovasküler sayılan primerde ameliyat öncesi embolizasyon",
        "乏血供原发肿瘤的术前栓塞",
    ),
    among=(
        _BEFORE_SURGERY,
        Condition(
            "hypovascular_primary",
            "74-75",
            "既往认为乏血供肿瘤，如乳腺癌、前列腺癌等",
            named("primary held to be hypovascular", "hipovasküler sayılan primer", "乏血供原发肿瘤"),
            (reads("vascularity", holds=("low",), fails=("high",), classes="vascularity"),),
        ),
    ),
    conditions=(
        Condition(
            "hypervascular_on_imaging",
            "75",
            "若术前影像检查（DSA、CT-DSA 等）提示转移灶富血供，也可行动脉栓塞治疗",
            named("hypervascular on imaging", "görüntülemede hipervasküler", "影像提示富血供"),
            (reads("lesion_vascularity", holds=("rich",), fails=("poor",)),),
        ),
    ),
    contraindications=(_HAIRPIN,),
    given=(yes("embolisation"),),
)


def _embolised(hours: int, lines: str, quote: str) -> Rule:
    """Return the rule that surgery follows an embolisation within so many hours."""
    name = named(
        f"Surgery within {hours} h of embolisation",
        f"Embolizasyondan sonra {hours} saat içinde ameliyat",
        f"栓塞后{hours}h内手术",
    )
    within = reads(
        "embolisation_to_surgery_hours",
        holds=(Range(0, hours),),
        fails=(Range(hours, None, above=True),),
    )
    embolised = named("embolised", "embolizasyon yapılmış", "已栓塞")
    return Rule(
        f"embolisation_within_{hours}_hours",
        CONSENSUS,
        "77-78",
        name,
        among=(
            Condition("embolised", "78", "栓塞术后", embolised, (yes("embolisation"),)),
            operated("78", "施行手术"),
        ),
        conditions=(Condition(f"within_{hours}_hours", lines, quote, name, (within,)),),
    )


EMBOLISATION_24 = _embolised(24, "78", "应尽量在栓塞术后 24h 内施行手术")
EMBOLISATION_48 = _embolised(48, "78", "最迟不晚于 48h")

THROMBOSIS_PREVENTION = Rule(
    "thrombosis_prevention",
    CONSENSUS,
    "227-228",
    named("Combined prevention of thrombosis", "Kombine tromboz profilaksisi", "联合VTE预防措施"),
    among=(operated("227", "脊柱转移性肿瘤患者围手术期"),),
    conditions=(
        Condition(
            "no_bleeding_risk",
            "227",
            "在无出血风险的情况下",
            named("no risk of bleeding", "kanama riski yok", "无出血风险"),
        ),
    ),
)

RULES = (
    BIOPSY,
    BIOPSY_WITH_METASTASES,
    DIRECT_DECOMPRESSION,
    CHEMOTHERAPY,
    DRUG_FREE_VEGF,
    DRUG_FREE_EGFR,
    EMBOLISATION,
    EMBOLISATION_BY_IMAGING,
    EMBOLISATION_24,
    EMBOLISATION_48,
    THROMBOSIS_PREVENTION,
)
