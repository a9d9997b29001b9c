"""What the introduction and discussion of seeds/001 report from others on leptomeningeal metastasis.

The series' own numbers are the paper's: `papers.leptomeningeal`. Where a sentence prints no reference, the
next that the paragraph prints is taken: (1-3) for line 71 and 79, (3, 9) for the lines 836 to 840.
"""

from analysis.indications.definition import named
from analysis.papers.literature.definition import MONTHS, WEEKS, Passage, PublishedFigure
from analysis.papers.literature.populations import (
    AUTOPSIES,
    BREAST,
    LEPTOMENINGEAL,
    LEPTOMENINGEAL_OF_SOLID,
    LEUKAEMIA,
    LUNG,
    METASTATIC,
    NON_HODGKIN,
    NOT_SOLID,
    SOLID_TUMOURS,
    TREATED,
    UNTREATED,
)

SERIES = "seeds/001"
A_THIRD = 100 / 3
_AS_SHARES = named(
    "read as shares of all leptomeningeal metastases of solid tumours",
    "solid tümörlerin tüm leptomeningeal metastazları içindeki pay olarak okunmuştur",
    "理解为占全部实体瘤软脑膜转移的比例",
)
_LM = named("Leptomeningeal metastasis", "Leptomeningeal metastaz", "软脑膜转移")

SPREAD = (
    PublishedFigure(
        "lm_of_metastatic",
        _LM,
        METASTATIC,
        5,
        70,
        Passage(SERIES, 71, "Metastatik hastalıkların yaklaşık %5-70’inde", "(1-3)"),
    ),
    PublishedFigure(
        "lm_at_autopsy", _LM, AUTOPSIES, None, 20, Passage(SERIES, 79, "%20’lere kadar", "(1-3)")
    ),
    PublishedFigure(
        "lm_of_solid", _LM, SOLID_TUMOURS, 5, 8, Passage(SERIES, 644, "Solid tümörlerde %5-8", "(1, 3, 4)")
    ),
    PublishedFigure(
        "lm_of_leukaemia", _LM, LEUKAEMIA, 11, 70, Passage(SERIES, 646, "lösemilerde %11-70", "(1, 3, 4)")
    ),
    PublishedFigure(
        "lm_of_lymphoma", _LM, NON_HODGKIN, 5, 29, Passage(SERIES, 648, "lenfomalarda %5-29", "(1, 3, 4)")
    ),
    PublishedFigure(
        "lm_from_breast",
        named("Primary: breast", "Primer: meme", "原发：乳腺"),
        LEPTOMENINGEAL_OF_SOLID,
        11,
        64,
        Passage(SERIES, 664, "kanserler meme (%11-64)", "(1)"),
        variable="primary_site",
        levels=BREAST,
        apart=NOT_SOLID,
        reading=_AS_SHARES,
    ),
    PublishedFigure(
        "lm_from_lung",
        named("Primary: lung", "Primer: akciğer", "原发：肺"),
        LEPTOMENINGEAL_OF_SOLID,
        14,
        29,
        Passage(SERIES, 664, "akciğer (%14-29)", "(1)"),
        variable="primary_site",
        levels=LUNG,
        apart=NOT_SOLID,
        reading=_AS_SHARES,
    ),
    PublishedFigure(
        "lm_from_melanoma",
        named("Primary: melanoma", "Primer: malign melanom", "原发：黑色素瘤"),
        LEPTOMENINGEAL_OF_SOLID,
        6,
        18,
        Passage(SERIES, 666, "malign melanom (%6-18)", "(1)"),
        variable="primary_site",
        levels=("melanoma",),
        apart=NOT_SOLID,
        reading=_AS_SHARES,
    ),
)

CEREBROSPINAL_FLUID = (
    PublishedFigure(
        "csf_glucose_low",
        named("CSF glucose lowered", "BOS glukozunda düşme", "脑脊液葡萄糖降低"),
        LEPTOMENINGEAL,
        25,
        30,
        Passage(SERIES, 768, "glukoz düzeyinde düşme (%25-30)", "(1, 5)"),
        variable="csf_glucose_mg_dl",
    ),
    PublishedFigure(
        "csf_pleocytosis",
        named("CSF lymphocytic pleocytosis", "BOS'ta lenfositik pleositoz", "脑脊液淋巴细胞增多"),
        LEPTOMENINGEAL,
        50,
        50,
        Passage(SERIES, 770, "lenfatik pleositoz (%50)", "(1, 5)"),
        variable="csf_cells_per_ul",
    ),
    PublishedFigure(
        "csf_pressure_high",
        named("CSF pressure raised", "BOS basıncında artma", "脑脊液压力升高"),
        LEPTOMENINGEAL,
        50,
        50,
        Passage(SERIES, 772, "artma (%50)", "(1, 5)"),
        variable="csf_pressure_cm_h2o",
    ),
    PublishedFigure(
        "csf_cytology_once",
        named("Malignant cells, one examination", "Malign hücre, tek inceleme", "恶性细胞（单次检查）"),
        LEPTOMENINGEAL,
        50,
        50,
        Passage(SERIES, 776, "tespit edilme oranı tek incelemede %50", "(1, 5)"),
        variable="csf_cytology",
        levels=("positive",),
        reading=named(
            "a registry does not say how often the fluid was examined",
            "kayıt, BOS'un kaç kez incelendiğini söylemez",
            "登记未说明脑脊液检查次数",
        ),
    ),
    PublishedFigure(
        "csf_cytology_repeated",
        named("Malignant cells, three examinations", "Malign hücre, üç inceleme", "恶性细胞（连续3次检查）"),
        LEPTOMENINGEAL,
        None,
        80,
        Passage(SERIES, 778, "tekrarlanan incelemeler (ardışık 3 kez) %80", "(1, 5)"),
        variable="csf_cytology",
        levels=("positive",),
        reading=named(
            "can rise to it; a registry does not say how often the fluid was examined",
            "buna yükselebilir; kayıt, BOS'un kaç kez incelendiğini söylemez",
            "原文为可升至此值；登记未说明脑脊液检查次数",
        ),
    ),
)

