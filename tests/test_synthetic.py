"""The synthetic registry: labelled, repeatable, consistent in every row, and drawn from what it says."""

import os
import subprocess
import sys
from itertools import chain, pairwise
from math import log, sqrt

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner

from analysis.cli import main
from analysis.dictionary import load_dictionary
from analysis.errors import DataError, DefinitionError
from analysis.loaders.read import read
from analysis.synthetic import registry as registry_module
from analysis.synthetic.parameters import Item
from analysis.synthetic.registry import NEVER_MISSING, simulate, simulate_blocks
from analysis.synthetic.write import write_registry

SPINE = [f"{region}{k}" for region, last in (("C", 7), ("T", 12), ("L", 5)) for k in range(1, last + 1)]
NOTE = "synthetic, not real patients"
N = 40_000


@pytest.fixture(scope="module")
def whole():
    """Forty thousand patients without a missing cell."""
    return simulate(N, 11, missing=0)


@pytest.fixture(scope="module")
def few():
    """Three thousand, likewise, for what Python goes through row by row."""
    return simulate(3000, 12, missing=0)


def share(flags) -> float:
    return float(np.mean(flags))


def within(probability: float, n: int) -> float:
    """Return four standard errors of a share."""
    return 4 * sqrt(probability * (1 - probability) / n)


# Label and repeatability ---------------------------------------------------------------------------------


def test_every_row_says_that_it_is_synthetic(tmp_path):
    """In the first column of both files; the names of the files say it as well."""
    files = tmp_path / "synthetic.csv", tmp_path / "lesions_SYNTHETIC.csv"
    write_registry(300, 1, files[0], lesions=files[1])
    for file in files:
        frame = pd.read_csv(file)
        assert frame.columns[0] == "cohort_note"
        assert set(frame["cohort_note"]) == {NOTE}
    assert len(pd.read_csv(files[0])) == 300


@pytest.mark.parametrize("name", ["registry.csv", "synthetic.xlsx", "synthetic", "synthetic/registry.csv"])
def test_a_name_that_does_not_say_so_is_refused(tmp_path, name):
    """The word must stand in the file's own name, the ending be .csv; nothing is written."""
    with pytest.raises(DataError, match='needs the word "synthetic"'):
        write_registry(5, 1, tmp_path / name)
    with pytest.raises(DataError, match='needs the word "synthetic"'):
        write_registry(5, 1, tmp_path / "synthetic.csv", lesions=tmp_path / name)
    assert not list(tmp_path.iterdir())


def test_one_file_cannot_hold_both(tmp_path):
    """Patients and lesions need a file each."""
    with pytest.raises(DataError, match="give two files"):
        write_registry(5, 1, tmp_path / "synthetic.csv", lesions=tmp_path / "x" / ".." / "synthetic.csv")


def test_what_cannot_be_written_leaves_nothing(tmp_path, monkeypatch):
    """A failure halfway keeps the earlier file and leaves no other."""
    file = tmp_path / "synthetic.csv"
    file.write_text("earlier")
    blocks = simulate_blocks(5, 1)

    def half(*_, **__):
        yield next(blocks)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("analysis.synthetic.write.simulate_blocks", half)
    with pytest.raises(DataError, match="No space left"):
        write_registry(5, 1, file)
    assert [path.name for path in tmp_path.iterdir()] == ["synthetic.csv"]
    assert file.read_text() == "earlier"


def test_the_same_seed_gives_the_same_bytes(tmp_path):
    """In another process too, whatever the order of its sets; another seed gives others."""
    for name, seed, hashes in (("a", 5, "1"), ("b", 5, "2"), ("c", 6, "1")):
        code = (
            "from analysis.synthetic.write import write_registry;"
            f"write_registry(400, {seed}, 'synthetic_{name}.csv', lesions='synthetic_{name}_lesions.csv')"
        )
        folders = os.pathsep.join(filter(None, sys.path))
        environment = os.environ | {"PYTHONHASHSEED": hashes, "PYTHONPATH": folders}
        subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=environment, check=True)
    for kind in ("", "_lesions"):
        a, b, c = ((tmp_path / f"synthetic_{name}{kind}.csv").read_bytes() for name in "abc")
        assert a == b != c


