"""The words of the tables of calibration, comparison and regression; `words.word` finds them."""

from collections.abc import Mapping

CALIBRATION_WORDS: Mapping[str, Mapping[str, str]] = {
    "band": {"en": "Band", "tr": "Puan aralığı", "zh": "分级"},
    "horizon": {"en": "By time", "tr": "Süre", "zh": "时间点"},
    "observed_expected": {"en": "O/E", "tr": "G/B", "zh": "O/E"},
    "bands_caption": {
        "en": "Predicted and observed risk of dying",
        "tr": "Öngörülen ve gözlenen ölüm riski",
        "zh": "预测与观察死亡风险",
    },
    "note_bands": {
        "en": "Times in {unit}. Observed: 1 − Kaplan-Meier, interval {conf_type}. O/E: observed over "
        "predicted, interval on the log scale with Greenwood's variance. A dash: nothing is predicted, "
        "or a risk of 0. Fewer than 10 events: read with care.",
        "tr": "Süreler {unit} cinsinden. Gözlenen: 1 − Kaplan-Meier, güven aralığı {conf_type}. G/B: "
        "gözlenen bölü beklenen, güven aralığı log ölçeğinde Greenwood varyansıyla. Çizgi: öngörü yoktur "
        "ya da öngörülen risk 0'dır. 10'dan az olay: dikkatle yorumlanmalıdır.",
        "zh": "时间单位：{unit}。观察风险：1 − Kaplan-Meier，置信区间：{conf_type}。O/E：观察值/预测值，"
        "对数尺度区间，Greenwood方差。短横线：无预测，或预测风险为0。事件数不足10者须谨慎解读。",
    },
    "reading": {"en": "Reading", "tr": "Okunuş", "zh": "解读"},
    "window": {"en": "Window (months)", "tr": "Süre aralığı (ay)", "zh": "生存期范围（月）"},
    "agreement_km": {
        "en": "Agreement (Kaplan-Meier)",
        "tr": "Uyum (Kaplan-Meier)",
        "zh": "符合率（Kaplan-Meier）",
    },
    "agreement_naive": {
        "en": "Agreement of those whose outcome is known",
        "tr": "Sonucu bilinenlerde uyum",
        "zh": "结局已知者符合率",
    },
    "agreement_caption": {
        "en": "Survival inside the window that the band predicts",
        "tr": "Puan aralığının öngördüğü süre içinde kalan sağkalım",
        "zh": "生存期落在分级预测范围内的比例",
    },
    "note_agreement": {
        "en": "A square bracket holds its end, a round one does not. The last column drops the patients "
        "censored before their outcome was known, as papers do.",
        "tr": "Köşeli ayraçta uç değer dahildir, yuvarlakta değildir. Son sütun, yayınlarda yapıldığı gibi "
        "sonucu bilinmeden sansürlenen hastaları dışarıda bırakır.",
        "zh": "方括号含端点，圆括号不含。最后一列按文献惯例剔除结局未明即删失的患者。",
    },
    "metric": {"en": "Metric", "tr": "Ölçüt", "zh": "指标"},
    "metrics_caption": {
        "en": "Discrimination and prediction error",
        "tr": "Ayırt etme ve öngörü hatası",
        "zh": "区分度与预测误差",
    },
    "note_metrics": {
        "en": "Times in {unit}; intervals by {method}. C: Harrell's, and Uno's up to the time given; AUC: "
        "cumulative/dynamic; AUC and Brier score weighted by the inverse probability of censoring; null: the "
        "cohort's own Kaplan-Meier risk; scaled: 1 − Brier / null.",
        "tr": "Süreler {unit} cinsinden; güven aralığı: {method}. C: Harrell ve verilen süreye kadar Uno; "
        "AUC: kümülatif/dinamik; AUC ve Brier skoru sansürlenme olasılığının tersiyle ağırlıklı; boş model: "
        "kohortun kendi Kaplan-Meier riski; ölçekli: 1 − Brier / boş model.",
        "zh": "时间单位：{unit}；区间方法：{method}。C：Harrell C及至给定时间的Uno C；AUC：累积/动态；"
        "AUC与Brier评分按删失概率倒数加权；空模型：队列自身Kaplan-Meier风险；标化：1 − Brier/空模型。",
    },
    "harrell_c": {"en": "Harrell's C", "tr": "Harrell C", "zh": "Harrell C"},
    "uno_c": {"en": "Uno's C", "tr": "Uno C", "zh": "Uno C"},
    "brier_null": {"en": "Brier score, null", "tr": "Brier skoru, boş model", "zh": "Brier评分（空模型）"},
    "scaled_brier": {"en": "Brier score, scaled", "tr": "Brier skoru, ölçekli", "zh": "Brier评分（标化）"},
    "integrated_brier": {
        "en": "Integrated Brier score, to",
        "tr": "Entegre Brier skoru, son süre",
        "zh": "综合Brier评分（至）",
    },
    "integrated_brier_null": {
        "en": "Integrated Brier score, null, to",
        "tr": "Entegre Brier skoru, boş model, son süre",
        "zh": "综合Brier评分（空模型，至）",
    },
    "scaled_integrated_brier": {
        "en": "Integrated Brier score, scaled, to",
        "tr": "Entegre Brier skoru, ölçekli, son süre",
        "zh": "综合Brier评分（标化，至）",
    },
    "influence function": {"en": "influence function", "tr": "etki fonksiyonu", "zh": "影响函数"},
    "by_bootstrap": {
        "en": "bootstrap ({} runs, seed {})",
        "tr": "bootstrap ({} tekrar, tohum {})",
        "zh": "bootstrap（{}次，种子{}）",
    },
    "oe": {"en": "O/E over all", "tr": "G/B, tümü", "zh": "总体O/E"},
    "calibration-in-the-large": {
        "en": "Calibration-in-the-large",
        "tr": "Genel kalibrasyon",
        "zh": "整体校准",
    },
    "calibration slope": {"en": "Calibration slope", "tr": "Kalibrasyon eğimi", "zh": "校准斜率"},
    "slope_caption": {
        "en": "Calibration of the predicted risks",
        "tr": "Öngörülen risklerin kalibrasyonu",
        "zh": "预测风险的校准",
    },
    "note_slope": {
        "en": "Times in {unit}; logistic regression on the log odds predicted, weighted by the inverse "
        "probability of censoring. Well calibrated: 0 in the large, slope 1; p tests these.",
        "tr": "Süreler {unit} cinsinden; öngörülen log odds üzerine, sansürlenme olasılığının tersiyle "
        "ağırlıklı lojistik regresyon. İyi kalibrasyon: genelde 0, eğim 1; p bunları sınar.",
        "zh": "时间单位：{unit}；以预测对数优势为自变量、删失概率倒数加权的logistic回归。"
        "校准良好：整体为0，斜率为1；P值检验此假设。",
    },
    "published_caption": {
        "en": "What others found, and this cohort",
        "tr": "Yayınlanan değerler ve bu kohort",
        "zh": "文献值与本队列",
    },
    "this_cohort": {"en": "This cohort", "tr": "Bu kohort", "zh": "本队列"},
    "within_interval": {"en": "Within the interval", "tr": "Güven aralığında", "zh": "在区间内"},
    "source": {"en": "Source", "tr": "Kaynak", "zh": "来源"},
    "found_of": {"en": "Of", "tr": "Ölçülen", "zh": "内容"},
    "note_published": {
        "en": "Medians in months; survival as a proportion at the months given. An open interval has no end.",
        "tr": "Medyanlar ay cinsinden; sağkalım, verilen aydaki oran. Açık aralığın sonu yoktur.",
        "zh": "中位数以月计；生存率为给定月份的比例。开放区间无上限。",
    },
    "risk over all": {"en": "Risk over all patients", "tr": "Tüm hastalarda risk", "zh": "全部患者的风险"},
    "measure": {"en": "Measure", "tr": "Ölçüt", "zh": "指标"},
    "cut_off_caption": {
        "en": "Cut-off {cut_off} for dying before a time",
        "tr": "Belirli süreden önce ölüm için kesim değeri {cut_off}",
        "zh": "截断值{cut_off}预测某时间点前死亡",
    },
    "note_cut_off": {
        "en": "From Kaplan-Meier estimates on either side of the cut-off (Heagerty 2000).",
        "tr": "Kesim değerinin iki yanındaki Kaplan-Meier kestirimlerinden (Heagerty 2000).",
        "zh": "由截断值两侧的Kaplan-Meier估计得出（Heagerty 2000）。",
    },
    "difference_caption": {
        "en": "{first} less {second}, on the same patients",
        "tr": "Aynı hastalarda {first} eksi {second}",
        "zh": "同一批患者：{first}减{second}",
    },
    "note_difference": {
        "en": "Times in {unit}; paired intervals by {method}.",
        "tr": "Süreler {unit} cinsinden; eşleştirilmiş güven aralığı: {method}.",
        "zh": "时间单位：{unit}；配对区间方法：{method}。",
    },
    "change_caption": {
        "en": "The metrics by {by}",
        "tr": "Ölçütler: {by}",
        "zh": "各组指标：{by}",
    },
    "change_tests_caption": {
        "en": "Do the metrics differ by {by}?",
        "tr": "Ölçütler {by} için farklı mı?",
        "zh": "各组指标差异检验：{by}",
    },
    "groups": {"en": "Groups", "tr": "Grup sayısı", "zh": "组数"},
    "heterogeneity": {"en": "difference", "tr": "fark", "zh": "差异"},
    "trend": {"en": "trend", "tr": "eğilim", "zh": "趋势"},
    "note_change": {
        "en": "Difference: Cochran's Q; trend: weighted regression on the groups' order. C, AUC and "
        "agreement on the log odds, O/E on the log scale. Groups with fewer than 10 events are shown and not "
        "compared.",
        "tr": "Fark: Cochran Q; eğilim: grupların sırası üzerine ağırlıklı regresyon. C, AUC ve uyum "
        "log odds, G/B log ölçeğinde. 10'dan az olay bulunan gruplar gösterilir, karşılaştırılmaz.",
        "zh": "差异：Cochran Q检验；趋势：按组序的加权回归。C、AUC与一致率取对数优势，O/E取对数。"
        "事件数不足10的组列出但不参与比较。",
    },
    # Regression and comparison
    "cox_caption": {
        "en": "Cox regression, {model}",
        "tr": "Cox regresyonu, {model}",
        "zh": "Cox回归，{model}",
    },
    "univariable": {"en": "univariable", "tr": "tek değişkenli", "zh": "单因素"},
    "multivariable": {"en": "multivariable", "tr": "çok değişkenli", "zh": "多因素"},
    "term": {"en": "Term", "tr": "Terim", "zh": "变量"},
    "reference": {"en": "Reference", "tr": "Referans", "zh": "参照"},
    "note_cox": {
        "en": "Ties after Efron; Wald intervals and p. Numbers are per unit.",
        "tr": "Eş zamanlar Efron yöntemiyle; Wald güven aralığı ve p. Sayısal değişkenler birim başınadır.",
        "zh": "同时事件按Efron法；Wald区间与P值。数值变量按每单位计。",
    },
    "zph_caption": {
        "en": "Proportional hazards, {model}",
        "tr": "Orantılı tehlikeler, {model}",
        "zh": "比例风险检验，{model}",
    },
    "note_zph": {
        "en": "Score test as in R's cox.zph, time transformed by Kaplan-Meier.",
        "tr": "R'deki cox.zph gibi skor testi; zaman Kaplan-Meier ile dönüştürülmüştür.",
        "zh": "与R的cox.zph相同的score检验，时间经Kaplan-Meier变换。",
    },
    "pairs_caption": {
        "en": "Pairs of groups, log-rank",
        "tr": "Grupların ikili karşılaştırması, log-rank",
        "zh": "组间两两比较（log-rank）",
    },
    "pair": {"en": "Pair", "tr": "İkili", "zh": "比较"},
    "p_holm": {"en": "p (Holm)", "tr": "p (Holm)", "zh": "P值（Holm）"},
    "p_bh": {"en": "p (Benjamini-Hochberg)", "tr": "p (Benjamini-Hochberg)", "zh": "P值（BH）"},
    "contrasts_caption": {
        "en": "Differences between groups",
        "tr": "Gruplar arası farklar",
        "zh": "组间差异",
    },
    "contrast": {"en": "Contrast", "tr": "Karşılaştırma", "zh": "对比"},
    "rmst difference": {
        "en": "Restricted mean, difference to {time}",
        "tr": "Kısıtlı ortalama farkı, {time} süresine kadar",
        "zh": "限制性平均值之差（至{time}）",
    },
    "rmst ratio": {
        "en": "Restricted mean, ratio to {time}",
        "tr": "Kısıtlı ortalama oranı, {time} süresine kadar",
        "zh": "限制性平均值之比（至{time}）",
    },
    "survival difference": {
        "en": "Survival at {time}, difference",
        "tr": "{time} anında sağkalım farkı",
        "zh": "{time}时生存率之差",
    },
}
