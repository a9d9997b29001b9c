"""Leptomeningeal metastases of solid tumours in 32 patients, Eskişehir Osmangazi University, 2015 to 2018.

Every number that the paper prints in its abstracts, methods, results, tables and captions, in its order.
"""

from dataclasses import replace
from datetime import date

from analysis.papers.cell_text import MEAN_OF_INTEGERS, MEDIAN_INTERVAL, PERCENT, TOTAL
from analysis.papers.core import Paper, PaperCell, PaperTable
from analysis.papers.recipes import (
    EVERYONE,
    AllAre,
    AllBetween,
    Claim,
    Count,
    CountPercent,
    MeanSdRange,
    MedianSurvival,
    MostFrequent,
    Percent,
    SomeoneIs,
    Where,
)

FEMALE: Where = {"sex": "female"}
MALE: Where = {"sex": "male"}
ADENOCARCINOMA: Where = {"primary_site": "lung_nsclc"}
SMALL_CELL: Where = {"primary_site": "lung_sclc"}
LUNG: Where = {"primary_site": ("lung_nsclc", "lung_sclc")}
BREAST: Where = {"primary_site": ("breast_unknown", "breast_hr_pos", "breast_hr_neg")}
LUNG_OR_BREAST: Where = {
    "primary_site": ("lung_nsclc", "lung_sclc", "breast_unknown", "breast_hr_pos", "breast_hr_neg")
}
MELANOMA: Where = {"primary_site": "melanoma"}
STOMACH: Where = {"primary_site": "stomach"}
OVARY: Where = {"primary_site": "ovary"}
UNKNOWN: Where = {"primary_site": "unknown_primary"}

HEADACHE: Where = {"headache": "yes"}
ALTERED_CONSCIOUSNESS: Where = {"altered_consciousness": "yes"}
NAUSEA_VOMITING: Where = {"nausea_vomiting": "yes"}
FOCAL_DEFICIT: Where = {"focal_deficit": "yes"}
POOR_GENERAL_CONDITION: Where = {"poor_general_condition": "yes"}
SEIZURE: Where = {"seizure": "yes"}

CHEMOTHERAPY: Where = {"chemotherapy": "yes", "radiotherapy": "none"}
CHEMORADIOTHERAPY: Where = {"chemotherapy": "yes", "radiotherapy": ("conventional", "stereotactic")}
UNTREATED: Where = {"chemotherapy": "no", "radiotherapy": "none"}
DEAD: Where = {"died": "yes"}
LOST: Where = {"died": "no"}
TREATED: Where = {"chemotherapy": "yes"}

ISOLATED: Where = {"parenchymal_metastasis": "no", "dural_metastasis": "no", "calvarial_metastasis": "no"}
PARENCHYMAL: Where = {"parenchymal_metastasis": "yes"}
DURAL: Where = {"dural_metastasis": "yes"}
CALVARIAL: Where = {"calvarial_metastasis": "yes"}
SUPRATENTORIAL: Where = {"lm_location": "supratentorial"}
INFRATENTORIAL: Where = {"lm_location": "infratentorial"}
BOTH_SPACES: Where = {"lm_location": "both"}
LINEAR: Where = {"lm_enhancement": "linear"}
NODULAR: Where = {"lm_enhancement": "nodular"}
LINEAR_AND_NODULAR: Where = {"lm_enhancement": "both"}
SUBEPENDYMAL: Where = {"subependymal_nodule": "yes"}
HYDROCEPHALUS: Where = {"hydrocephalus": "yes"}
NERVES: Where = {"cranial_nerves": tuple(map(str, range(1, 13)))}
NERVES_4_TO_10: Where = {"cranial_nerves": frozenset(map(str, range(4, 11)))}

