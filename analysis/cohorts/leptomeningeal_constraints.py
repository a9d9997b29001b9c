"""What a reconstruction of the leptomeningeal series must satisfy, and what makes it believable besides.

The series: leptomeningeal metastases of solid tumours in 32 patients, Eskişehir Osmangazi University, 2015 to
2018. All above "Merely consistent" is printed in its tables, text or captions; nothing below that line is.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from math import log
from statistics import NormalDist

Value = str | int
Row = dict[str, Value]
Choices = Mapping[str, Collection[Value]]


@dataclass(frozen=True)
class Rule:
    """Where each variable of `where` has one of its values, those of `then` must have one of theirs."""

    reason: str
    where: Choices
    then: Choices

    def holds(self, row: Row) -> bool:
        """Tell whether a row obeys; what it has not been dealt yet cannot offend."""
        applies = all(name in row and row[name] in values for name, values in self.where.items())
        return not applies or all(row[name] in values for name, values in self.then.items() if name in row)


# Printed ------------------------------------------------------------------------------------------------

PATIENTS = 32
FIRST_ENTRY, LAST_ENTRY = date(2015, 1, 31), date(2018, 4, 27)
YOUNGEST, OLDEST, MEAN_AGE, SD_AGE = 29, 75, "55.4", "12.0"
MEDIAN_DAYS, MEDIAN_SE, MEDIAN_LIMITS = 30, "9.5", ("11.2", "48.7")
"""Error and limits are cut, as SPSS's third decimals were: no error satisfies the three if rounded."""

NERVES_4_TO_10 = "4|5|6|7|8|9|10"
COUNTS: Mapping[str, Mapping[Value, int]] = {
    "primary_site": {
        "lung_nsclc": 12,
        "lung_sclc": 5,
        "breast_unknown": 8,
        "melanoma": 3,
        "stomach": 2,
        "ovary": 1,
        "unknown_primary": 1,
    },
    "sex": {"female": 12, "male": 20},
    "treatment": {"chemotherapy": 18, "chemoradiotherapy": 11, "refused": 3},
    "died": {"yes": 26, "no": 6},
    "multi_organ_metastasis": {"yes": 32},
    "headache": {"yes": 32},
    "altered_consciousness": {"yes": 17, "no": 15},
    "nausea_vomiting": {"yes": 9, "no": 23},
    "focal_deficit": {"yes": 5, "no": 27},
    "poor_general_condition": {"yes": 4, "no": 28},
    "seizure": {"yes": 1, "no": 31},
    "parenchymal_metastasis": {"yes": 28, "no": 4},
    "dural_metastasis": {"yes": 7, "no": 25},
    "calvarial_metastasis": {"yes": 1, "no": 31},
    # Rows 4-6: 1, 5: 2, 7-8: 3 (its printed 6.3% would be 2, and then not "the most often"), 9-10: 1.
    "cranial_nerves": {NERVES_4_TO_10: 1, "5": 1, "7|8": 2, "none": 28},
    "lm_location": {"supratentorial": 3, "infratentorial": 13, "both": 16},
    "lm_enhancement": {"linear": 8, "nodular": 17, "both": 7},
    "hydrocephalus": {"yes": 14, "no": 18},
    "subependymal_nodule": {"yes": 4, "no": 28},
}

