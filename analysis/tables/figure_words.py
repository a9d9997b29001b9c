"""The words of the figures of survival, regression and calibration; `words.word` finds them."""

from collections.abc import Mapping

FIGURE_WORDS: Mapping[str, Mapping[str, str]] = {
    # Cumulative incidence
    "cumulative_incidence": {
        "en": "Cumulative incidence",
        "tr": "Kümülatif insidans",
        "zh": "累积发生率",
    },
    "gray_test": {"en": "Gray's test", "tr": "Gray testi", "zh": "Gray检验"},
    "figure_shaded": {"en": "shaded: {interval}", "tr": "gölgeli alan: {interval}", "zh": "阴影：{interval}"},
    "cumulative_events_of": {
        "en": "Cumulative events: {cause}",
        "tr": "Kümülatif olay sayısı: {cause}",
        "zh": "累积事件数：{cause}",
    },
    # Forest
    "hazard_ratio": {"en": "Hazard ratio", "tr": "Hazard oranı", "zh": "风险比"},
    "reference_level": {"en": "reference", "tr": "referans", "zh": "参照"},
    "published": {"en": "Published", "tr": "Yayımlanan", "zh": "文献值"},
    "own_estimate": {"en": "These patients", "tr": "Bu hastalar", "zh": "本组患者"},
    "figure_arrow": {
        "en": "arrow: goes beyond the axis",
        "tr": "ok: eksenin dışına uzanıyor",
        "zh": "箭头：超出坐标轴",
    },
    "figure_bar": {"en": "bar: {interval}", "tr": "çizgi: {interval}", "zh": "线段：{interval}"},
    # Calibration
    "horizon_at": {"en": "By {time} {unit}", "tr": "Süre: {time} {unit}", "zh": "时间点：{time}（{unit}）"},
    "predicted_risk": {"en": "Predicted risk", "tr": "Öngörülen risk", "zh": "预测风险"},
    "observed_risk": {"en": "Observed risk", "tr": "Gözlenen risk", "zh": "观察风险"},
    "predicted": {"en": "Predicted", "tr": "Öngörülen", "zh": "预测"},
    "observed": {"en": "Observed", "tr": "Gözlenen", "zh": "观察"},
    "not_predicted": {"en": "not predicted", "tr": "öngörülmemiş", "zh": "无预测值"},
    "figure_identity": {
        "en": "dashed: observed = predicted",
        "tr": "kesikli çizgi: gözlenen = öngörülen",
        "zh": "虚线：观察=预测",
    },
    "figure_beside": {
        "en": "points with nearly the same prediction stand side by side",
        "tr": "öngörüsü hemen hemen aynı olan noktalar yan yanadır",
        "zh": "预测值相近的点并列显示",
    },
    # Discrimination and accuracy over time
    "auc": {"en": "AUC", "tr": "AUC", "zh": "AUC"},
    "brier": {"en": "Brier score", "tr": "Brier skoru", "zh": "Brier评分"},
    "null_auc": {
        "en": "no discrimination",
        "tr": "ayırt edicilik yok",
        "zh": "无区分能力",
    },
    "null_brier": {
        "en": "null: the cohort's own Kaplan-Meier risk for everyone",
        "tr": "sıfır modeli: herkes için kohortun Kaplan-Meier riski",
        "zh": "零模型：全部患者均取本队列Kaplan-Meier风险",
    },
    "not_estimable_where": {
        "en": "×  not estimable: {where}",
        "tr": "×  hesaplanamadı: {where}",
        "zh": "×  无法估计：{where}",
    },
    # A score against the outcome
    "outcome_event": {
        "en": "event by {time} {unit}",
        "tr": "{time} {unit} içinde olay",
        "zh": "{time}（{unit}）内发生事件",
    },
    "outcome_alive": {
        "en": "followed past it without an event",
        "tr": "bu süreyi olaysız geçen",
        "zh": "随访超过该时间且无事件",
    },
    "outcome_censor": {
        "en": "censored before",
        "tr": "daha önce sansürlenen",
        "zh": "此前删失",
    },
}
"""Key → language → word; the names in braces are filled in."""
