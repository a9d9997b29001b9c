"""The words of the tables of data quality and of the flow of patients; `words.word` finds them."""

from collections.abc import Mapping

QUALITY_WORDS: Mapping[str, Mapping[str, str]] = {
    "reading_caption": {"en": "What was read", "tr": "Okunanlar", "zh": "读取情况"},
    "quality_item": {"en": "Item", "tr": "Öğe", "zh": "项目"},
    "records_read": {"en": "Records read", "tr": "Okunan kayıt", "zh": "读取记录数"},
    "patients_read": {"en": "Patients", "tr": "Hasta", "zh": "患者数"},
    "columns_read": {"en": "Columns", "tr": "Sütun", "zh": "列数"},
    "columns_known": {"en": "Columns recognised", "tr": "Tanınan sütun", "zh": "已识别的列"},
    "columns_unknown": {
        "en": "Columns kept under their own heading",
        "tr": "Kendi başlığıyla saklanan sütun",
        "zh": "以原标题保留的列",
    },
    "lesions_read": {"en": "Lesions", "tr": "Lezyon", "zh": "病灶数"},
    "unknown_are": {
        "en": "Kept under their own heading: {columns}.",
        "tr": "Kendi başlığıyla saklananlar: {columns}.",
        "zh": "以原标题保留：{columns}。",
    },
    "missing_caption": {
        "en": "Missing answers by variable",
        "tr": "Değişkenlere göre eksik yanıtlar",
        "zh": "各变量缺失情况",
    },
    "known": {"en": "Known", "tr": "Bilinen", "zh": "已知"},
    "missing_percent": {"en": "Missing (%)", "tr": "Eksik (%)", "zh": "缺失（%）"},
    "missing_of_range": {
        "en": "A number known only as a range (such as >3) counts as missing.",
        "tr": "Yalnızca aralık olarak bilinen sayılar (örneğin >3) eksik sayılmıştır.",
        "zh": "仅以范围记录的数值（如>3）按缺失计。",
    },
    "problems_caption": {
        "en": "Doubtful cells by rule and variable",
        "tr": "Kural ve değişkene göre kuşkulu hücreler",
        "zh": "按规则和变量统计的可疑单元格",
    },
    "rule": {"en": "Rule", "tr": "Kural", "zh": "规则"},
    "severity": {"en": "Severity", "tr": "Derece", "zh": "程度"},
    "cells": {"en": "Cells", "tr": "Hücreler", "zh": "单元格"},
    "cells_more": {
        "en": "{cells} and {n} more",
        "tr": "{cells} ve {n} hücre daha",
        "zh": "{cells}等，另有{n}个",
    },
    "error": {"en": "error", "tr": "hata", "zh": "错误"},
    "warning": {"en": "warning", "tr": "uyarı", "zh": "警告"},
    "problems_listed": {
        "en": "The first {listed} of {n} are listed, and the others counted by rule alone.",
        "tr": "{n} sorunun ilk {listed} tanesi listelenmiş, ötekiler yalnız kurala göre sayılmıştır.",
        "zh": "列出{n}个中的前{listed}个，其余仅按规则计数。",
    },
    "duplicate_patient": {
        "en": "patient or identifier repeated",
        "tr": "yinelenen hasta ya da kimlik",
        "zh": "患者或标识重复",
    },
    "out_of_range": {
        "en": "outside the plausible range",
        "tr": "olası aralığın dışında",
        "zh": "超出合理范围",
    },
    "unknown_level": {"en": "no known answer", "tr": "tanınmayan yanıt", "zh": "无法识别的取值"},
    "unknown_code": {"en": "code without a meaning", "tr": "anlamı bilinmeyen kod", "zh": "含义不明的代码"},
    "error_cell": {"en": "error of the spreadsheet", "tr": "hesap tablosu hatası", "zh": "电子表格错误值"},
    "uncalculated_formula": {
        "en": "formula without a result",
        "tr": "sonucu olmayan formül",
        "zh": "无结果的公式",
    },
    "unparsed": {"en": "can't be read", "tr": "okunamadı", "zh": "无法解析"},
    "ambiguous_date": {
        "en": "day and month can't be told apart",
        "tr": "gün ve ay ayırt edilemiyor",
        "zh": "日月无法区分",
    },
    "dates_out_of_order": {"en": "dates out of order", "tr": "tarihler sırasız", "zh": "日期顺序矛盾"},
    "contradiction": {"en": "contradiction", "tr": "çelişki", "zh": "矛盾"},
    "missing_outcome": {"en": "outcome missing", "tr": "sonuç eksik", "zh": "结局缺失"},
    "no_patient_column": {
        "en": "no column tells patients apart",
        "tr": "hastaları ayıran sütun yok",
        "zh": "没有区分患者的列",
    },
    "unknown_column": {"en": "heading not recognised", "tr": "tanınmayan başlık", "zh": "标题未识别"},
    "outside_table": {"en": "outside the table", "tr": "tablonun dışında", "zh": "位于表格之外"},
    # Small counts
    "withheld": {"en": "withheld", "tr": "gizlendi", "zh": "隐去"},
    "note_withheld": {
        "en": "“{withheld}”: counts below {below}, and as many others as it takes that none can be had by "
        "subtraction.",
        "tr": "“{withheld}”: {below} altındaki sayılar ve çıkarma yoluyla bulunamasınlar diye gerektiği "
        "kadar "
        "başka sayı.",
        "zh": "“{withheld}”：少于{below}的计数，以及为防止相减推算而一并隐去的其他计数。",
    },
    "note_withheld_range": {
        "en": "Smallest and largest values belong to single patients and are not shown.",
        "tr": "En küçük ve en büyük değerler tek hastalara ait olduğundan verilmemiştir.",
        "zh": "最小值与最大值属于个别患者，不予显示。",
    },
    # Flow of patients
    "flow_step": {"en": "Step", "tr": "Adım", "zh": "步骤"},
    "flow_left": {"en": "Left", "tr": "Kalan", "zh": "剩余"},
    "flow_removed": {"en": "Removed", "tr": "Çıkarılan", "zh": "剔除"},
    "flow_caption": {
        "en": "Patients read, kept and removed",
        "tr": "Okunan, kalan ve çıkarılan hastalar",
        "zh": "读取、保留和剔除的患者",
    },
    "flow_removed_n": {"en": "Removed: n = {n}", "tr": "Çıkarılan: n = {n}", "zh": "剔除：n = {n}"},
    "step_outcome": {"en": "Outcome known", "tr": "Sonuç biliniyor", "zh": "结局已知"},
    "step_not_negative": {
        "en": "Follow-up not negative",
        "tr": "Takip süresi negatif değil",
        "zh": "随访时间非负",
    },
    "step_first_row": {
        "en": "First record of each patient",
        "tr": "Her hastanın ilk kaydı",
        "zh": "每例患者的首条记录",
    },
    "step_known": {"en": "{variable} known", "tr": "{variable} biliniyor", "zh": "{variable}已知"},
    "step_dates_known": {
        "en": "{variable} and end of follow-up known",
        "tr": "{variable} ve takibin sonu biliniyor",
        "zh": "{variable}与随访终点已知",
    },
}
"""Key → language → word; the names in braces are filled in."""
