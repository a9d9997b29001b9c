"""Every word that the tables and figures print, in English, Turkish and Chinese."""

from collections.abc import Iterable, Mapping

from analysis.tables.agreement_words import AGREEMENT_WORDS
from analysis.tables.calibration_words import CALIBRATION_WORDS
from analysis.tables.figure_words import FIGURE_WORDS
from analysis.tables.literature_words import LITERATURE_WORDS
from analysis.tables.quality_words import QUALITY_WORDS
from analysis.tables.score_words import SCORE_WORDS

WORDS: Mapping[str, Mapping[str, str]] = {
    # Why there is no number
    "not_reached": {"en": "not reached", "tr": "ulaşılamadı", "zh": "未达到"},
    "not_estimable": {"en": "not estimable", "tr": "hesaplanamadı", "zh": "无法估计"},
    "missing": {"en": "missing", "tr": "eksik", "zh": "缺失"},
    # Captions and headings of tables
    "frequency_caption": {"en": "Frequencies", "tr": "Frekans tablosu", "zh": "频数表"},
    "summary_caption": {
        "en": "Continuous variables",
        "tr": "Sürekli değişkenler",
        "zh": "连续变量",
    },
    "baseline_caption": {
        "en": "Baseline characteristics of the patients",
        "tr": "Hastaların başlangıç özellikleri",
        "zh": "患者基线特征",
    },
    "variable": {"en": "Variable", "tr": "Değişken", "zh": "变量"},
    "group": {"en": "Group", "tr": "Grup", "zh": "组别"},
    "all": {"en": "All patients", "tr": "Tüm hastalar", "zh": "全部患者"},
    "n": {"en": "n", "tr": "n", "zh": "例数"},
    "percent": {"en": "%", "tr": "%", "zh": "百分比"},
    "valid_percent": {"en": "Valid %", "tr": "Geçerli %", "zh": "有效百分比"},
    "cumulative_percent": {"en": "Cumulative %", "tr": "Kümülatif %", "zh": "累积百分比"},
    "Missing": {"en": "Missing", "tr": "Eksik", "zh": "缺失"},
    "total": {"en": "Total", "tr": "Toplam", "zh": "合计"},
    "yes": {"en": "Yes", "tr": "Var", "zh": "是"},
    "no": {"en": "No", "tr": "Yok", "zh": "否"},
    "none": {"en": "None", "tr": "Yok", "zh": "无"},
    "p": {"en": "p", "tr": "p", "zh": "P值"},
    "test": {"en": "Test", "tr": "Test", "zh": "检验方法"},
    "smd": {"en": "SMD", "tr": "SOF", "zh": "SMD"},
    # Statistics
    "mean_sd": {"en": "Mean ± SD", "tr": "Ortalama ± SS", "zh": "均数±标准差"},
    "mean_sd_range": {
        "en": "Mean ± SD (range)",
        "tr": "Ortalama ± SS (aralık)",
        "zh": "均数±标准差（范围）",
    },
    "median_iqr": {"en": "Median (IQR)", "tr": "Medyan (ÇAA)", "zh": "中位数（四分位间距）"},
    "range": {"en": "Range", "tr": "Aralık", "zh": "范围"},
    "shapiro_wilk": {"en": "Shapiro-Wilk W", "tr": "Shapiro-Wilk W", "zh": "Shapiro-Wilk W"},
    "shapiro_wilk_p": {"en": "p (normality)", "tr": "p (normallik)", "zh": "P值（正态性）"},
    # Tests, by the names they bear in the frame of numbers
    "chi-squared": {"en": "χ² test", "tr": "ki-kare testi", "zh": "χ²检验"},
    "chi-squared (Yates)": {
        "en": "χ² test, Yates's correction",
        "tr": "Yates düzeltmeli ki-kare testi",
        "zh": "χ²检验（Yates校正）",
    },
    "Fisher exact": {"en": "Fisher's exact test", "tr": "Fisher kesin testi", "zh": "Fisher确切概率法"},
    "Student t": {"en": "Student's t test", "tr": "Student t testi", "zh": "Student t检验"},
    "Welch t": {"en": "Welch's t test", "tr": "Welch t testi", "zh": "Welch t检验"},
    "Mann-Whitney U": {"en": "Mann-Whitney U test", "tr": "Mann-Whitney U testi", "zh": "Mann-Whitney U检验"},
    "Mann-Whitney U (exact)": {
        "en": "Mann-Whitney U test, exact",
        "tr": "Mann-Whitney U testi, kesin",
        "zh": "Mann-Whitney U检验（确切法）",
    },
    "one-way ANOVA": {
        "en": "one-way ANOVA",
        "tr": "tek yönlü varyans analizi (ANOVA)",
        "zh": "单因素方差分析",
    },
    "Welch ANOVA": {"en": "Welch's ANOVA", "tr": "Welch ANOVA", "zh": "Welch方差分析"},
    "Kruskal-Wallis": {"en": "Kruskal-Wallis test", "tr": "Kruskal-Wallis testi", "zh": "Kruskal-Wallis检验"},
    "not tested": {"en": "not tested", "tr": "test edilmedi", "zh": "未检验"},
    # Sentences of the notes under tables; the names in braces are filled in
    "note_levels": {
        "en": "n (%) is of the patients with an answer; those without are counted under Missing, "
        "and a variable without that line has none.",
        "tr": "n (%), yanıtı bilinen hastalar üzerinden verilmiştir; yanıtı bilinmeyenler Eksik satırında "
        "sayılmıştır, bu satırın bulunmadığı değişkenlerde eksik veri yoktur.",
        "zh": "例数（%）以有记录的患者为分母；无记录者计入“缺失”，无该行的变量没有缺失值。",
    },
    "note_percents": {
        "en": "% is of all patients; valid and cumulative % are of those with an answer.",
        "tr": "% tüm hastalar, geçerli ve kümülatif % ise yanıtı bilinen hastalar üzerinden verilmiştir.",
        "zh": "百分比以全部患者为分母；有效百分比和累积百分比以有记录的患者为分母。",
    },
    "note_numbers": {
        "en": "SD, standard deviation; IQR, interquartile range (first to third quartile), by the default "
        "rule of {software} (type {type} of Hyndman and Fan).",
        "tr": "SS, standart sapma; ÇAA, çeyrekler arası aralık (birinci ve üçüncü çeyrek), {software} "
        "yazılımının varsayılan kuralıyla (Hyndman ve Fan, tip {type}).",
        "zh": "四分位间距以第一至第三四分位数表示，按{software}默认规则计算（Hyndman-Fan第{type}型）。",
    },
    "note_normality": {
        "en": "p (normality), Shapiro-Wilk test; it needs {fewest} to {most} values that are not all equal.",
        "tr": "p (normallik), Shapiro-Wilk testi; hepsi eşit olmayan {fewest}-{most} değer gerektirir.",
        "zh": "P值（正态性）由Shapiro-Wilk检验得出，需要{fewest}至{most}个不全相等的值。",
    },
    "note_many": {
        "en": "A patient can have several answers, so percentages can add to more than 100: {variables}.",
        "tr": "Bir hastada birden fazla yanıt bulunabilir, yüzdelerin toplamı 100'ü aşabilir: {variables}.",
        "zh": "同一患者可有多个选项，百分比之和可超过100%：{variables}。",
    },
    "note_ranges": {
        "en": "Values known only as a range (such as >3) are counted as missing: {variables}.",
        "tr": "Yalnızca aralık olarak bilinen değerler (örneğin >3) eksik sayılmıştır: {variables}.",
        "zh": "仅以范围记录的值（如>3）按缺失计：{variables}。",
    },
    "note_no_group": {
        "en": "{n} patients without a group are in the column of all patients only ({variable}).",
        "tr": "Grubu bilinmeyen {n} hasta yalnızca tüm hastalar sütunundadır ({variable}).",
        "zh": "{n}例患者分组不明，仅计入全部患者一列（{variable}）。",
    },
    "note_rule_means": {
        "en": "Numbers: {by_means} where every group passes the Shapiro-Wilk test (p ≥ {alpha}), "
        "otherwise {by_ranks}.",
        "tr": "Sayısal değişkenler: her grup Shapiro-Wilk testine göre normal dağılıma uyuyorsa "
        "(p ≥ {alpha}) {by_means}, uymuyorsa {by_ranks}.",
        "zh": "数值变量：各组均通过Shapiro-Wilk检验（P ≥ {alpha}）时采用{by_means}，否则采用{by_ranks}。",
    },
    "note_rule_counts": {
        "en": "Levels: {chi_squared}, or Fisher's exact test where expected counts are small "
        "(2 × 2: any below 5; larger tables: any below 1 or more than a fifth below 5).",
        "tr": "Kategorik değişkenler: {chi_squared}, beklenen değerler küçükse (2 × 2 tabloda 5'in altında; "
        "daha büyük tablolarda 1'in altında ya da beşte birinden fazlası 5'in altında) Fisher kesin testi.",
        "zh": "分类变量：{chi_squared}；期望频数过小时采用Fisher确切概率法"
        "（2×2表任一小于5；更大的表任一小于1或超过五分之一小于5）。",
    },
    "note_small_expected": {
        "en": "Expected counts are small, yet there are too many tables for an exact test; read p with care: "
        "{variables}.",
        "tr": "Beklenen değerler küçüktür, ancak kesin test için olası tablo sayısı çok fazladır; p değeri "
        "dikkatle yorumlanmalıdır: {variables}.",
        "zh": "期望频数过小，但可能的表过多，无法进行确切检验，P值须谨慎解读：{variables}。",
    },
    "note_smd": {
        "en": "SMD, standardised mean difference.",
        "tr": "SOF, standartlaştırılmış ortalama fark.",
        "zh": "SMD，标准化均数差。",
    },
    "note_smd_pairs": {
        "en": "SMD, standardised mean difference, the mean over all pairs of groups.",
        "tr": "SOF, standartlaştırılmış ortalama fark; tüm grup çiftlerinin ortalaması.",
        "zh": "SMD，标准化均数差，为所有两组比较的平均值。",
    },
    # Survival
    "Median": {"en": "Median", "tr": "Medyan", "zh": "中位数"},
    "events": {"en": "Events", "tr": "Olay", "zh": "事件数"},
    "std_error": {"en": "SE", "tr": "SH", "zh": "标准误"},
    "interval_95": {"en": "95% CI", "tr": "%95 GA", "zh": "95% CI"},
    "survival": {"en": "Survival", "tr": "Sağkalım", "zh": "生存率"},
    "restricted_mean": {"en": "Restricted mean", "tr": "Kısıtlı ortalama", "zh": "限制性平均值"},
    "tau": {"en": "To time", "tr": "Süre sınırı", "zh": "截止时间"},
    "chi_squared": {"en": "χ²", "tr": "χ²", "zh": "χ²"},
    "df": {"en": "df", "tr": "sd", "zh": "自由度"},
    "median_survival": {"en": "Median survival", "tr": "Medyan sağkalım", "zh": "中位生存时间"},
    "median_follow_up": {
        "en": "Median follow-up (reverse Kaplan-Meier)",
        "tr": "Medyan takip süresi (ters Kaplan-Meier)",
        "zh": "中位随访时间（反向Kaplan-Meier法）",
    },
    "censored": {"en": "Censored", "tr": "Sansürlü", "zh": "删失"},
    "cause": {"en": "Cause", "tr": "Neden", "zh": "原因"},
    "cause_unknown": {"en": "Unknown", "tr": "Bilinmiyor", "zh": "不明"},
    "incidence": {"en": "Cumulative incidence", "tr": "Kümülatif insidans", "zh": "累积发生率"},
    "incidence_caption": {
        "en": "Cumulative incidence by cause",
        "tr": "Nedene göre kümülatif insidans",
        "zh": "各原因累积发生率",
    },
    "landmark_caption": {
        "en": "Survival at given times",
        "tr": "Belirli zamanlarda sağkalım",
        "zh": "各时间点生存率",
    },
    "mean_caption": {
        "en": "Restricted mean survival",
        "tr": "Kısıtlı ortalama sağkalım",
        "zh": "限制性平均生存时间",
    },
    "test_caption": {
        "en": "Tests between groups",
        "tr": "Gruplar arası testler",
        "zh": "组间检验",
    },
    "note_median": {
        "en": "Times in {unit}; median by the rule {rule}, interval {conf_type}.",
        "tr": "Süreler {unit} cinsinden; medyan {rule} kuralıyla, güven aralığı {conf_type}.",
        "zh": "时间单位：{unit}；中位数按{rule}规则，置信区间：{conf_type}。",
    },
    "note_landmark": {
        "en": "Times in {unit}; number at risk just before the time, Greenwood's standard error, "
        "interval {conf_type}.",
        "tr": "Süreler {unit} cinsinden; risk altındaki hasta sayısı hemen öncesi içindir, standart hata "
        "Greenwood, güven aralığı {conf_type}.",
        "zh": "时间单位：{unit}；风险人数为该时间点之前，Greenwood标准误，置信区间：{conf_type}。",
    },
    "note_incidence": {
        "en": "Times in {unit}; number at risk just before the time, events of the cause up to it; the other "
        "causes compete (Aalen-Johansen), variance {variance}, interval {conf_type}.",
        "tr": "Süreler {unit} cinsinden; risk altındaki hasta sayısı hemen öncesi, olaylar o zamana kadar "
        "içindir; diğer nedenler yarışan risktir (Aalen-Johansen), varyans {variance}, güven aralığı "
        "{conf_type}.",
        "zh": "时间单位：{unit}；风险人数为该时间点之前，事件数截至该时间点；其他原因为竞争风险"
        "（Aalen-Johansen法），方差：{variance}，置信区间：{conf_type}。",
    },
    "note_mean": {
        "en": "Times in {unit}; the area under the Kaplan-Meier curve to the time given.",
        "tr": "Süreler {unit} cinsinden; Kaplan-Meier eğrisinin verilen süreye kadar altındaki alan.",
        "zh": "时间单位：{unit}；Kaplan-Meier曲线下至截止时间的面积。",
    },
    # Figures
    "time": {"en": "Time", "tr": "Zaman", "zh": "时间"},
    "days": {"en": "days", "tr": "gün", "zh": "天"},
    "weeks": {"en": "weeks", "tr": "hafta", "zh": "周"},
    "months": {"en": "months", "tr": "ay", "zh": "月"},
    "years": {"en": "years", "tr": "yıl", "zh": "年"},
    "survival_probability": {"en": "Survival probability", "tr": "Sağkalım olasılığı", "zh": "生存概率"},
    "at_risk": {"en": "Number at risk", "tr": "Risk altındaki hasta sayısı", "zh": "风险人数"},
    "cumulative_events": {"en": "Cumulative events", "tr": "Kümülatif olay sayısı", "zh": "累积事件数"},
    "median": {"en": "median", "tr": "medyan", "zh": "中位数"},
    "interval": {"en": "{level} CI", "tr": "{level} GA", "zh": "{level} CI"},
    "figure_signs": {
        "en": "tick: censored; shaded: {interval}",
        "tr": "çentik: sansürlü; gölgeli alan: {interval}",
        "zh": "短竖线：删失；阴影：{interval}",
    },
    **SCORE_WORDS,
    **AGREEMENT_WORDS,
    **CALIBRATION_WORDS,
    **FIGURE_WORDS,
    **LITERATURE_WORDS,
    **QUALITY_WORDS,
}
"""Key → language → word. A variable's and a level's words are in the data dictionary."""


def word(key: str, lang: str) -> str:
    """Return a word in a language.

    >>> word("at_risk", "tr")
    'Risk altındaki hasta sayısı'
    """
    return WORDS[key][lang]


def words(keys: Iterable[str], lang: str) -> tuple[str, ...]:
    """Return several words in a language, such as those of a heading row."""
    return tuple(word(key, lang) for key in keys)
