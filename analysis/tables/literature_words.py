"""The words of the table that sets a cohort beside the literature; `words.word` finds them."""

from collections.abc import Mapping

LITERATURE_WORDS: Mapping[str, Mapping[str, str]] = {
    "literature_caption": {
        "en": "The cohort beside the literature",
        "tr": "Literatürle karşılaştırma",
        "zh": "与文献比较",
    },
    "literature_figure": {"en": "Figure", "tr": "Ölçüt", "zh": "指标"},
    "literature_of": {"en": "Of", "tr": "Kimlerde", "zh": "对象"},
    "literature_published": {"en": "Published", "tr": "Literatür", "zh": "文献值"},
    "literature_own": {
        "en": "Cohort ({level} CI)",
        "tr": "Kohort ({level} GA)",
        "zh": "本队列（{level} CI）",
    },
    "literature_verdict": {"en": "Verdict", "tr": "Sonuç", "zh": "结论"},
    "literature_place": {"en": "Line, reference", "tr": "Satır, kaynak", "zh": "行，参考文献"},
    "literature_months": {"en": "{} months", "tr": "{} ay", "zh": "{}个月"},
    "literature_weeks": {"en": "{} weeks", "tr": "{} hafta", "zh": "{}周"},
    # The documents
    "seeds/000": {
        "en": "Review of spinal epidural metastasis (Turkish)",
        "tr": "Spinal epidural metastaz derlemesi (Türkçe)",
        "zh": "脊柱硬膜外转移综述（土耳其文）",
    },
    "seeds/001": {
        "en": "Series of leptomeningeal metastases, what it cites (Turkish)",
        "tr": "Leptomeningeal metastaz serisi, aktardıkları (Türkçe)",
        "zh": "软脑膜转移病例系列所引文献（土耳其文）",
    },
    "seeds/002": {
        "en": "Consensus on surgery of spinal metastases (Chinese)",
        "tr": "Omurga metastazı cerrahisi uzlaşısı (Çince)",
        "zh": "脊柱转移性肿瘤外科治疗共识（中文）",
    },
    "seeds/003": {
        "en": "Page on metastatic spinal tumours (English)",
        "tr": "Metastatik omurga tümörü sayfası (İngilizce)",
        "zh": "脊柱转移瘤介绍网页（英文）",
    },
    # Verdicts
    "within": {"en": "within", "tr": "uyumlu", "zh": "相符"},
    "below": {"en": "below", "tr": "daha düşük", "zh": "低于文献"},
    "above": {"en": "above", "tr": "daha yüksek", "zh": "高于文献"},
    "no data": {"en": "no data", "tr": "veri yok", "zh": "无数据"},
    # Why there is no verdict
    "no_registry": {
        "en": "not of patients in such a registry",
        "tr": "bu tür kayıttaki hastalara ait değil",
        "zh": "对象不在此类登记范围内",
    },
    "no_variable": {"en": "not recorded", "tr": "kayıtlı değil", "zh": "未登记"},
    "no_cut_off": {
        "en": "the text prints no cut-off",
        "tr": "metinde sınır değer yok",
        "zh": "原文未给出界值",
    },
    "no_patient": {"en": "no such patient known", "tr": "bilinen böyle hasta yok", "zh": "无已知此类患者"},
    "no_answer": {"en": "no answer known", "tr": "bilinen yanıt yok", "zh": "无已知记录"},
    "no_outcome": {"en": "no known outcome", "tr": "bilinen sonlanım yok", "zh": "无已知结局"},
    "no_unit": {
        "en": "unit of follow-up not recorded",
        "tr": "takip süresinin birimi kayıtlı değil",
        "zh": "随访时间单位未登记",
    },
    "no_limits": {
        "en": "interval not estimable",
        "tr": "güven aralığı hesaplanamadı",
        "zh": "置信区间无法估计",
    },
    "note_literature": {
        "en": "n: patients who have it, or deaths, of those it is known of. Shares with Wilson's {level} "
        "interval, median survival with the log-log interval; within: the published range and the interval "
        "overlap. Populations and definitions differ: a difference is described, not explained. What is "
        "published on scores stands with their calibration.",
        "tr": "n: özelliği taşıyan hasta ya da ölüm sayısı / bilinen hasta sayısı. Oranlarda Wilson, medyan "
        "sağkalımda log-log {level} güven aralığı; uyumlu: literatür aralığı ile güven aralığı örtüşür. "
        "Hasta grupları ve tanımlar farklıdır: fark betimlenir, açıklanmaz. Skorlara ait yayımlanmış "
        "değerler kalibrasyonlarıyla birlikte verilir.",
        "zh": "n：具有该特征者或死亡人数/已知人数。比例为Wilson法{level}置信区间，中位生存期为log-log区间；"
        "相符：文献范围与置信区间重叠。人群与定义不同：仅描述差异，不作解释。评分的文献值见其校准部分。",
    },
}