ORGANS_MOST = MostFrequent((LUNG, BREAST), than=(MELANOMA, STOMACH, OVARY, UNKNOWN))
ADENOCARCINOMA_MOST = MostFrequent(
    (ADENOCARCINOMA,), than=(SMALL_CELL, BREAST, MELANOMA, STOMACH, OVARY, UNKNOWN)
)
SYMPTOMS_MOST = MostFrequent(
    (HEADACHE, ALTERED_CONSCIOUSNESS),
    than=(NAUSEA_VOMITING, FOCAL_DEFICIT, POOR_GENERAL_CONDITION, SEIZURE),
)
BOTH_SPACES_MOST = MostFrequent((BOTH_SPACES,), than=(SUPRATENTORIAL, INFRATENTORIAL))
NODULAR_MOST = MostFrequent((NODULAR,), than=(LINEAR, LINEAR_AND_NODULAR))
NERVES_MOST = MostFrequent(
    ({"cranial_nerves": "7"}, {"cranial_nerves": "8"}),
    than=tuple({"cranial_nerves": nerve} for nerve in ("4", "5", "6", "9", "10")),
)

FIGURE_1 = SomeoneIs({**MALE, "age_years": 61, **ADENOCARCINOMA, **INFRATENTORIAL, **LINEAR})
FIGURE_2 = SomeoneIs({**MALE, "age_years": 58, **SMALL_CELL, **SUPRATENTORIAL, **LINEAR})
FIGURE_3 = SomeoneIs(
    {**FEMALE, "age_years": 41, **MELANOMA, **SUPRATENTORIAL, **LINEAR_AND_NODULAR, **HYDROCEPHALUS}
)
FIGURE_5 = SomeoneIs({**MALE, "age_years": 62, **SMALL_CELL, **INFRATENTORIAL, **LINEAR, **NERVES_4_TO_10})

ENTRY = "diagnosis_date"
MEDIAN = "Genel medyan sağkalım süresi"
AGE_LAYOUT = "55.4 ± 12 (29-75)"
"""The age of table 1 as the text prints it; the table lost the ±."""


def at(table: str, *cells: PaperCell) -> tuple[PaperCell, ...]:
    """Return cells put in their table, or in the part of the text where they stand."""
    return tuple(replace(cell, table=table) for cell in cells)


def heading(row: str) -> PaperCell:
    """Return a row that prints no number."""
    return PaperCell("", row)


def share(row: str, published: str, where: Where, part_of: str = "", *, indent: int = 1) -> PaperCell:
    """Return a row of a table that prints a count and its percentage."""
    return PaperCell("", row, published, CountPercent(where), PERCENT, part_of, indent)


def percent(row: str, published: str, where: Where) -> PaperCell:
    """Return a percentage that the text prints without its count."""
    return PaperCell("", row, published, Percent(where), PERCENT)


def number(row: str, published: str, where: Where | None = None, part_of: str = "") -> PaperCell:
    """Return a number of patients; without a condition, of patients whose rows were never kept."""
    return PaperCell("", row, published, None if where is None else Count(where), TOTAL, part_of)


def claim(row: str, published: str, recipe: Claim) -> PaperCell:
    """Return what the text says without a number that could be printed anew."""
    return PaperCell("", row, published, recipe)


TURKISH_ABSTRACT = at(
    "Özet",
    number("dahil edilen", "32 hasta", EVERYONE),
    claim("dönem", "Ocak 2015 ile Nisan 2018", AllBetween(ENTRY, date(2015, 1, 1), date(2018, 4, 30))),
    percent("akciğer", "%53.1", LUNG),
    percent("meme", "%25", BREAST),
    claim("en sık semptom", "baş ağrısı ve bilinç değişikliği", SYMPTOMS_MOST),
    percent("infratentoryal ve supratentoryal", "%50", BOTH_SPACES),
    percent("nodüler", "%53.1", NODULAR),
    claim("en sık kraniyal sinir", "7. ve 8. kraniyal sinir", NERVES_MOST),
    percent("hidrosefali", "%43.8", HYDROCEPHALUS),
    percent("parankimal metastaz", "%87.5", PARENCHYMAL),
)