SUPRATENTORIAL: Row = {"lm_location": "supratentorial"}
INFRATENTORIAL: Row = {"lm_location": "infratentorial"}
LINEAR: Row = {"lm_enhancement": "linear"}
NODULES: Row = {"subependymal_nodule": "yes"}
PERSONS: Mapping[str, Row] = {
    "figure 1": {"sex": "male", "age_years": 61, "primary_site": "lung_nsclc", **INFRATENTORIAL, **LINEAR},
    "figure 2": {"sex": "male", "age_years": 58, "primary_site": "lung_sclc", **SUPRATENTORIAL, **LINEAR},
    "figure 3": {
        "sex": "female",
        "age_years": 41,
        "primary_site": "melanoma",
        **SUPRATENTORIAL,
        "lm_enhancement": "both",
        "hydrocephalus": "yes",
    },
    "figure 4 a, b": {"primary_site": "lung_sclc", **NODULES},
    "figure 4 c, d": {"primary_site": "breast_unknown", **NODULES},
    "figure 4 e, f": {"primary_site": "melanoma", **NODULES},
    "figure 5": {
        "sex": "male",
        "age_years": 62,
        "primary_site": "lung_sclc",
        **INFRATENTORIAL,
        **LINEAR,
        "cranial_nerves": NERVES_4_TO_10,
    },
    "results, nerves in breast carcinoma": {"primary_site": "breast_unknown", "cranial_nerves": "7|8"},
}
"""Whom a caption or a sentence describes, taken for eight persons."""

HISTOLOGY: Mapping[Value, str] = {
    "lung_nsclc": "Adenokarsinom",
    "lung_sclc": "Küçük hücreli karsinom",
    "breast_unknown": "İnvaziv duktal karsinom",
    "melanoma": "Malign melanom",
    "stomach": "Adenokarsinom",
    "ovary": "Seröz adenokarsinom",
    "unknown_primary": "Metastatik tümör",
}

BREAST: Choices = {"primary_site": {"breast_unknown"}}
LUNG_OR_BREAST: Choices = {"primary_site": {"lung_nsclc", "lung_sclc", "breast_unknown"}}
ISOLATED: Choices = {"parenchymal_metastasis": {"no"}}
NERVES: Choices = {"cranial_nerves": {NERVES_4_TO_10, "5", "7|8"}}
REFUSED: Choices = {"treatment": {"refused"}}
NODULES_SEEN: Choices = {"subependymal_nodule": {"yes"}}
LINEAR_OR_NODULAR: Choices = {"lm_enhancement": {"linear", "nodular"}}

PRINTED_RULES = (
    Rule("an ovary is a woman's", {"primary_site": {"ovary"}}, {"sex": {"female"}}),
    Rule("nerves in lung and breast carcinomas only", NERVES, LUNG_OR_BREAST),
    Rule("4 isolated and 28 parenchymal make 32: no dura alone", ISOLATED, {"dural_metastasis": {"no"}}),
    Rule("and no calvarium alone", ISOLATED, {"calvarial_metastasis": {"no"}}),
    Rule("nodules in linear or nodular disease (figure 4)", NODULES_SEEN, LINEAR_OR_NODULAR),
    Rule("the six were lost after treatment", REFUSED, {"died": {"yes"}}),
)

# Merely consistent --------------------------------------------------------------------------------------

SCANNERS: Mapping[Value, int] = {"1.5": 20, "3.0": 12}
"""The paper names both field strengths, and not how many patients lay in each."""
NOT_MENTIONED: Row = {"hydrocephalus": "no", "subependymal_nodule": "no", "cranial_nerves": "none"}
"""Of these three, what the description of a person leaves out is taken for absent."""
LOG_DAYS = NormalDist(log(32), 1.1)
DEATH_DAYS, LOSS_DAYS = range(7, 366), range(14, 366)

PLAUSIBLE_RULES = (
    Rule("breast carcinomas are women's", BREAST, {"sex": {"female"}}),
    Rule("small-cell carcinoma comes late", {"primary_site": {"lung_sclc"}}, {"age_years": range(45, 76)}),
    Rule("nerves 4 to 10 leave below the tentorium", NERVES, {"lm_location": {"infratentorial", "both"}}),
    Rule("an enhancing nerve is a line", NERVES, {"lm_enhancement": {"linear", "both"}}),
    Rule("who refused treatment died before the median", REFUSED, {"days": range(MEDIAN_DAYS)}),
)
RULES = PRINTED_RULES + PLAUSIBLE_RULES
