"""The words of the tables of agreement and accuracy; `words.word` finds them."""

from collections.abc import Mapping

AGREEMENT_WORDS: Mapping[str, Mapping[str, str]] = {
    "statistic": {"en": "Statistic", "tr": "Ölçüt", "zh": "统计量"},
    "estimate": {"en": "Estimate", "tr": "Değer", "zh": "估计值"},
    "fraction": {"en": "n/N", "tr": "n/N", "zh": "例数/总数"},
    "raters_caption": {
        "en": "Agreement of raters",
        "tr": "Değerlendiriciler arası uyum",
        "zh": "评估者间一致性",
    },
    "note_raters": {
        "en": "Subjects that one rater didn't rate are left out and counted as missing. Limits of the "
        "agreement after Wilson, of kappa after Fleiss, Cohen and Everitt, of ICC by F; ICC(2,1): absolute "
        "agreement, ICC(3,1): consistency.",
        "tr": "Değerlendiricilerden birinin puanlamadığı olgular dışarıda bırakıldı, eksik olarak sayıldı. "
        "Güven aralıkları: uyum yüzdesi Wilson, kappa Fleiss-Cohen-Everitt, ICC F dağılımı ile; ICC(2,1): "
        "mutlak uyum, ICC(3,1): tutarlılık.",
        "zh": "任一评估者未评分者不计入，列为缺失。置信区间：一致率为Wilson法，"
        "kappa为Fleiss-Cohen-Everitt法，ICC为F分布；ICC(2,1)：绝对一致性，ICC(3,1)：相对一致性。",
    },
    "agreement": {"en": "Agreement", "tr": "Uyum oranı", "zh": "一致率"},
    "kappa": {"en": "Cohen's kappa", "tr": "Cohen kappa", "zh": "Cohen kappa"},
    "linear weighted kappa": {
        "en": "Weighted kappa, linear",
        "tr": "Ağırlıklı kappa, doğrusal",
        "zh": "加权kappa（线性）",
    },
    "quadratic weighted kappa": {
        "en": "Weighted kappa, quadratic",
        "tr": "Ağırlıklı kappa, karesel",
        "zh": "加权kappa（二次）",
    },
    "ICC(2,1)": {"en": "ICC(2,1)", "tr": "ICC(2,1)", "zh": "ICC(2,1)"},
    "ICC(3,1)": {"en": "ICC(3,1)", "tr": "ICC(3,1)", "zh": "ICC(3,1)"},
    "accuracy_caption": {
        "en": "Accuracy of cut-offs",
        "tr": "Kesim değerlerinin tanısal doğruluğu",
        "zh": "截断值的诊断准确性",
    },
    "note_accuracy": {
        "en": "Limits after Wilson; predictive values hold for the prevalence of these patients only.",
        "tr": "Güven aralıkları Wilson yöntemiyle; öngörü değerleri yalnızca bu hastaların prevalansı için "
        "geçerlidir.",
        "zh": "置信区间采用Wilson法；预测值仅适用于本组患者的患病率。",
    },
    "sensitivity": {"en": "Sensitivity", "tr": "Duyarlılık", "zh": "灵敏度"},
    "specificity": {"en": "Specificity", "tr": "Özgüllük", "zh": "特异度"},
    "positive predictive value": {
        "en": "Positive predictive value",
        "tr": "Pozitif öngörü değeri",
        "zh": "阳性预测值",
    },
    "negative predictive value": {
        "en": "Negative predictive value",
        "tr": "Negatif öngörü değeri",
        "zh": "阴性预测值",
    },
    "prevalence": {"en": "Prevalence", "tr": "Prevalans", "zh": "患病率"},
}