ENGLISH_ABSTRACT = at(
    "Abstract",
    claim("period", "January 2015 and April 2018", AllBetween(ENTRY, date(2015, 1, 1), date(2018, 4, 30))),
    number("included", "32 patients", EVERYONE),
    percent("lung", "53.1%", LUNG),
    percent("breast", "25%", BREAST),
    claim("most common symptoms", "headache and altered consciousness", SYMPTOMS_MOST),
    percent("infratentorial and supratentorial", "50%", BOTH_SPACES),
    percent("nodular", "53.1%", NODULAR),
    claim("most frequent cranial nerves", "7th and 8th cranial nerves", NERVES_MOST),
    percent("hydrocephalus", "43.8%", HYDROCEPHALUS),
    percent("parenchymal metastasis", "87.5%", PARENCHYMAL),
)

METHODS = at(
    "Gereç ve Yöntemler",
    claim("dönem", "31.01.2015 ile 27.04.2018", AllBetween(ENTRY, date(2015, 1, 31), date(2018, 4, 27))),
    number("leptomeningeal tutulum", "78 hasta"),
    number("hematolojik malignite", "46 hasta", part_of="leptomeningeal tutulum"),
    number("malign solid tümör", "32 hasta", EVERYONE, part_of="leptomeningeal tutulum"),
)

RESULTS = at(
    "Bulgular",
    number("dahil edilen", "32 hasta", EVERYONE),
    PaperCell("", "yaş", "55.4 ±12 (dağılım 29-75) yıl", MeanSdRange("age_years"), MEAN_OF_INTEGERS),
    share("kadın", "12’si kadın (%37.5)", FEMALE, "cinsiyet"),
    share("erkek", "20’si erkekti (%62.5)", MALE, "cinsiyet"),
    percent("akciğer", "%53.1", LUNG),
    percent("meme", "%25", BREAST),
    claim("en sık primer organ", "akciğer ve meme", ORGANS_MOST),
    claim("en sık histolojik tip", "akciğer adenokarsinomu", ADENOCARCINOMA_MOST),
    percent("malign melanom", "%9.4", MELANOMA),
    percent("mide adenokarsinomu", "%6.3", STOMACH),
    percent("over seröz adenokarsinomu", "%3.1", OVARY),
    percent("primer bilinmeyen tümör", "%3.1", UNKNOWN),
    claim("multi organ metastazı", "hastaların tümünde", AllAre({"multi_organ_metastasis": "yes"})),
    claim("en sık semptom", "baş ağrısı ve bilinç değişikliği", SYMPTOMS_MOST),
    number("kontrastlı MRG’de LM saptanan", "32 hastanın", EVERYONE),
    share("izole leptomeningeal tutulum", "4’ünde (%12.5)", ISOLATED),
    share("parankimal metastaz", "28’inde (%87.5)", PARENCHYMAL),
    share("dural metastaz", "7’sinde (%21.9)", DURAL),
    share("kalvaryal metastaz", "1’inde (%3.1)", CALVARIAL),
    claim("en sık yerleşim", "infratentoryal ve supratentoryal", BOTH_SPACES_MOST),
    percent("infratentoryal ve supratentoryal", "%50", BOTH_SPACES),
    claim("en sık kontrastlanma", "nodüler", NODULAR_MOST),
    percent("nodüler kontrastlanma", "%53.1", NODULAR),
    share("ventriküler subependimal nodüler tutulum", "4 (%12.5) hastada", SUBEPENDYMAL),
    share("ılımlı hidrosefali", "14 (%43.8) hastada", HYDROCEPHALUS),
    claim("bir hastada bilateral kraniyal sinirler", "4,5,6,7,8,9,10", SomeoneIs(NERVES_4_TO_10)),
    share("kraniyal sinir tutulumu", "4 hastada (%12.5)", NERVES),
    claim("en sık kraniyal sinir", "7 ve 8’inci kraniyal sinir", NERVES_MOST),
    claim("kraniyal sinir tutulumu", "akciğer ve meme karsinomlarında", AllAre(LUNG_OR_BREAST, NERVES)),
    claim("kraniyal sinir tutulumu, akciğer", "akciğer", SomeoneIs({**LUNG, **NERVES})),
    claim("kraniyal sinir tutulumu, meme", "meme", SomeoneIs({**BREAST, **NERVES})),
    number("LM tanısı konan", "32 hastanın", EVERYONE),
    share("tedaviyi reddeden", "3’ü (%9.4)", UNTREATED, "tedavi"),
    share("sadece kemoterapi", "18’i (%56.3)", CHEMOTHERAPY, "tedavi"),
    share("kemoradyoterapi", "11’i (%34.4)", CHEMORADIOTHERAPY, "tedavi"),
    number("takibi bırakan", "6 hasta", LOST, "dahil edilen"),
    claim("takibi bırakan", "tedavi sonrası", AllAre(TREATED, LOST)),
    number("takipte kalan, hepsi eksitus", "26 hasta", DEAD, "dahil edilen"),
    PaperCell("", MEDIAN, "30± 9.5gün (%95 güven aralığı:11.2-48.7)", MedianSurvival(), MEDIAN_INTERVAL),
)