def test_a_larger_registry_begins_with_the_smaller(monkeypatch):
    """Also where several blocks make it; and no two blocks or patients are alike."""
    monkeypatch.setattr(registry_module, "BLOCK", 40)
    small, large = simulate(60, 3), simulate(130, 3)
    pd.testing.assert_frame_equal(small.patients, large.patients.head(60))
    pd.testing.assert_frame_equal(small.lesions, large.lesions.head(len(small.lesions)))
    assert large.patients["patient_id"].is_unique
    assert set(large.lesions["patient_id"]) == set(large.patients["patient_id"])
    assert large.patients["crp_mg_dl"].head(40).tolist() != large.patients["crp_mg_dl"][40:80].tolist()


@pytest.mark.parametrize("size", [1, 39, 40, 41, 80, 81])
def test_any_size_is_drawn(monkeypatch, size):
    """Below, at and above the size of a block."""
    monkeypatch.setattr(registry_module, "BLOCK", 40)
    drawn = simulate(size, 0)
    assert len(drawn.patients) == size
    assert drawn.lesions["patient_id"].nunique() == size


@pytest.mark.parametrize(
    ("n", "seed", "missing"), [(0, 1, 0), (-5, 1, 0), (5, -1, 0), (5, 1, 1), (5, 1, -0.1)]
)
def test_impossible_numbers_are_refused(n, seed, missing):
    """The message says what is allowed."""
    with pytest.raises(DataError, match="at least 1 patient, a seed from 0 on"):
        simulate(n, seed, missing=missing)


# The loader reads it -------------------------------------------------------------------------------------


def test_the_loader_finds_nothing_wrong(tmp_path):
    """No problem of any kind, every column known by its name, and the lesions belong to the patients."""
    patients, lesions = tmp_path / "synthetic.csv", tmp_path / "synthetic_lesions.csv"
    write_registry(2000, 4, patients, lesions=lesions)
    cohort = read(patients, dictionary=load_dictionary(), lesions=lesions)
    assert cohort.problems.count() == 0, cohort.problems.counts
    assert all(heading == variable for heading, variable in cohort.source.columns.items())
    assert len(cohort.frame) == 2000
    assert set(cohort.lesions["patient_id"]) == set(cohort.frame["patient_id"])


def test_what_is_read_is_what_was_drawn(tmp_path):
    """Numbers, levels, dates and missing cells, of every column."""
    drawn = simulate(500, 4).patients
    write_registry(500, 4, tmp_path / "synthetic.csv")
    frame = read(tmp_path / "synthetic.csv", dictionary=load_dictionary()).frame
    for name in drawn:
        expected = drawn[name]
        if name.endswith("_date"):
            expected = (expected - pd.Timestamp(0)).dt.days
        known = expected.notna()
        assert (frame[name].notna() == known).all(), name
        assert frame[name][known].tolist() == expected[known].tolist(), name


def test_columns_and_levels_are_the_dictionarys():
    """Every column but the note is a variable of it, and every level one of the variable's."""
    dictionary, drawn = load_dictionary(), simulate(200, 1)
    for frame in (drawn.patients, drawn.lesions):
        for name in frame.columns[1:]:
            keys = dictionary[name].level_keys
            if dictionary[name].kind in ("flag", "level"):
                assert set(frame[name].dropna()) <= set(keys), name


# What was promised of the shares -------------------------------------------------------------------------


@pytest.mark.parametrize(("organ", "printed"), [("lung", 0.31), ("breast", 0.24), ("prostate", 0.16)])
def test_primaries_have_the_shares_the_seed_prints(whole, organ, printed):
    """Within four standard errors of 40,000 patients."""
    found = share(whole.patients["primary_site"].astype(str).str.startswith(organ))
    assert found == pytest.approx(printed, abs=within(printed, N))


def test_every_primary_that_is_scored_occurs(whole):
    """All 46 of the map but primary tumours of the nervous system."""
    assert whole.patients["primary_site"].nunique() == 45


@pytest.mark.parametrize(("region", "printed"), [("T", 0.70), ("L", 0.20), ("C", 0.10)])
def test_regions_have_the_shares_the_seed_prints(whole, region, printed):
    """Of all lesions, by the upper vertebra."""
    found = share(whole.lesions["vertebral_levels"].astype(str).str[0] == region)
    assert found == pytest.approx(printed, abs=within(printed, N))


