"""The people whom the literature's figures are of, and how a registry tells that it holds them."""

from analysis.indications.definition import named
from analysis.indications.treatments import IRRADIATED, OPERATIONS
from analysis.papers.literature.definition import Levels, Population

LUNG = ("lung_nsclc", "lung_sclc")
BREAST = ("breast_hr_pos", "breast_hr_neg", "breast_unknown")
PROSTATE = ("prostate_hs", "prostate_cr")
NOT_SOLID = ("lymphoma", "leukaemia", "myeloma", "cns_primary")
"""Primaries that are no solid tumours outside the brain; seeds/001 tells them apart (lines 640-644)."""

_SPINAL = (
    *("vertebral_levels", "vertebral_metastases", "escc_grade", "tomita_type"),
    *("sins_location", "sins_pain", "sins_lesion", "sins_alignment", "sins_collapse", "sins_posterolateral"),
)
_LEPTOMENINGEAL = (
    *("lm_location", "lm_enhancement", "hydrocephalus", "subependymal_nodule", "parenchymal_metastasis"),
    *("dural_metastasis", "calvarial_metastasis", "spinal_lm", "cranial_nerves", "csf_cytology"),
)
_TREATED: tuple[Levels, ...] = (
    {"treatment": ("chemotherapy", "radiotherapy", "chemoradiotherapy")},
    {"chemotherapy": ("yes",)},
    {"intrathecal_chemotherapy": ("yes",)},
    {"radiotherapy": IRRADIATED},
    {"targeted_therapy": ("yes",)},
)

# No registry of metastases holds all of these
CANCER = Population(named("patients with cancer", "kanser hastaları", "癌症患者"))
METASTATIC = Population(
    named("patients with metastatic disease", "metastatik hastalığı olanlar", "转移性疾病患者")
)
AUTOPSIES = Population(named("autopsies", "otopsi serileri", "尸检病例"))
SOLID_TUMOURS = Population(named("patients with solid tumours", "solid tümörlü hastalar", "实体瘤患者"))
LEUKAEMIA = Population(named("patients with leukaemia", "lösemili hastalar", "白血病患者"))
NON_HODGKIN = Population(
    named("patients with non-Hodgkin lymphoma", "Hodgkin dışı lenfomalı hastalar", "非霍奇金淋巴瘤患者")
)

SPINAL = Population(
    named("patients with spinal metastases", "omurga metastazlı hastalar", "脊柱转移瘤患者"), _SPINAL
)
TARGETED_LUNG = Population(
    named(
        "spinal metastases of lung cancer, targeted therapy",
        "akciğer kanseri omurga metastazları, hedefe yönelik tedavi",
        "肺癌脊柱转移，靶向治疗",
    ),
    _SPINAL,
    any_of=({"primary_site": LUNG, "targeted_therapy": ("yes",)},),
)
OPERATED = Population(
    named(
        "patients operated on for spinal metastases", "omurga metastazı ameliyatlıları", "脊柱转移瘤手术患者"
    ),
    _SPINAL,
    any_of=({"surgery_type": OPERATIONS},),
)
PIECEMEAL = Population(
    named("piecemeal resection of the vertebra", "parça parça vertebra rezeksiyonu", "椎体逐片切除患者"),
    _SPINAL,
    any_of=({"surgery_type": ("corpectomy",)},),
)

LEPTOMENINGEAL = Population(
    named("patients with leptomeningeal metastases", "leptomeningeal metastazlı hastalar", "软脑膜转移患者"),
    _LEPTOMENINGEAL,
)
LEPTOMENINGEAL_OF_SOLID = Population(
    named(
        "leptomeningeal metastases of solid tumours",
        "solid tümörlerin leptomeningeal metastazları",
        "实体瘤软脑膜转移患者",
    ),
    _LEPTOMENINGEAL,
)
UNTREATED = Population(
    named(
        "untreated leptomeningeal metastases", "tedavisiz leptomeningeal metastaz", "未治疗的软脑膜转移患者"
    ),
    _LEPTOMENINGEAL,
    any_of=({"treatment": ("none",)}, {"chemotherapy": ("no",), "radiotherapy": ("none",)}),
    unless=_TREATED,
)
TREATED = Population(
    named(
        "treated leptomeningeal metastases", "tedavi edilen leptomeningeal metastaz", "已治疗的软脑膜转移患者"
    ),
    _LEPTOMENINGEAL,
    any_of=_TREATED,
)
