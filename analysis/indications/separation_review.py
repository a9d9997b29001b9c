"""Who is to be operated on in the Turkish review of separation surgery (seeds/000)."""

from analysis.indications.consensus_scores import STABILISING
from analysis.indications.definition import Condition, Rule, named, reads
from analysis.indications.shared_conditions import REVIEW, SINS_NOT_ASSESSABLE
from analysis.indications.treatments import NO_OPERATION, OPERATIONS, surgery
from analysis.scores.definition import Item, Range

_ANY_SURGERY = (surgery(*OPERATIONS),)


def _rule(
    key: str,
    lines: str,
    quote: str,
    name: tuple[str, str, str],
    item: Item,
    given: tuple[Item, ...],
    *,
    unless: tuple[Condition, ...] = (),
    reading: str = "",
) -> Rule:
    """Return a rule of one condition, whose name it bears."""
    condition = Condition(key.removeprefix("surgery_by_"), lines, quote, named(*name), (item,))
    return Rule(
        key,
        REVIEW,
        lines,
        named(f"Surgery: {name[0]}", f"Cerrahi: {name[1]}", f"手术：{name[2]}"),
        conditions=(condition,),
        unless=unless,
        given=given,
        reading=reading,
    )


BY_KPS = _rule(
    "surgery_by_kps",
    "135-136",
    "Karnofsky Performans Skalası ≥70 olan hastalar cerrahiye adaydır",
    ("Karnofsky 70 or more", "Karnofsky en az 70", "Karnofsky≥70"),
    reads("kps", holds=(Range(70, 100),), fails=(Range(0, 60),)),
    _ANY_SURGERY,
)
BY_ASIA = _rule(
    "surgery_by_asia",
    "138-139",
    "ASIA skoru (Tablo II) C ve üzeri olan hastalarda cerrahi düşünülür",
    ("ASIA C or better", "ASIA C ve üzeri", "ASIA C级及以上"),
    reads("asia_grade", holds=("C", "D", "E"), fails=("A", "B")),
    _ANY_SURGERY,
)
BY_SINS = _rule(
    "surgery_by_sins",
    "144-145",
    "≥7 olan hastalarda cerrahi müdahale gereklidir",
    ("SINS 7 or more", "SINS en az 7", "SINS≥7"),
    reads("sins_2010", holds=(Range(7, 18),), fails=(Range(0, 6),)),
    (surgery(*STABILISING),),
    unless=(SINS_NOT_ASSESSABLE,),
    reading="the table (lines 333-337) asks for discussion at 7-12; SINS is the published one",
)
BY_SINS_13 = _rule(
    "surgery_by_sins_13",
    "339",
    "Cerrahi stabilizasyon genellikle gereklidir",
    ("SINS 13 or more", "SINS en az 13", "SINS≥13"),
    reads("sins_2010", holds=(Range(13, 18),), fails=(Range(0, 12),)),
    (surgery(*STABILISING),),
    unless=(SINS_NOT_ASSESSABLE,),
)
EN_BLOC_BY_TOMITA = _rule(
    "surgery_by_tomita_2_to_3",
    "217-218",
    "Radikal cerrahi (en-blok rezeksiyon) düşünülmelidir",
    ("en bloc, Tomita 2-3", "en blok, Tomita 2-3", "整块切除，Tomita 2~3分"),
    reads("tomita_2001", holds=(Range(2, 3),), fails=(Range(4, 10),)),
    (surgery("en_bloc"),),
)
PALLIATION_BY_TOMITA = _rule(
    "surgery_by_tomita_4_to_5",
    "220-221",
    "Palyatif cerrahi (kısmi tümör rezeksiyonu) veya radyoterapi",
    (
        "palliative, or radiotherapy, Tomita 4-5",
        "palyatif veya radyoterapi, Tomita 4-5",
        "姑息性手术或放疗，Tomita 4~5分",
    ),
    reads("tomita_2001", holds=(Range(4, 5),), fails=(Range(2, 3), Range(6, 10))),
    (),
)
SUPPORT_BY_TOMITA = _rule(
    "surgery_by_tomita_over_6",
    "223-224",
    "Destekleyici tedavi (analjezi, radyoterapi) ön plandadır. Cerrahi genellikle endike değildir",
    ("none as a rule, Tomita over 6", "genellikle yok, Tomita 6'dan büyük", "通常不手术，Tomita>6分"),
    reads("tomita_2001", holds=(Range(7, 10),), fails=(Range(2, 6),)),
    (surgery(*NO_OPERATION),),
    reading="printed as > 6, so that 6 stands in no band",
)

RULES = (
    BY_KPS,
    BY_ASIA,
    BY_SINS,
    BY_SINS_13,
    EN_BLOC_BY_TOMITA,
    PALLIATION_BY_TOMITA,
    SUPPORT_BY_TOMITA,
)
