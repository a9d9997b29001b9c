"""Events by their cause: which kind each becomes, what is missing, what `survival --cause` says of them."""

import json
from pathlib import Path

import narwhals as nw
import pandas as pd
import polars as pl
import pytest
from click.testing import CliRunner

from analysis.cli import main
from analysis.cohort import ROW, Cohort, Source
from analysis.dictionary import Variable, load_dictionary
from analysis.errors import DataError
from analysis.survival.competing import incidence_at, one_event
from analysis.survival.event_table import count_observed, event_table
from analysis.survival.outcome import EVENT_COLUMN, observe
from analysis.tables.survival import incidence_table

DIED = ["yes", "yes", "no", "yes", "yes", "no", "yes", "yes"]
CAUSES = ["neurological", "systemic", None, None, "systemic", "neurological", "unknown", "both"]
REGISTRY = """Patient No;Sex;Follow-up time (months);Died;Cause of death
P1;M;1;yes;neuro
P2;F;2;yes;systemic
P3;M;3;no;
P4;F;4;yes;
P5;M;5;yes;systemic
P6;F;6;no;neuro
P7;M;7;yes;neuro
P8;F;8;yes;both
"""


def cohort(engine: str = "pandas", **columns: list) -> Cohort:
    """Patients followed for 1, 2, … months, and the columns given, known to the dictionary or not."""
    n = len(next(iter(columns.values())))
    columns = {"follow_up_time": [float(month) for month in range(1, n + 1)], **columns}
    dictionary = load_dictionary()
    unknown = [
        Variable(name, "text" if isinstance(values[0], str) else "number", {})
        for name, values in columns.items()
        if name not in dictionary
    ]
    frame = pd.DataFrame({ROW: range(2, n + 2), **columns})
    for name in columns:
        if name in dictionary and dictionary[name].levels:
            frame[name] = pd.Categorical(frame[name], [*dictionary[name].level_keys, *"012"])
    if engine != "pandas":
        frame = pl.from_pandas(frame.astype(dict.fromkeys(frame.select_dtypes("category"), object)))
    frame = frame.lazy() if engine == "lazy" else frame
    source = Source("registry.csv", "", "registry", columns={name: name for name in columns})
    return Cohort(frame, dictionary.with_variables(tuple(unknown)), source)


def kinds(observed) -> list[int]:
    kept = nw.from_native(observed.cohort.kept()).lazy().collect()
    return [int(kind) for kind in kept[EVENT_COLUMN]]


@pytest.fixture
def run(tmp_path):
    """Run `survival` on a file of the text given."""

    def invoke(text: str, *words: str):
        path = tmp_path / "registry.csv"
        path.write_text(text, encoding="utf-8")
        return CliRunner().invoke(main, ["survival", str(path), *words])

    return invoke


@pytest.mark.parametrize("engine", ["pandas", "polars", "lazy"])
def test_a_cause_is_the_place_of_its_level_in_the_dictionary(engine):
    """neurological 1, systemic 2, both 3, unknown 5; missing counts as unknown, and that is said."""
    observed = observe(cohort(engine, died=DIED, cause_of_death=CAUSES), cause="cause_of_death")
    assert kinds(observed) == [1, 2, 0, 5, 2, 0, 5, 3]
    assert observed.causes == {1: "neurological", 2: "systemic", 3: "both", 5: "unknown"}
    assert observed.notes[-2:] == (
        "cause_of_death is missing in 1 of 6 events, whose cause counts as unknown.",
        "cause_of_death is given for 1 patients without the event, and not used for them.",
    )
    assert kinds(observed.of_any_cause()) == [1, 1, 0, 1, 1, 0, 1, 1]


def test_without_a_cause_events_are_not_told_apart():
    """The event table of every cause is that of the deaths."""
    registry = cohort(died=DIED, cause_of_death=CAUSES)
    plain, told = event_table(registry), event_table(registry, cause="cause_of_death")
    assert observe(registry).causes == {}
    assert told.counts["kind"].tolist() == [1, 2, 0, 5, 2, 0, 5, 3]
    pd.testing.assert_frame_equal(one_event(told).counts, plain.counts)
    assert told.excluded == plain.excluded == {}