def tokuhashi_2005(row) -> int:
    """Add up the printed table, line by line."""
    general = 0 if row.kps <= 40 else 1 if row.kps <= 70 else 2
    extraspinal = {0: 2, 1: 1, 2: 1}.get(row.extraspinal_bone_metastases, 0)
    vertebrae = {1: 2, 2: 1}.get(row.vertebral_metastases, 0)
    organs = {"unremovable": 0, "removable": 1, "none": 2}[row.organ_metastasis]
    palsy = {"A": 0, "B": 0, "C": 1, "D": 1, "E": 2}[row.frankel_grade]
    named = {
        0: "lung_nsclc lung_sclc osteosarcoma stomach bladder oesophagus pancreas",
        1: "hcc gallbladder bile_duct unknown_primary",
        3: "kidney_rcc endometrium cervix",
        4: "rectum rectosigmoid",
        5: "thyroid breast_hr_pos breast_hr_neg breast_unknown prostate_hs prostate_cr carcinoid",
    }
    primary = next((points for points, keys in named.items() if row.primary_site in keys.split()), 2)
    return general + extraspinal + vertebrae + organs + palsy + primary


def test_bands_of_tokuhashi_have_the_medians_of_zeng_2007(whole):
    """4, 10 and 29 months: ln 2 by deaths per person-time, in 40,000 patients known to about 2%."""
    patients = whole.patients
    totals = np.array([tokuhashi_2005(row) for row in patients.itertuples()])
    days = (patients["last_follow_up_date"] - patients["treatment_start_date"]).dt.days
    died = patients["died"] == "yes"
    for low, high, months in ((0, 8, 4), (9, 11, 10), (12, 15, 29)):
        band = (totals >= low) & (totals <= high)
        deaths = died[band].sum()
        assert deaths > 3000
        # Days are rounded up, half a day on average.
        median = log(2) * (days[band].sum() - deaths / 2) / deaths / 30.4375
        assert median == pytest.approx(months, rel=4 / sqrt(deaths))


def test_age_is_that_of_the_seed(whole):
    """Mean 55.4 and SD 12.0, but for the ends that are cut."""
    age = whole.patients["age_years"].astype(float)
    assert age.mean() == pytest.approx(55.4, abs=0.3)
    assert age.std() == pytest.approx(12.0, abs=0.3)
    assert (age.min(), age.max()) == (18, 90)


def test_items_hang_together(whole):
    """Who is worse in one is worse in others, and lung cancers have visceral metastases more often."""
    patients = whole.patients
    worse = pd.DataFrame(
        {
            "kps": -patients["kps"].astype(float),
            "frankel": -patients["frankel_grade"]
            .map(dict(zip("ABCDE", range(5), strict=True)))
            .astype(float),
            "visceral": patients["visceral_metastasis"].cat.codes,
            "albumin": -patients["albumin_g_dl"],
            "crp": patients["crp_mg_dl"],
            "vertebrae": patients["vertebral_metastases"].astype(float),
            "escc": patients["escc_grade"].cat.codes,
        }
    )
    correlation = worse.corr("spearman").to_numpy()
    assert (correlation[np.triu_indices(7, 1)] > 0.1).all()
    none = patients["visceral_metastasis"] == "none"
    lung = patients["primary_site"].astype(str).str.startswith("lung")
    prostate = patients["primary_site"].astype(str).str.startswith("prostate")
    assert share(none[lung]) == pytest.approx(0.45, abs=0.02)
    assert share(none[prostate]) == pytest.approx(0.65, abs=0.03)


# What must hold in every row -----------------------------------------------------------------------------


def test_general_condition_and_palsy_fit(whole):
    """ECOG is Karnofsky by the conventional table, ASIA is Frankel's letter, walking needs both."""
    patients = whole.patients
    ecog = {100: 0, 90: 0, 80: 1, 70: 1, 60: 2, 50: 2, 40: 3, 30: 3, 20: 4, 10: 4}
    assert (patients["kps"].map(ecog) == patients["ecog"]).all()
    assert (patients["asia_grade"] == patients["frankel_grade"]).all()
    walking = patients[patients["ambulatory"] == "yes"]
    assert set(walking["frankel_grade"]) == {"D", "E"}
    assert walking["kps"].min() == 50


def test_metastases_fit(whole):
    """No organ metastasis without a visceral one or the reverse; one of the brain is among them."""
    patients = whole.patients
    none = patients["visceral_metastasis"] == "none"
    assert ((patients["organ_metastasis"] == "none") == none).all()
    assert not (none & (patients["brain_metastasis"] == "yes")).any()
    untreatable = patients["visceral_metastasis"] == "untreatable"
    assert set(patients["organ_metastasis"][untreatable]) == {"unremovable"}


