"""The sentences that estimators say of themselves, in English, Turkish and Chinese.

An estimator knows no language; what it says in English is known again here by its form.
"""

import re
from collections.abc import Callable, Mapping
from functools import cache

# English form → (Turkish, Chinese). What stands in braces is translated in its turn.
NOTES: Mapping[str, tuple[str, str]] = {
    # Sentences
    "{what} at {times} {unit} is not given: {why}.": (
        "{what} ({times} {unit}) verilmemiştir: {why}.",
        "未给出{what}（{times} {unit}）：{why}。",
    ),
    "{what} at {times} {unit} has no interval: {why}.": (
        "{what} ({times} {unit}) için güven aralığı yoktur: {why}.",
        "{what}（{times} {unit}）无置信区间：{why}。",
    ),
    "{what} at {times} {unit} rests on {n} events, fewer than {few}.": (
        "{what} ({times} {unit}) {few} sayısından az olaya dayanır: {n}.",
        "{what}（{times} {unit}）仅基于{n}个事件，少于{few}个。",
    ),
    "{what} at {times} {unit} rests on {n} event, fewer than {few}.": (
        "{what} ({times} {unit}) {few} sayısından az olaya dayanır: {n}.",
        "{what}（{times} {unit}）仅基于{n}个事件，少于{few}个。",
    ),
    "{what} at {times} {unit} rests on fewer than {few} events.": (
        "{what} ({times} {unit}) {few} sayısından az olaya dayanır.",
        "{what}（{times} {unit}）基于的事件少于{few}个。",
    ),
    "No interval is given: {why}.": ("Güven aralığı verilmemiştir: {why}.", "未给出置信区间：{why}。"),
    "No ratio is given: {why}.": ("Oran verilmemiştir: {why}.", "未给出比值：{why}。"),
    "Not given: {why}.": ("Verilmemiştir: {why}.", "未给出：{why}。"),
    "{what} is not given: {why}.": ("{what} verilmemiştir: {why}.", "未给出{what}：{why}。"),
    "{what} has no interval: {why}.": (
        "{what} için güven aralığı yoktur: {why}.",
        "{what}无置信区间：{why}。",
    ),
    "{score} gives no time of survival for its bands, so neither O/E nor a Brier score can be given.": (
        "{score} puan aralıkları için sağkalım süresi bildirmez; bu nedenle G/B ve Brier skoru verilemez.",
        "{score}未给出各分级的生存时间，因此无法给出O/E和Brier评分。",
    ),
    "Metrics leave out {who} whose total is not known exactly.": (
        "Toplam puanı kesin bilinmeyen {who} ölçütlere katılmamıştır.",
        "总分不能确定的{who}未纳入各指标。",
    ),
    "Time is counted from {start}; the cohort also has {others}.": (
        "Sürenin başlangıcı: {start}; kohortta ayrıca bulunanlar: {others}.",
        "时间起点：{start}；队列中另有：{others}。",
    ),
    "Time is counted from {start}, and {unused} is not used: {why}.": (
        "Sürenin başlangıcı: {start}; {unused} kullanılmamıştır: {why}.",
        "时间起点：{start}；未使用{unused}：{why}。",
    ),
    # What is spoken of
    "O/E of {who}": ("G/B ({who})", "O/E（{who}）"),
    "Overall O/E": ("Genel G/B", "总体O/E"),
    "O/E": ("G/B", "O/E"),
    "The observed risk of {who}": ("Gözlenen risk ({who})", "观察风险（{who}）"),
    "Agreement over all": ("Tüm hastalarda uyum", "全体一致率"),
    "Agreement of {who}": ("Uyum ({who})", "一致率（{who}）"),
    "Agreement": ("Uyum", "一致率"),
    "The AUC": ("AUC", "AUC"),
    "The null Brier score": ("Boş modelin Brier skoru", "空模型Brier评分"),
    "The Brier score": ("Brier skoru", "Brier评分"),
    "The calibration-in-the-large": ("Genel kalibrasyon", "总体校准"),
    "The calibration slope": ("Kalibrasyon eğimi", "校准斜率"),
    "The log-rank trend test": ("Log-rank eğilim testi", "log-rank趋势检验"),
    "The {test} test": ("{test} testi", "{test}检验"),
    "all patients": ("tüm hastalar", "全体患者"),
    "{n} patients": ("{n} hasta", "{n}例患者"),
    "1 patient": ("1 hasta", "1例患者"),
    "days": ("gün", "天"),
    "months": ("ay", "月"),
    "day": ("gün", "天"),
    "month": ("ay", "月"),
    # Why
    "it differs by a {unit} or more in {n} of {of}": (
        "{of} içinde {n} kayıtta fark en az bir {unit}",
        "{of}中有{n}例相差至少1{unit}",
    ),
    "no probability of the event by then is predicted": (
        "o zamana kadar olay olasılığı öngörülmemiştir",
        "未预测届时发生事件的概率",
    ),
    "nothing is predicted for {bands}": ("öngörüsü olmayanlar: {bands}", "以下各组无预测：{bands}"),
    "it is missing for {bands}": ("eksik olanlar: {bands}", "以下各组缺失：{bands}"),
    "everyone had had the event by then": ("o zamana kadar herkeste olay olmuştur", "届时所有人均已发生事件"),
    "a window is predicted, and no probability": (
        "olasılık değil, süre aralığı öngörülmüştür",
        "预测的是时间范围而非概率",
    ),
    "{score} predicts no window of survival": (
        "{score} sağkalım için süre aralığı öngörmez",
        "{score}不预测生存时间范围",
    ),
    "no risk is predicted for a score of {total}": (
        "öngörülen riski olmayan puan: {total}",
        "评分{total}无预测风险",
    ),
    "no risk is predicted for {n} of {of}": (
        "{of} içinde {n} için risk öngörülmemiştir",
        "{of}中有{n}例无预测风险",
    ),
    "the groups have no order, and no scores were given": (
        "grupların sırası yoktur ve puan verilmemiştir",
        "各组无顺序，且未给出评分",
    ),
    "the follow-up of {who} ended before {time}": (
        "{who} grubunun takibi {time} öncesinde bitmiştir",
        "{who}组的随访在{time}之前结束",
    ),
    "follow-up ended before the window did": (
        "takip süre aralığından önce bitmiştir",
        "随访在时间范围之前结束",
    ),
    "follow-up ended before": ("takip daha önce bitmiştir", "随访在此之前结束"),
    "nobody of {who} survived {time}, and Greenwood's variance doesn't exist at 0": (
        "{who} grubunda {time} sonrasında yaşayan yoktur ve Greenwood varyansı 0 için tanımsızdır",
        "{who}组无人存活超过{time}，而Greenwood方差在0处不存在",
    ),
    "neither group had an event up to {time}": (
        "{time} süresine kadar iki grupta da olay yoktur",
        "至{time}两组均无事件",
    ),
    "no patient is in it": ("içinde hasta yoktur", "其中无患者"),
    "no patient is in any band": ("hiçbir puan aralığında hasta yoktur", "各分级均无患者"),
}

