"""What seeds/000 (a Turkish review of epidural metastasis) and seeds/003 (a hospital's page) print."""

from analysis.indications.definition import named
from analysis.indications.shared_conditions import REVIEW
from analysis.papers.literature.definition import Passage, PublishedFigure
from analysis.papers.literature.populations import BREAST, CANCER, LUNG, PROSTATE, SPINAL

PAGE = "seeds/003"
_PER_REGION = named(
    "a case is a lesion where lesions are listed, else a patient, and counts in each of its regions; lesions "
    "of one patient are not independent",
    "lezyonlar listelenmişse olgu lezyon, değilse hastadır ve tuttuğu her bölgede sayılır; aynı hastanın "
    "lezyonları bağımsız değildir",
    "有病灶表时以病灶计，否则以患者计，累及的每个部位均计入；同一患者的病灶并非相互独立",
)

EPIDURAL = (
    PublishedFigure(
        "epidural_metastasis",
        named("Spinal epidural metastasis", "Spinal epidural metastaz", "脊柱硬膜外转移"),
        CANCER,
        5,
        10,
        Passage(REVIEW, 26, "epidural metastatik tümörler, kanser hastaların %5-10’unda", "(8)"),
    ),
    PublishedFigure(
        "spinal_from_lung",
        named("Primary: lung", "Primer: akciğer", "原发：肺"),
        SPINAL,
        31,
        31,
        Passage(REVIEW, 27, "çoğunlukla akciğer (%31)", "(8)"),
        variable="primary_site",
        levels=LUNG,
    ),
    PublishedFigure(
        "spinal_from_breast",
        named("Primary: breast", "Primer: meme", "原发：乳腺"),
        SPINAL,
        24,
        24,
        Passage(REVIEW, 27, "meme (%24)", "(8)"),
        variable="primary_site",
        levels=BREAST,
    ),
    PublishedFigure(
        "spinal_from_prostate",
        named("Primary: prostate", "Primer: prostat", "原发：前列腺"),
        SPINAL,
        16,
        16,
        Passage(REVIEW, 28, "prostat (%16)", "(8)"),
        variable="primary_site",
        levels=PROSTATE,
    ),
    PublishedFigure(
        "spinal_thoracic",
        named("Thoracic spine", "Torasik omurga", "胸椎"),
        SPINAL,
        70,
        70,
        Passage(REVIEW, 29, "omurga en sık tutulan bölge olup, vakaların %70’ini", "(3)"),
        variable="vertebral_levels",
        levels=("T",),
        reading=_PER_REGION,
    ),
    PublishedFigure(
        "spinal_lumbar",
        named("Lumbar spine", "Lomber omurga", "腰椎"),
        SPINAL,
        20,
        20,
        Passage(REVIEW, 30, "bunu lomber (%20)", "(3)"),
        variable="vertebral_levels",
        levels=("L",),
        reading=_PER_REGION,
    ),
    PublishedFigure(
        "spinal_cervical",
        named("Cervical spine", "Servikal omurga", "颈椎"),
        SPINAL,
        10,
        10,
        Passage(REVIEW, 30, "servikal (%10)", "(3)"),
        variable="vertebral_levels",
        levels=("C",),
        reading=_PER_REGION,
    ),
    PublishedFigure(
        "spinal_pain",
        named("Pain", "Ağrı", "疼痛"),
        SPINAL,
        95,
        None,
        Passage(REVIEW, 82, "Ağrı: Hastaların %95’inden fazlasında ilk semptom"),
        variable="pain",
        levels=("local", "mechanical", "radicular"),
        strict=True,
        reading=named(
            "printed of pain as the first symptom; pain at any time is compared",
            "ağrı ilk semptom olarak basılıdır; herhangi bir ağrı karşılaştırılmıştır",
            "原文指首发症状；此处比较任何疼痛",
        ),
    ),
)

PAGE_FIGURES = (
    PublishedFigure(
        "spinal_metastasis",
        named("Metastasis in the spine", "Omurgaya metastaz", "脊柱转移"),
        CANCER,
        30,
        None,
        Passage(PAGE, 5, "More than 30% of patients with cancers in other locations"),
        strict=True,
    ),
)
