"""Scores of the literature that are not offered, and why: their points could not be confirmed."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Withheld:
    """A score that is known of and not computed."""

    key: str
    title: str
    source: str
    reason: str


WITHHELD = (
    Withheld(
        "osri_2013",
        "Oswestry Spinal Risk Index",
        "Balain B et al. Bone Joint J 2013;95-B(2):210-216",
        "the formula is confirmed, the lists of points were not seen",
    ),
    Withheld(
        "nesms_2015",
        "New England Spinal Metastasis Score",
        "Ghori AK et al. Spine J 2015",
        "the cut-offs were not seen, and the weights differ between papers",
    ),
    Withheld(
        "sorg_2016",
        "SORG classic score and nomogram",
        "Paulino Pereira NR et al. J Bone Joint Surg Am 2016;98(21):1767-1776. doi:10.2106/JBJS.15.00975",
        "hazard ratios are known, points are not given as text",
    ),
    Withheld(
        "sioutos_1995",
        "Sioutos prognostic indicators",
        "Cancer 1995;76(8):1453-1459",
        "the paper gives risk indicators, no table of points",
    ),
    Withheld(
        "lei_2016",
        "Lei score",
        "Lei M et al. Spine 2016;41(18):1469-1476. doi:10.1097/BRS.0000000000001538",
        "the bands are known, the points of the levels were not seen",
    ),
    Withheld(
        "rades_2013_bsc",
        "Rades score for best supportive care",
        "Rades D et al. Cancer 2013;119(4):897-903. doi:10.1002/cncr.27849",
        "the points come from one secondary source, which prints another cut-off than the abstract",
    ),
    Withheld(
        "ds_gpa",
        "Diagnosis-specific graded prognostic assessment",
        "not given",
        "for brain metastases only, and the one text found matches no published version",
    ),
)