TABLE_1 = at(
    "Tablo 1",
    number("Hasta sayısı", "32", EVERYONE),
    PaperCell("", "Yaş", "55.412 (29-75)", MeanSdRange("age_years"), MEAN_OF_INTEGERS, layout=AGE_LAYOUT),
    heading("Cinsiyet"),
    share("K", "12 (%37.5)", FEMALE, "Cinsiyet"),
    share("E", "20 (%62.5)", MALE, "Cinsiyet"),
    heading("Primer malignite orijini/histolojik subtipi"),
    share("Akciğer", "17 (%53.1)", LUNG, "primer", indent=0),
    share("Adenokarsinom", "12 (%37.5)", ADENOCARCINOMA, "Akciğer"),
    share("Küçük Hücreli Karsinom", "5 (%15.6)", SMALL_CELL, "Akciğer"),
    heading("Meme"),
    share("İnvaziv Duktal Karsinom", "8 (%25)", BREAST, "primer"),
    heading("Cilt"),
    share("Malign Melanom", "3 (%9.4)", MELANOMA, "primer"),
    heading("Mide"),
    share("Adenokarsinom", "2 (%6.3)", STOMACH, "primer"),
    heading("Over"),
    share("Seröz Adenokarsinom", "1 (%3.1)", OVARY, "primer"),
    share("Primeri bilinmeyen metastatik tümör", "1 (%3.1)", UNKNOWN, "primer"),
    heading("Klinik semptomlar"),
    share("Baş ağrısı", "32 (%100)", HEADACHE),
    share("Bilinç değişikliği", "17 (%53.1)", ALTERED_CONSCIOUSNESS),
    share("Bulantı-Kusma", "9 (%28.1)", NAUSEA_VOMITING),
    share("Fokal nörolojik defisit", "5 (%15.6)", FOCAL_DEFICIT),
    share("Genel durum bozukluğu", "4 (%12.5)", POOR_GENERAL_CONDITION),
    share("Epileptik nöbet", "1 (%3.1)", SEIZURE),
    heading("Tedavi"),
    share("KT", "18 (%56.3)", CHEMOTHERAPY, "Tedavi"),
    share("KT ve RT", "11 (%34.4)", CHEMORADIOTHERAPY, "Tedavi"),
    share("Tedavi almayan", "3 (%9.4)", UNTREATED, "Tedavi"),
    heading("Sağkalım"),
    share("Eksitus", "26 (%100)", DEAD),
    PaperCell("", MEDIAN, "30± 9.5 gün (%95CI:11.2-48.7)", MedianSurvival(), MEDIAN_INTERVAL, indent=1),
)