def test_primary_fits_sex_and_receptors(whole):
    """Organs of one sex, and answers only where the question arises."""
    patients = whole.patients
    primary = patients["primary_site"].astype(str)
    assert set(patients["sex"][primary.isin(["prostate_hs", "seminoma"])]) == {"male"}
    assert set(patients["sex"][primary.isin(["ovary", "cervix", "endometrium"])]) == {"female"}
    assert set(primary[patients["hormone_receptor"].notna()]) == {"breast_hr_pos", "breast_hr_neg"}
    assert (primary[patients["hormone_receptor"] == "negative"] == "breast_hr_neg").all()
    assert (primary[patients["castration_resistant"] == "yes"] == "prostate_cr").all()
    assert set(primary[patients["targeted_therapy"].notna()]) == {"lung_nsclc"}


def test_dates_and_outcome_fit(whole):
    """Diagnosis, treatment, end; death ends follow-up, and the others were lost or seen at the end."""
    patients = whole.patients
    died, lost = patients["died"] == "yes", patients["lost_to_follow_up"] == "yes"
    start, end = patients["treatment_start_date"], patients["last_follow_up_date"]
    assert (patients["diagnosis_date"] <= start).all()
    assert (start < end).all()
    assert (patients["death_date"].notna() == died).all()
    assert (patients["death_date"] == end)[died].all()
    assert not (died & lost).any()
    assert (end[~died & ~lost] == pd.Timestamp("2024-12-31")).all()
    assert end.max() == pd.Timestamp("2024-12-31")
    assert min(share(died), share(lost), share(~died & ~lost)) > 0.03
    operated = patients["surgery_type"] != "none"
    assert (patients["surgery_date"].notna() == operated).all()
    assert (patients["embolisation"][~operated] == "no").all()


def places(levels: str) -> list[int]:
    return [SPINE.index(level) for level in levels.split("|")]


def location(levels: str) -> str:
    """Return SINS's location of the worst vertebra, by the ranges it prints."""
    junctional = {"C1", "C2", "C7", "T1", "T2", "T11", "T12", "L1", "L5"}
    mobile = {"C3", "C4", "C5", "C6", "L2", "L3", "L4"}
    held = set(levels.split("|"))
    return "junctional" if held & junctional else "mobile" if held & mobile else "semirigid"


def test_lesions_lie_apart_and_make_up_the_patient(few):
    """Runs of vertebrae that neither overlap nor touch; together they are the patient's list and count."""
    by_patient = few.lesions.groupby("patient_id", sort=False)["vertebral_levels"].agg(list)
    assert set(by_patient.map(len)) == {1, 2, 3, 4}
    for row in few.patients.itertuples():
        runs = sorted(places(levels) for levels in by_patient[row.patient_id])
        assert all(run == list(range(run[0], run[-1] + 1)) for run in runs)
        assert all(upper[-1] + 1 < lower[0] for upper, lower in pairwise(runs))
        together = list(chain(*runs))
        assert places(row.vertebral_levels) == together
        assert row.vertebral_metastases == len(together)


def test_location_is_that_of_the_worst_vertebra(few):
    """As SINS has it, of lesions within and across regions."""
    for row in few.lesions.itertuples():
        assert row.sins_location == location(row.vertebral_levels)


def test_tomita_types_and_fractures_fit(few):
    """7 of several lesions, 6 across vertebrae, 4 or 5 with the epidural space touched; a collapse is one."""
    several = few.lesions["patient_id"].duplicated(keep=False)
    for row, many in zip(few.lesions.itertuples(), several, strict=True):
        long, touched = "|" in row.vertebral_levels, row.escc_grade != "0"
        allowed = "7" if many else "6" if long else "45" if touched else "123"
        assert row.tomita_type in allowed
        assert (row.pathologic_fracture == "yes") == (row.sins_collapse in ("gt50", "lt50"))


WORST_LAST = {
    "sins_location": ["semirigid", "mobile", "junctional"],
    "sins_pain": ["none", "occasional", "mechanical"],
    "sins_lesion": ["blastic", "mixed", "lytic"],
    "sins_alignment": ["normal", "deformity", "subluxation"],
    "sins_collapse": ["none", "involved", "lt50", "gt50"],
    "sins_posterolateral": ["none", "unilateral", "bilateral"],
    "escc_grade": ["0", "1a", "1b", "1c", "2", "3"],
}