IMAGING = (
    PublishedFigure(
        "lm_hydrocephalus",
        named("Hydrocephalus", "Hidrosefali", "脑积水"),
        LEPTOMENINGEAL,
        A_THIRD,
        A_THIRD,
        Passage(SERIES, 830, "hastalarin üçte birinde görülmekle birlikte", "(3, 4)"),
        variable="hydrocephalus",
        levels=("yes",),
        reading=named(
            "printed of communicating hydrocephalus; any is compared",
            "komünikan hidrosefali için basılıdır; her hidrosefali karşılaştırılmıştır",
            "原文指交通性脑积水；此处比较任何脑积水",
        ),
    ),
    PublishedFigure(
        "lm_nodules",
        named("Enhancing nodules", "Kontrastlanan nodüller", "强化结节"),
        LEPTOMENINGEAL,
        35,
        50,
        Passage(SERIES, 838, "(%35-50)", "(3, 9)"),
        variable="lm_enhancement",
        levels=("nodular", "both"),
        reading=named(
            "nodules alone or with linear enhancement",
            "tek başına veya lineer kontrastlanmayla birlikte nodüller",
            "单纯结节或合并线状强化",
        ),
    ),
    PublishedFigure(
        "lm_pial",
        named("Pial enhancement", "Pial kontrastlanma", "软膜强化"),
        LEPTOMENINGEAL,
        15,
        50,
        Passage(SERIES, 838, "pial kontrastlanmadır (%15-50)", "(3, 9)"),
        variable="lm_enhancement",
        levels=("linear", "both"),
        reading=named(
            "linear enhancement alone or with nodules",
            "tek başına veya nodüllerle birlikte lineer kontrastlanma",
            "单纯线状强化或合并结节",
        ),
    ),
    PublishedFigure(
        "lm_spinal",
        named("Spinal involvement", "Spinal tutulum", "脊髓受累"),
        LEPTOMENINGEAL,
        15,
        25,
        Passage(SERIES, 840, "Spinal tutulum %15-25 oranlarında", "(3, 9)"),
        variable="spinal_lm",
        levels=("yes",),
    ),
    PublishedFigure(
        "lm_parenchymal",
        named("Parenchymal brain metastasis", "Beyin parankim metastazı", "脑实质转移"),
        LEPTOMENINGEAL,
        40,
        40,
        Passage(SERIES, 876, "parankimal metastazların %40 oranında eşlik", "(11)"),
        variable="parenchymal_metastasis",
        levels=("yes",),
        reading=named("of one study", "tek bir çalışmadan", "出自一项研究"),
    ),
)

SURVIVAL = (
    PublishedFigure(
        "lm_untreated_median_survival",
        named("Median survival", "Medyan sağkalım", "中位生存期"),
        UNTREATED,
        4,
        6,
        Passage(SERIES, 928, "beklenen medyan sağkalım 4-6 hafta iken", "(1, 3, 5)"),
        unit=WEEKS,
    ),
    PublishedFigure(
        "lm_treated_median_survival",
        named("Median survival", "Medyan sağkalım", "中位生存期"),
        TREATED,
        None,
        8,
        Passage(SERIES, 930, "tedavi ile birlikte medyan sağkalım 6-8 aydan", "(1, 3, 5)"),
        unit=MONTHS,
        strict=True,
        reading=named(
            "printed as less than 6 to 8 months: below 8 is within",
            "6-8 aydan daha az olarak basılıdır: 8'in altı aralık içindedir",
            "原文为少于6~8个月：低于8即在范围内",
        ),
    ),
)

LEPTOMENINGEAL_FIGURES = (*SPREAD, *CEREBROSPINAL_FLUID, *IMAGING, *SURVIVAL)