TABLE_2 = at(
    "Tablo 2",
    heading("Leptomeningeal metastaz"),
    share("İntrakraniyal İzole tutulum", "4 (%12.5)", ISOLATED),
    heading("Eşlik eden serebral metastaz lokalizasyonları"),
    share("Serebral parankim", "28 (%87.5)", PARENCHYMAL),
    share("Dura", "7 (%21.9)", DURAL),
    share("Kalvaryum", "1 (%3.1)", CALVARIAL),
    heading("Lokalizasyon"),
    share("Supratentoryal", "3 (%9.4)", SUPRATENTORIAL, "Lokalizasyon"),
    share("İnfratentoryal", "13 (%40.6)", INFRATENTORIAL, "Lokalizasyon"),
    share("Supratentoryal+ İnfratentoryal", "16 (%50)", BOTH_SPACES, "Lokalizasyon"),
    heading("Leptomeningeal kontrastlanma paterni"),
    share("Lineer", "8 (%25)", LINEAR, "Leptomeningeal kontrastlanma paterni"),
    share("Nodüler", "17 (%53.1)", NODULAR, "Leptomeningeal kontrastlanma paterni"),
    share("Lineer + Nodüler", "7 (%21.9)", LINEAR_AND_NODULAR, "Leptomeningeal kontrastlanma paterni"),
    share("Ventriküler subependimal nodül", "4 (%12.5)", SUBEPENDYMAL, indent=0),
    share("Kraniyal sinir tutulumu", "4 (%12.5)", NERVES, indent=0),
    # Nerve 5 has a row of its own, so "4-6" is 4 or 6.
    share("KS 4-6", "1 (%3.1)", {"cranial_nerves": ("4", "6")}),
    share("KS 5", "2 (%6.3)", {"cranial_nerves": "5"}),
    share("KS 7-8", "3 (%6.3)", {"cranial_nerves": ("7", "8")}),
    share("KS 9-10", "1 (%3.1)", {"cranial_nerves": ("9", "10")}),
    share("Hidrosefali", "14 (%43.8)", HYDROCEPHALUS, indent=0),
)

CAPTIONS = (
    *at("Resim 1", claim("akciğer adenokarsinomu, infratentoryal, lineer", "61 yaşında erkek", FIGURE_1)),
    *at("Resim 2", claim("akciğer küçük hücreli, supratentoryal, lineer", "58 yaşında erkek", FIGURE_2)),
    *at("Resim 3", claim("malign melanom, supratentoryal, hidrosefali", "41 yaşında kadın", FIGURE_3)),
    *at(
        "Resim 4",
        claim("a, b: subependimal nodül", "akciğer küçük hücreli", SomeoneIs({**SMALL_CELL, **SUBEPENDYMAL})),
        claim("c, d: subependimal nodül", "meme invaziv duktal", SomeoneIs({**BREAST, **SUBEPENDYMAL})),
        claim("e, f: subependimal nodül", "malign melanom", SomeoneIs({**MELANOMA, **SUBEPENDYMAL})),
    ),
    *at("Resim 5", claim("akciğer küçük hücreli, kraniyal sinir 4-10", "62 yaşında erkek", FIGURE_5)),
)

LEPTOMENINGEAL = Paper(
    key="leptomeningeal",
    title="Malign solid tümörlerin intrakraniyal leptomeningeal metastazları",
    citation=(
        "Leptomeningeal metastases of solid tumours, 32 patients, Eskişehir Osmangazi University,"
        " 31.01.2015 to 27.04.2018"
    ),
    cohort_file="leptomeningeal_reconstructed_hospital.csv",
    n=32,
    tables=(
        PaperTable("Tablo 1", "Tablo 1. Hastaların demografik ve klinik bilgileri", ("", "n(%)")),
        PaperTable(
            "Tablo 2", "Tablo 2. İntrakraniyal leptomeningeal metastazların MRG bulguları", ("", "n(%)")
        ),
    ),
    cells=(
        *TURKISH_ABSTRACT,
        *ENGLISH_ABSTRACT,
        *METHODS,
        *RESULTS,
        *TABLE_1,
        *TABLE_2,
        *CAPTIONS,
    ),
    note="Yeniden oluşturulmuş (reconstructed) satırlardan hesaplandı; gerçek hasta verisi değildir.",
)
