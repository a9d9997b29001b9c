"""What an estimator says in English of a number it can't give is said in the language of the report."""

import string

import pytest

from analysis.report.note_words import NOTES, translated


def gaps(text):
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name)


def test_every_note_is_there_in_both_languages_with_the_same_gaps():
    """A translation that lost or invented a gap would fail at the reader's."""
    for form, translations in NOTES.items():
        assert len(translations) == 2
        assert all(gaps(text) == gaps(form) for text in translations), form


@pytest.mark.parametrize(
    ("text", "turkish", "chinese"),
    [
        (
            "Metrics leave out 1 patient whose total is not known exactly.",
            "Toplam puanı kesin bilinmeyen 1 hasta ölçütlere katılmamıştır.",
            "总分不能确定的1例患者未纳入各指标。",
        ),
        (
            "The Brier score at 91.31, 365.25 days is not given: no probability of the event by then "
            "is predicted.",
            "Brier skoru (91.31, 365.25 gün) verilmemiştir: o zamana kadar olay olasılığı öngörülmemiştir.",
            "未给出Brier评分（91.31, 365.25 天）：未预测届时发生事件的概率。",
        ),
        (
            "Time is counted from a; the cohort also has b, c.",
            "Sürenin başlangıcı: A; kohortta ayrıca bulunanlar: B, C.",
            "时间起点：A；队列中另有：B, C。",
        ),
        (
            "No interval is given: nobody of 0-8 survived 730.5, and Greenwood's variance "
            "doesn't exist at 0.",
            "Güven aralığı verilmemiştir: 0-8 grubunda 730,5 sonrasında yaşayan yoktur ve Greenwood "
            "varyansı 0 için tanımsızdır.",
            "未给出置信区间：0-8组无人存活超过730.5，而Greenwood方差在0处不存在。",
        ),
    ],
)
def test_a_note_is_said_in_the_language(text, turkish, chinese):
    """By hand, from the sentences as the estimators write them."""
    assert translated(text, "tr", label=str.upper) == turkish
    assert translated(text, "zh", label=str.upper) == chinese
    assert translated(text, "en", label=str.upper) == text


def test_notes_among_other_sentences_are_found_and_the_others_stay():
    """Table notes hold the language's own sentences first."""
    assert (
        translated("说明。 No ratio is given: x y. Own words.", "zh") == "说明。未给出比值：x y。Own words."
    )
    assert translated("Not. No ratio is given: x y.", "tr") == "Not. Oran verilmemiştir: x y."
    assert translated("my old patients", "tr") == "my old patients"