def test_the_first_lesion_is_the_worst_and_stands_in_the_patients_row(few):
    """In every item; the sum of SINS is then the patient's highest."""
    first = few.lesions.drop_duplicates("patient_id").reset_index(drop=True)
    for name, levels in WORST_LAST.items():
        assert (few.patients[name].astype(str) == first[name].astype(str)).all()
        rank = few.lesions[name].astype(str).map(levels.index)
        assert (rank <= rank.groupby(few.lesions["patient_id"]).transform("first")).all()


# Missing cells -------------------------------------------------------------------------------------------


def test_cells_are_missing_at_the_rate_asked_for():
    """In every column that may lack some; what is left is the same as without."""
    rate, n = 0.2, 20_000
    full, holed = simulate(n, 9, missing=0), simulate(n, 9, missing=rate)
    for name in full.lesions.columns.difference(NEVER_MISSING):
        blank = holed.lesions[name].isna()
        assert share(blank) == pytest.approx(rate, abs=within(rate, len(blank))), name
        assert (holed.lesions[name][~blank] == full.lesions[name][~blank]).all(), name
    for name in full.patients.columns.difference([*NEVER_MISSING, "primary_site"]):
        there = full.patients[name].notna()
        blank = holed.patients[name].isna() & there
        assert share(blank[there]) == pytest.approx(rate, abs=within(rate, there.sum())), name
        kept = there & ~blank
        assert (holed.patients[name][kept] == full.patients[name][kept]).all(), name
    for name in {*NEVER_MISSING} & {*full.patients}:
        pd.testing.assert_series_equal(holed.patients[name], full.patients[name])


def test_a_missing_primary_leaves_the_organ_where_it_is_known():
    """The set of an organ's keys, which holds the true one; others are blank."""
    full, holed = (
        simulate(20_000, 9, missing=rate).patients["primary_site"].astype(object) for rate in (0, 0.2)
    )
    changed = holed.isna() | (holed != full)
    assert share(changed) == pytest.approx(0.2, abs=within(0.2, 20_000))
    for true, left in zip(full[changed], holed[changed], strict=True):
        if true.startswith(("lung", "breast", "prostate")):
            assert true in left.split("|") and len(left.split("|")) > 1
        else:
            assert pd.isna(left)


# The command and the parameters --------------------------------------------------------------------------


def test_the_command_writes_what_the_function_does(tmp_path):
    """With the seed, the rate and the lesions asked for."""
    files = [tmp_path / name for name in ("synthetic.csv", "synthetic_lesions.csv")]
    options = ["-o", str(files[0]), "--lesions", str(files[1]), "--seed", "8", "--missing", "0.1"]
    run = CliRunner().invoke(main, ["simulate", "50", *options])
    assert run.exit_code == 0
    assert "50 synthetic patients, none of them real" in run.output
    other = [tmp_path / name for name in ("synthetic_2.csv", "synthetic_lesions_2.csv")]
    write_registry(50, 8, other[0], lesions=other[1], missing=0.1)
    for one, two in zip(files, other, strict=True):
        assert one.read_bytes() == two.read_bytes()


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["50", "-o", "registry.csv"], 1),
        (["50"], 2),
        (["0", "-o", "synthetic.csv"], 2),
        (["many", "-o", "synthetic.csv"], 2),
        (["5", "-o", "synthetic.csv", "--missing", "1"], 2),
        (["5", "-o", "synthetic.csv", "--seed", "-1"], 2),
    ],
)
def test_the_command_refuses(tmp_path, monkeypatch, arguments, code):
    """1 where the name won't do, 2 where the command is used wrongly; nothing is written."""
    monkeypatch.chdir(tmp_path)
    run = CliRunner().invoke(main, ["simulate", *arguments])
    assert run.exit_code == code
    assert "Traceback" not in run.output
    assert not list(tmp_path.iterdir())


def test_shares_that_are_none_cannot_be_defined():
    """They add up to 1, none is below 0, and a loading is a correlation."""
    for shares in ({"a": 0.5, "b": 0.6}, {"a": 1.5, "b": -0.5}):
        with pytest.raises(DefinitionError, match="add up"):
            Item("x", shares)
    with pytest.raises(DefinitionError, match="no correlation"):
        Item("x", {"a": 1.0}, loading=1.2)
