"""What seeds/002, the Chinese consensus on surgery of spinal metastases, prints of patients and operations.

What it prints of scores (the accuracy of Tokuhashi's, sensitivity and specificity of SINS) is in
`calibration.published`, and expected survival by band in the scores.
"""

from analysis.indications.definition import named
from analysis.indications.shared_conditions import CONSENSUS
from analysis.papers.literature.definition import MONTHS, Passage, PublishedFigure
from analysis.papers.literature.populations import OPERATED, PIECEMEAL, SPINAL, TARGETED_LUNG

CONSENSUS_FIGURES = (
    PublishedFigure(
        "spinal_median_survival",
        named("Median survival", "Medyan sağkalım", "中位生存期"),
        SPINAL,
        12,
        20,
        Passage(CONSENSUS, 2, "中位生存期为 12~20 个月", "[4、5]"),
        unit=MONTHS,
        reading=named(
            "printed of a part of the patients, who live long with the tumour",
            "tümörle uzun yaşayan bir kısım hasta için basılıdır",
            "原文指部分可带瘤长期生存的患者",
        ),
    ),
    PublishedFigure(
        "targeted_lung_median_survival",
        named("Median survival", "Medyan sağkalım", "中位生存期"),
        TARGETED_LUNG,
        18.4,
        18.4,
        Passage(CONSENSUS, 61, "于Ⅲb 和Ⅳ期肺癌治疗的中位生存期为 18.4 个月", "[19]"),
        unit=MONTHS,
        reading=named(
            "printed of stages IIIb and IV, in a study of drugs against EGFR; those here are stage IV",
            "evre IIIb ve IV için, EGFR'ye yönelik bir ilaç çalışmasından basılıdır; buradakiler evre IV'tür",
            "原文指Ⅲb和Ⅳ期，出自EGFR靶向药物研究；此处均为Ⅳ期",
        ),
    ),
    PublishedFigure(
        "recurrence_after_piecemeal",
        named("Local recurrence", "Lokal nüks", "局部复发"),
        PIECEMEAL,
        90,
        None,
        Passage(CONSENSUS, 144, "既往的手术大多采用瘤内刮除或逐片切除，局部复发率高达 90%以"),
        variable="local_recurrence",
        levels=("yes",),
        reading=named(
            "of intralesional or piecemeal excision, which is taken to be a corpectomy",
            "tümör içi veya parça parça eksizyon içindir; korpektomi olarak alınmıştır",
            "原文指瘤内刮除或逐片切除；此处取椎体次全切除术",
        ),
    ),
    PublishedFigure(
        "complications",
        named("Any complication", "Komplikasyon", "并发症"),
        OPERATED,
        10,
        66.7,
        Passage(CONSENSUS, 217, "手术的并发症发生率为 10％~66.7％", "[65]"),
        variable="complication",
        levels=("yes",),
    ),
    PublishedFigure(
        "surgical_site_infection",
        named("Surgical site infection", "Cerrahi alan enfeksiyonu", "手术部位感染"),
        OPERATED,
        None,
        30,
        Passage(CONSENSUS, 219, "手术 SSI 的发生率高达 30％", "[65]"),
        variable="surgical_site_infection",
        levels=("yes",),
    ),
    PublishedFigure(
        "deep_vein_thrombosis",
        named("Deep vein thrombosis", "Derin ven trombozu", "深静脉血栓"),
        OPERATED,
        14.1,
        14.1,
        Passage(CONSENSUS, 226, "生率为 14.1%", "[72]"),
        variable="venous_thromboembolism",
        levels=("yes",),
        reading=named(
            "printed of deep vein thrombosis; the registry's thromboembolism is compared",
            "derin ven trombozu için basılıdır; kayıttaki venöz tromboembolizm karşılaştırılmıştır",
            "原文指深静脉血栓；此处比较登记的静脉血栓栓塞症",
        ),
    ),
    PublishedFigure(
        "deep_vein_thrombosis_before_surgery",
        named("Deep vein thrombosis before surgery", "Ameliyat öncesi derin ven trombozu", "术前深静脉血栓"),
        OPERATED,
        8,
        8,
        Passage(CONSENSUS, 226, "有 8%的患者在术前就发生 DVT", "[72]"),
    ),
)