def test_deaths_by_dates_have_causes_too():
    """The time is counted from the origin, whoever died of what."""
    dates = {"diagnosis_date": [0, 0, 0], "death_date": [10, 20, None], "last_follow_up_date": [10, 20, 30]}
    registry = cohort(died=["yes", "yes", "no"], cause_of_death=["systemic", "neurological", None], **dates)
    told = event_table(registry, origin="diagnosis_date", cause="cause_of_death")
    assert told.counts["kind"].tolist() == [2, 1, 0]
    assert (told.counts["time"] / told.ticks_per_unit).tolist() == [10, 20, 30]
    coded = cohort(died=["2", None, "0"], **dates)
    assert kinds(observe(coded, cause="died")) == [2, 13, 0]


@pytest.mark.parametrize("engine", ["pandas", "polars"])
@pytest.mark.parametrize("values", [[1.0, 2.0, 0.0, None, 2.0], ["1", "2", "0", None, "2"]])
def test_a_column_of_0_1_and_2_is_event_and_cause_at_once(values, engine):
    """Each number is its own kind; a missing one is no outcome."""
    observed = observe(cohort(engine, status=values), event="status", cause="status")
    assert kinds(observed) == [1, 2, 0, 2]
    assert (observed.causes, observed.notes[1:]) == ({1: "1", 2: "2"}, ())
    assert observed.steps[0].removed == 1


def test_codes_of_died_that_have_no_label_are_causes_where_that_is_asked():
    """A heading such as status is read as died, whose 2 has no meaning but as a cause."""
    registry = cohort(died=["1", "2", "0", "2"])
    assert kinds(observe(registry, cause="died")) == [1, 2, 0, 2]
    with pytest.raises(DataError, match=r"holds 2: 0/1, yes/no.*or --cause too if these are causes"):
        observe(registry)


def test_texts_that_the_dictionary_lacks_are_sorted():
    """With a missing one among the dead as kind 13; what is no for died is no event of such a column."""
    died = ["yes", "yes", "yes", "no"]
    observed = observe(cohort(died=died, why=["sepsis", "brain", None, "alive"]), cause="why")
    assert (kinds(observed), observed.causes) == ([2, 1, 13, 0], {1: "brain", 2: "sepsis", 13: "unknown"})
    assert len([note for note in observed.notes if "why" in note]) == 1
    ends = observe(cohort(end=["relapse", "death", "no"]), event="end", cause="end")
    assert (kinds(ends), ends.causes) == ([2, 1, 0], {1: "death", 2: "relapse"})


def test_two_sites_causes_add():
    """A site without a neurological death has the same kinds as one with."""
    sites = [cohort(died=["yes"], cause_of_death=[cause]) for cause in ("neurological", "systemic")]
    first, second = (event_table(site, cause="cause_of_death") for site in sites)
    assert (first + second).counts[["kind", "n"]].values.tolist() == [[1, 1], [2, 1]]


@pytest.mark.parametrize(
    ("causes", "message"),
    [
        ([None, None], "gives a cause for none of the 2 events, since 'why' is empty"),
        ([0.0, 1.0], "holds 0 for an event: a cause is a whole number from 1 to 12"),
        ([1.0, 1.5], "holds 1.5 for an event"),
        ([1.0, 13.0], "holds 13 for an event"),
        (["-", "2"], None),
    ],
)
def test_causes_that_can_not_be_told_apart_are_refused(causes, message):
    """All missing, and numbers that are no kinds; a text beside a number is a text."""
    registry = cohort(died=["yes", "yes"], why=causes)
    if message is None:
        assert observe(registry, cause="why").causes == {1: "-", 2: "2"}
        return
    with pytest.raises(DataError, match=message):
        observe(registry, cause="why")


def test_more_causes_than_kinds_are_refused():
    """13 texts, and a column that isn't there."""
    many = cohort(died=["yes"] * 13, why=[f"cause {n}" for n in range(13)])
    with pytest.raises(DataError, match="holds 13 causes, and up to 12"):
        observe(many, cause="why")
    with pytest.raises(DataError, match="no column 'reason'"):
        observe(many, cause="reason")


