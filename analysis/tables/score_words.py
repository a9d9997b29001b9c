"""The words of the tables and figures of scores and vertebrae; `words.word` finds them."""

from collections.abc import Mapping

SCORE_WORDS: Mapping[str, Mapping[str, str]] = {
    "patient": {"en": "Patient", "tr": "Hasta", "zh": "患者"},
    "patients": {"en": "Patients", "tr": "Hastalar", "zh": "患者"},
    "lesions": {"en": "Lesions", "tr": "Lezyonlar", "zh": "病灶"},
    "score_item": {"en": "Item", "tr": "Madde", "zh": "条目"},
    "score_points": {"en": "Points", "tr": "Puan", "zh": "得分"},
    "score_offered": {"en": "Of", "tr": "Olası puanlar", "zh": "评分标准"},
    "score_total": {"en": "Total score", "tr": "Toplam puan", "zh": "总分"},
    "score_grade": {"en": "Grade", "tr": "Derece", "zh": "等级"},
    "score_band": {"en": "Band", "tr": "Puan aralığı", "zh": "分级"},
    "band_and_total": {"en": "Band, total", "tr": "Puan aralığı, toplam puan", "zh": "分级、总分"},
    "from_to": {"en": "{low} to {high}", "tr": "{low} ile {high} arası", "zh": "{low}至{high}"},
    "score_missing": {"en": "missing: {variables}", "tr": "eksik: {variables}", "zh": "缺失：{variables}"},
    "score_certainty": {
        "en": "Certainty {grade}: {meaning}",
        "tr": "Kesinlik {grade}: {meaning}",
        "zh": "可信度{grade}：{meaning}",
    },
    # Distribution of a score
    "distribution_caption": {
        "en": "{title}: distribution ({of}, n = {n})",
        "tr": "{title}: dağılım ({of}, n = {n})",
        "zh": "{title}：分布（{of}，n = {n}）",
    },
    "total_open": {
        "en": "total open, band certain",
        "tr": "toplam belirsiz, puan aralığı kesin",
        "zh": "总分未定，分级确定",
    },
    "band_unknown": {"en": "Band not known", "tr": "Puan aralığı bilinmeyen", "zh": "分级未知"},
    "grade_unknown": {"en": "Grade not known", "tr": "Derecesi bilinmeyen", "zh": "等级未知"},
    "several_bands": {
        "en": "more than one is possible",
        "tr": "birden fazlası olası",
        "zh": "可能有多种",
    },
    "not_scorable": {
        "en": "not scorable: nothing of it is known",
        "tr": "puanlanamaz: hiçbir maddesi bilinmiyor",
        "zh": "无法评分：各条目均未知",
    },
    "total_in_no_band": {
        "en": "total {total}: printed without a band",
        "tr": "toplam {total}: yayımda puan aralığı yok",
        "zh": "总分{total}：原文无对应分级",
    },
    "missing_items": {
        "en": "Missing, so that totals stay open",
        "tr": "Eksik olduğu için toplamı belirsiz bırakan",
        "zh": "因缺失而使总分未定",
    },
    "missing_grades": {
        "en": "Missing, so that grades stay open",
        "tr": "Eksik olduğu için dereceyi belirsiz bırakan",
        "zh": "因缺失而使等级未定",
    },
    "note_distribution": {
        "en": "% is of all {n}; valid % is of the {known} whose band or grade is known. Missing items "
        "are never counted as zero points: what they leave possible decides.",
        "tr": "% tümü ({n}), geçerli % ise puan aralığı veya derecesi bilinenler ({known}) üzerinden "
        "verilmiştir. Eksik maddeler hiçbir zaman sıfır puan sayılmaz; alabilecekleri "
        "tüm değerler göz önüne alınır.",
        "zh": "百分比以全部{n}例为分母；有效百分比以分级或等级已知的{known}例为分母。"
        "缺失条目绝不计为0分，而按其所有可能取值处理。",
    },
    "note_worst": {
        "en": "A patient counts with the worst of the lesions.",
        "tr": "Her hasta en kötü lezyonuyla sayılmıştır.",
        "zh": "每例患者按其最严重的病灶计。",
    },
    "note_names": {
        "en": "Bands are named as the publication names them.",
        "tr": "Skorların ve puan aralıklarının adları yayımdaki İngilizce adlardır.",
        "zh": "评分及分级名称沿用原文英文。",
    },
    "figure_open": {
        "en": "?  total open, band certain",
        "tr": "?  toplam belirsiz, puan aralığı kesin",
        "zh": "?  总分未定，分级确定",
    },
    "figure_alt": {
        "en": "Bars: {of} by total, in groups by band, darker the worse; {n} in all, band not known in "
        "{unknown}.",
        "tr": "Toplam puana göre {of} çubukları, puan aralıklarına göre öbeklenmiş, kötüleştikçe koyulaşan; "
        "toplam {n}, puan aralığı bilinmeyen {unknown}.",
        "zh": "按总分列出{of}的条形图，按分级分组，颜色越深越差；共{n}例，分级未知{unknown}例。",
    },
    "score_source": {"en": "Source: {source}", "tr": "Kaynak: {source}", "zh": "来源：{source}"},
    # Vertebrae
    "vertebrae_caption": {
        "en": "Vertebral levels ({of}, n = {n})",
        "tr": "Vertebra seviyeleri ({of}, n = {n})",
        "zh": "椎体节段（{of}，n = {n}）",
    },
    "vertebra": {"en": "Vertebra", "tr": "Omur", "zh": "椎体"},
    "spine_region": {"en": "Region", "tr": "Bölge", "zh": "部位"},
    "region_C": {"en": "Cervical", "tr": "Servikal", "zh": "颈椎"},
    "region_T": {"en": "Thoracic", "tr": "Torakal", "zh": "胸椎"},
    "region_L": {"en": "Lumbar", "tr": "Lomber", "zh": "腰椎"},
    "region_S": {"en": "Sacral", "tr": "Sakral", "zh": "骶椎"},
    "level_known": {"en": "Level known", "tr": "Seviyesi bilinen", "zh": "节段已知"},
    "level_none": {"en": "No vertebra affected", "tr": "Omur tutulumu yok", "zh": "无椎体受累"},
    "level_missing": {"en": "Level not known", "tr": "Seviyesi bilinmeyen", "zh": "节段未知"},
    "note_vertebrae": {
        "en": "n (%) is of those with a level. One may have several vertebrae, regions and locations, so "
        "that percentages can add to more than 100.",
        "tr": "n (%), seviyesi bilinenler üzerinden verilmiştir. Birden fazla omur, bölge ve yerleşim "
        "olabileceğinden yüzdelerin toplamı 100'ü aşabilir.",
        "zh": "例数（%）以节段已知者为分母。可同时累及多个椎体、部位和区域，百分比之和可超过100%。",
    },
    "map_alt": {
        "en": "A column of vertebrae from the neck down, tinted by location; at each, a bar of the {of}.",
        "tr": "Boyundan aşağı omur dizisi, yerleşime göre renkli; her omurda {of} için bir çubuk.",
        "zh": "自颈椎向下的椎体示意图，按区域着色，条形表示各节段的{of}数。",
    },
    # The document
    "scores_title": {"en": "Scores of {file}", "tr": "{file}: skorlar", "zh": "{file}：评分"},
    "scores_purpose": {
        "en": "For retrospective description, not for deciding treatment.",
        "tr": "Geriye dönük tanımlama içindir, tedavi kararı için değildir.",
        "zh": "仅供回顾性描述，不用于治疗决策。",
    },
    "no_levels": {
        "en": "The file has no column of vertebral levels: there is no map.",
        "tr": "Dosyada vertebra seviyesi sütunu bulunmadığından harita çizilmemiştir.",
        "zh": "文件中没有椎体节段列，未绘制分布图。",
    },
    "not_real": {
        "en": "These patients do not exist: {note}.",
        "tr": "Bu hastalar gerçek değildir: {note}.",
        "zh": "这些患者并不存在：{note}。",
    },
}
"""Key → language → word. Names of scores and bands, and remarks on certainty, are English throughout."""
