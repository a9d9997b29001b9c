"""Every word that the tables of indications print, in English, Turkish and Chinese."""

from collections.abc import Mapping

from analysis.indications.shared_conditions import CONSENSUS, REVIEW

SEEDS: Mapping[str, Mapping[str, str]] = {
    CONSENSUS: {"en": "Chinese consensus", "tr": "Çin uzlaşısı", "zh": "中国专家共识"},
    REVIEW: {"en": "Turkish review", "tr": "Türkçe derleme", "zh": "土耳其综述"},
}
"""The texts, by the name that a rule has for them."""

WORDS: Mapping[str, Mapping[str, str]] = {
    "purpose": {
        "en": "For retrospective description only, not for deciding treatment.",
        "tr": "Yalnızca geriye dönük betimleme içindir, tedaviye karar vermek için değildir.",
        "zh": "仅供回顾性描述，不得用于决定治疗。",
    },
    "nothing": {
        "en": "{name} has no variable of a spinal metastasis or its operation: no stated indication applies.",
        "tr": "{name} omurga metastazına veya ameliyatına ait değişken içermiyor: endikasyon söylenemez.",
        "zh": "{name}没有脊柱转移或其手术的变量，任何适应证均不适用。",
    },
    "indication_caption": {
        "en": "Stated indications",
        "tr": "Metinlerde belirtilen endikasyonlar",
        "zh": "文献所述适应证",
    },
    "deciding_caption": {
        "en": "What decided the verdicts",
        "tr": "Kararı belirleyen koşullar",
        "zh": "起决定作用的条件",
    },
    "agreement_caption": {
        "en": "Agreement of treatment given and stated indication",
        "tr": "Verilen tedavi ile belirtilen endikasyonun uyumu",
        "zh": "所施治疗与所述适应证的一致性",
    },
    "rule": {"en": "Treatment", "tr": "Tedavi", "zh": "治疗"},
    "condition": {"en": "Condition", "tr": "Koşul", "zh": "条件"},
    "lines": {"en": "Lines", "tr": "Satırlar", "zh": "行"},
    "concerned": {"en": "Patients", "tr": "Hasta", "zh": "例数"},
    "met": {"en": "Met", "tr": "Karşılanmış", "zh": "符合"},
    "not_met": {"en": "Not met", "tr": "Karşılanmamış", "zh": "不符合"},
    "contraindicated": {"en": "Contraindicated", "tr": "Kontrendike", "zh": "禁忌"},
    "cannot_be_told": {"en": "Cannot be told", "tr": "Söylenemez", "zh": "无法判断"},
    "not_recorded": {"en": "Not recorded", "tr": "Kayıtlı değil", "zh": "未记录"},
    "met_of_given": {
        "en": "Indication met, of those given",
        "tr": "Verilenlerde endikasyon karşılanmış",
        "zh": "接受治疗者中符合适应证",
    },
    "given_of_met": {
        "en": "Given, of those who met it",
        "tr": "Karşılayanlarda verilmiş",
        "zh": "符合适应证者中接受治疗",
    },
    "given_of_contraindicated": {
        "en": "Given, of those contraindicated",
        "tr": "Kontrendike olanlarda verilmiş",
        "zh": "禁忌者中接受治疗",
    },
    "agreement": {"en": "Agreement", "tr": "Uyum", "zh": "一致率"},
    "kappa": {"en": "Cohen's kappa", "tr": "Cohen kappa", "zh": "Cohen κ"},
    "of": {"en": "{n} of {of}", "tr": "{n}/{of}", "zh": "{n}/{of}"},
    "note_verdicts": {
        "en": "n (%) of the patients whom the rule concerns. Contraindicated: one is recorded as present. "
        "Met: every condition holds, and every contraindication of which the registry has a column is "
        "absent; one that is in no column doesn't stand in the way and is listed as not recorded. "
        "Cannot be told: a condition is not known, or a cell of a contraindication's column is empty.",
        "tr": "n (%), kuralın ilgilendirdiği hastalar üzerindendir. Kontrendike: kontrendikasyon kayıtlıdır. "
        "Karşılanmış: her koşul sağlanmış ve sütunu bulunan her kontrendikasyon yoktur; hiçbir sütunda "
        "bulunmayan kontrendikasyon engel sayılmaz, kayıtlı değil diye listelenir. Söylenemez: bir koşul "
        "bilinmiyor veya bir kontrendikasyonun hücresi boştur.",
        "zh": "例数（%）以该规则所涉及的患者为分母。禁忌：记录有禁忌证。符合：全部条件成立，且有记录列的"
        "禁忌证均不存在；没有记录列的禁忌证不影响判断，列为未记录。无法判断：某一条件不明，或禁忌证的单元格为空。",
    },
    "note_convention": {
        "en": "{n} verdicts rest on a class of the primary that is assigned by convention.",
        "tr": "{n} karar, primer tümörün uzlaşımla atanmış sınıfına dayanmaktadır.",
        "zh": "{n}项判断依据约定指定的原发肿瘤分类。",
    },
    "note_agreement": {
        "en": "Wilson's {level} limits; kappa's are asymptotic. Not met and contraindicated count as not "
        "indicated; patients of whom the verdict can't be told or the treatment isn't known are left out. "
        "That a treatment wasn't the stated one doesn't mean that it was wrong.",
        "tr": "Wilson {level} güven sınırları; kappa sınırları asimptotiktir. Karşılanmamış ve kontrendike, "
        "endike değil sayılmıştır; kararı söylenemeyen veya tedavisi bilinmeyen hastalar alınmamıştır. "
        "Belirtilenden farklı tedavi, yanlış tedavi demek değildir.",
        "zh": "Wilson {level}置信限；κ的置信限为渐近法。不符合与禁忌均计为无适应证；无法判断或治疗不明者"
        "未计入。治疗与所述不同并不意味着治疗错误。",
    },
}
"""Key → language → word. A rule's and a condition's names stand with them."""


def phrase(key: str, lang: str, **values: object) -> str:
    """Return a word or sentence in a language, with what stands in braces filled in.

    >>> phrase("of", "en", n=3, of=7)
    '3 of 7'
    """
    return WORDS[key][lang].format(**values)
