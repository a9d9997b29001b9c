"""Karnofsky's and ECOG's performance status, and the two published conversions between them."""

from analysis.scores.definition import HIGHER_IS_BETTER, HIGHER_IS_WORSE, Band, Item, Range, Score

CONVENTIONAL = {0: (90, 100), 1: (70, 80), 2: (50, 60), 3: (30, 40), 4: (10, 20), 5: (0, 0)}
"""ECOG → the lowest and highest Karnofsky value, as commonly used."""

MA_2010 = {0: (100, 100), 1: (80, 90), 2: (60, 70), 3: (40, 50), 4: (10, 30), 5: (0, 0)}
"""ECOG → the lowest and highest Karnofsky value after 1,385 patients; doi:10.1016/j.ejca.2010.06.126."""

_MA = "Ma C et al. Eur J Cancer 2010;46(18):3175-3183. doi:10.1016/j.ejca.2010.06.126, PMID 20674334"


def kps_of_ecog() -> dict[int, tuple[int, int]]:
    """Return ECOG → the lowest and highest Karnofsky value that either conversion allows.

    >>> kps_of_ecog()[1]
    (70, 90)
    """
    return {
        ecog: (min(low, MA_2010[ecog][0]), max(high, MA_2010[ecog][1]))
        for ecog, (low, high) in CONVENTIONAL.items()
    }


def ecog_of_kps() -> dict[int, tuple[int, int]]:
    """Return Karnofsky value → the lowest and highest ECOG that either conversion allows.

    >>> ecog_of_kps()[50]
    (2, 3)
    """
    allowed = {
        kps: [
            e for table in (CONVENTIONAL, MA_2010) for e, (low, high) in table.items() if low <= kps <= high
        ]
        for kps in range(0, 101, 10)
    }
    return {kps: (min(grades), max(grades)) for kps, grades in allowed.items()}


KPS = Score(
    key="kps",
    title="Karnofsky performance status",
    source=f"Karnofsky DA, Burchenal JH 1949 (recalled); conversions: {_MA}",
    direction=HIGHER_IS_BETTER,
    certainty="C",
    graded=True,
    items=(
        Item(
            "kps",
            {Range(value, value): value for value in range(0, 101, 10)},
            undefined="values between the decades are no Karnofsky values",
        ),
    ),
    bands=(
        Band(0, 0, "dead"),
        Band(10, 10, "moribund"),
        Band(20, 20, "very sick"),
        Band(30, 30, "severely disabled"),
        Band(40, 40, "disabled"),
        Band(50, 50, "requires considerable assistance and frequent medical care"),
        Band(60, 60, "requires occasional assistance"),
        Band(70, 70, "cares for self, unable to carry on normal activity"),
        Band(80, 80, "normal activity with effort"),
        Band(90, 90, "normal activity, minor signs or symptoms"),
        Band(100, 100, "normal"),
    ),
)

ECOG = Score(
    key="ecog",
    title="ECOG performance status",
    source=f"Oken MM et al. Am J Clin Oncol 1982;5(6):649-655 (recalled); conversions: {_MA}",
    direction=HIGHER_IS_WORSE,
    certainty="C",
    graded=True,
    items=(Item("ecog", {Range(grade, grade): grade for grade in range(6)}),),
    bands=(
        Band(0, 0, "fully active"),
        Band(1, 1, "restricted in strenuous activity"),
        Band(2, 2, "ambulatory, no work, up more than half of waking hours"),
        Band(3, 3, "limited self-care, in bed or chair more than half of waking hours"),
        Band(4, 4, "completely disabled"),
        Band(5, 5, "dead"),
    ),
)

SCORES = (KPS, ECOG)