def test_survival_by_cause_keeps_death_of_any_cause(run):
    """Medians and log-rank tests are those without --cause; incidence and Gray's tests are added."""
    words = ("--by", "sex", "--at", "4,8", "--json")
    told = run(REGISTRY, "--cause", "cause_of_death", *words)
    assert told.exit_code == 0, told.output
    with_cause, without = json.loads(told.stdout), json.loads(run(REGISTRY, *words).stdout)
    assert (without["incidence"], len(with_cause["incidence"])) == ([], 3 * 4 * 2)
    for key in ("medians", "landmarks", "rmst", "cox"):
        assert with_cause[key] == without[key], key
    first = with_cause["incidence"][1]
    assert (first["group"], first["cause"], first["time"], first["n_risk"], first["n_event"]) == (
        "all",
        "neurological",
        8,
        1,
        2,
    )
    assert first["estimate"] == pytest.approx(1 / 8 + 7 / 8 * 6 / 7 * 4 / 5 * 3 / 4 * 1 / 2)
    gray = [test for test in with_cause["tests"] if test["test"] == "Gray"]
    assert [test["cause"] for test in gray] == ["neurological", "systemic", "unknown"]
    assert with_cause["tests"][: len(without["tests"])] == without["tests"]
    assert any(line.startswith("both: The Gray test is not given") for line in with_cause["not_tested"])


def test_a_public_registry_of_0_1_and_2_gives_the_tests_of_cuminc():
    """pbc by treatment, transplanted 1 and dead 2, from the file to the numbers of competing.R."""
    reference = Path(__file__).parent / "reference"
    words = ["--time", "time", "--event", "status", "--cause", "status", "--by", "trt", "--json"]
    done = CliRunner().invoke(main, ["survival", str(reference / "datasets" / "pbc.csv"), *words])
    assert done.exit_code == 0, done.output
    r = pd.read_csv(reference / "competing_tests.csv", float_precision="round_trip")
    r = r[(r["case"] == "pbc-trt") & (r["rho"] == 0) & ~r["stratified"]]
    gray = [test for test in json.loads(done.stdout)["tests"] if test["test"] == "Gray"]
    assert [test["cause"] for test in gray] == ["1", "2"]
    assert [test["statistic"] for test in gray] == pytest.approx(r["statistic"].tolist(), rel=1e-8)


def test_incidence_is_given_at_3_6_12_and_24_months_unless_asked(run):
    """In the unit of the times: days here, of 30.4375 a month; a heading serves as a variable's name."""
    days = REGISTRY.replace("(months)", "(days)")
    found = json.loads(run(days, "--cause", "Cause of death", "--json").stdout)
    assert [row["time"] for row in found["incidence"][:4]] == [91.3125, 182.625, 365.25, 730.5]


@pytest.mark.parametrize(
    ("lang", "words"), [("en", "Neurological"), ("tr", "Nörolojik"), ("zh", "神经系统"), ("tr", "Bilinmiyor")]
)
def test_survival_by_cause_is_printed_in_each_language(run, lang, words):
    """The causes by the dictionary's labels, the variance named, and who is counted as unknown."""
    printed = run(REGISTRY, "--cause", "cause_of_death", "--by", "sex", "--lang", lang)
    assert printed.exit_code == 0, printed.output
    assert words in printed.stdout
    assert "greenwood" in printed.stdout
    assert "missing in 1 of 6 events" in printed.stdout


def test_nobody_with_an_event_has_no_incidence(run):
    """A sentence instead of a table; everything else is given."""
    alive = REGISTRY.replace("yes", "no")
    printed = run(alive, "--cause", "cause_of_death")
    assert printed.exit_code == 0, printed.output
    assert "The cumulative incidence is not given: no patient had an event" in printed.stdout


def test_the_table_says_what_can_not_be_estimated():
    """After follow-up ended, and no limits where the incidence is 0."""
    table = event_table(cohort(died=DIED[:3], cause_of_death=CAUSES[:3]), cause="cause_of_death")
    frame = incidence_at(table, [0, 9], causes={2: "systemic"}).frame
    printed = incidence_table(frame, unit="days", variance="greenwood", conf_type="log-log")
    assert printed.rows[0].cells == ("All patients", "systemic", "0", "3", "0", "0.000", "0.000", "–")
    assert printed.rows[1].cells[3:6] == ("0", "1", "not estimable")


def test_groups_are_counted_by_cause_from_what_was_observed():
    """count_observed keeps the kinds, whatever the strata."""
    observed = observe(
        cohort(died=DIED, cause_of_death=CAUSES, sex=["male", "female"] * 4), cause="cause_of_death"
    )
    table = count_observed(observed, ["sex"])
    assert table.groups == ("female", "male")
    assert sorted(set(table.counts["kind"])) == [0, 1, 2, 3, 5]