_COLUMN = {"tr": 0, "zh": 1}
_GAP = re.compile(r"\\\{(\w+)\\\}")
_KINDS = {"n": r"\d+", "few": r"\d+", "total": r"\d+", "unit": "[a-z]+"}
"""What may fill a gap of this name; any other holds what it must."""

_SENTENCE_END = re.compile(r"((?<=\.)\s+|(?<=。)\s*)")


def translated(text: str, lang: str, *, label: Callable[[str], str] = str) -> str:
    """Return a text with every sentence of an estimator that is known in the language; others stay.

    label: what a variable is called, by its name.

    >>> translated("Süre gün. O/E of 0-8 at 91,31 days is not given: nothing is predicted for 0-8.", "tr")
    'Süre gün. G/B (0-8) (91,31 gün) verilmemiştir: öngörüsü olmayanlar: 0-8.'
    """
    if lang not in _COLUMN:
        return text
    pieces = _SENTENCE_END.split(text)
    said = [_part(piece, lang, label) for piece in pieces[::2]]
    spaces = [*pieces[1::2], ""]
    return "".join(
        one + ("" if one.endswith("。") else space) for one, space in zip(said, spaces, strict=True)
    )


def _part(text: str, lang: str, label: Callable[[str], str]) -> str:
    """Return a sentence, or what fills its gaps, in the language: itself where its form isn't known."""
    for form, pattern in _patterns().items():
        if found := pattern.fullmatch(text):
            filled = {name: _part(part, lang, label) for name, part in found.groupdict().items()}
            return NOTES[form][_COLUMN[lang]].format(**filled)
    if lang == "tr" and re.fullmatch(r"\d+\.\d+", text):
        return text.replace(".", ",")
    return ", ".join(map(label, text.split(", "))) if re.fullmatch(r"\w+(, \w+)*", text) else text


@cache
def _patterns() -> Mapping[str, re.Pattern[str]]:
    """Return what finds each form, the first that fits being the right one."""
    return {form: re.compile(_GAP.sub(_gap, re.escape(form))) for form in NOTES}


def _gap(found: re.Match[str]) -> str:
    return f"(?P<{found[1]}>{_KINDS.get(found[1], '.+?')})"
