"""The command line: the contract of its JSON, its exit codes, its one-sentence refusals."""

import json

import pytest
from click.testing import CliRunner

from analysis.cli import VERBS, main

# Six patients, the textbook case of STATISTICS: times 1, 2, 2, 4, 6, 8, all dead; median 3 under R's rule.
SIX = "Hasta No;Cinsiyet;Yaş;Takip süresi (ay);Son durum\n" + "".join(
    f"H{row};{sex};{age};{time};Eksitus\n"
    for row, (sex, age, time) in enumerate(
        [("K", "61,5", 1), ("E", "58", 2), ("K", "41", 2), ("E", "62", 4), ("K", "70", 6), ("E", "55", 8)]
    )
)


@pytest.fixture
def run(tmp_path):
    """Run a command on the six patients; {file} stands for their CSV."""
    path = tmp_path / "kayıt.csv"
    path.write_bytes(SIX.encode("cp1254"))

    def invoke(*words):
        return CliRunner().invoke(main, [word.replace("{file}", str(path)) for word in words])

    return invoke


def payload(result):
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_every_verb_has_help(run):
    """`neuromets VERB --help` says what the verb does."""
    for verb in VERBS:
        assert run(verb, "--help").exit_code == 0


def test_check_json_says_what_was_read(run):
    """check --json holds rows, patients, encoding, sheet, columns, problems and steps."""
    read = payload(run("check", "{file}", "--json"))
    assert (read["rows"], read["patients"], read["encoding"], read["sheet"]) == (6, 6, "cp1254", "kayıt")
    assert read["columns"] == {
        "Hasta No": "patient_id",
        "Cinsiyet": "sex",
        "Yaş": "age_years",
        "Takip süresi (ay)": "follow_up_time",
        "Son durum": "died",
    }
    assert read["problems"] == []
    assert read["steps"][0] == {"reason": "records read", "left": 6, "removed": 0}


def test_check_says_what_a_reader_should_know_of_the_reading(run, tmp_path):
    """check prints each note on a line of its own, and --json holds them all."""
    path = tmp_path / "redcap.csv"
    path.write_text(
        "record_id,redcap_repeat_instrument,redcap_repeat_instance,kps\n1,,,80\n1,visit,1,60\n",
        encoding="utf-8",
    )
    notes = payload(run("check", str(path), "--json"))["notes"]
    assert notes[-1] == 'columns added for "visit": kps (visit)'
    assert set(notes) <= set(run("check", str(path)).stdout.splitlines())


def test_check_counts_the_patients_that_national_ids_tell_apart(run, tmp_path):
    """Three records of two national ids and one blank: three patients."""
    path = tmp_path / "national.csv"
    path.write_text("national_id,kps\n11,80\n22,60\n11,70\n,50\n", encoding="utf-8")
    read = payload(run("check", str(path), "--json"))
    assert (read["rows"], read["patients"]) == (4, 3)


def test_check_strict_fails_on_an_error(run, tmp_path):
    """check --strict exits 1 on a cell with an error, which check alone reports and exits 0."""
    path = tmp_path / "bad.csv"
    path.write_text("patient_id,sex\n1,female\n2,banana\n", encoding="utf-8")
    assert run("check", str(path)).exit_code == 0
    assert run("check", str(path), "--strict").exit_code == 1
    problem = payload(run("check", str(path), "--json"))["problems"][0]
    assert (problem["cell"], problem["rule"], problem["value"]) == ("bad!B3", "unknown_level", "banana")


@pytest.mark.parametrize(("rule", "median"), [("r", 3), ("spss", 2), ("stata", 2), ("sas", 3)])
def test_survival_json_gives_each_rules_median(run, rule, median):
    """Times 1, 2, 2, 4, 6, 8, all dead: the median is 3 for R and SAS, 2 for SPSS and Stata."""
    result = payload(run("survival", "{file}", "--rule", rule, "--at", "2,4", "--json"))
    overall = result["medians"][0]
    assert (overall["group"], overall["n"], overall["events"], overall["median"]) == ("all", 6, 6, median)
    assert (result["unit"], result["rule"]) == ("months", rule)
    assert [row["estimate"] for row in result["landmarks"]] == pytest.approx([1 / 2, 1 / 3], rel=1e-12)
    assert [row["n_risk"] for row in result["landmarks"]] == [5, 3]


def test_survival_by_group_puts_all_first_and_tests(run):
    """survival --by gives `all`, then each level, and the log-rank test."""
    result = payload(run("survival", "{file}", "--by", "sex", "--json"))
    assert [row["group"] for row in result["medians"]] == ["all", "female", "male"]
    assert "log-rank" in [test["test"] for test in result["tests"]]


def test_table_json_counts_and_states_denominators(run):
    """table --json: three of six are women, none missing."""
    rows = payload(run("table", "{file}", "--json"))["rows"]
    women = {row["statistic"]: row for row in rows if (row["variable"], row["level"]) == ("sex", "female")}
    assert (women["n"]["value"], women["percent"]["value"]) == (3, 50)
    assert (women["n"]["denominator"], women["n"]["missing"]) == (6, 0)


def test_survival_without_an_outcome_is_refused(run, tmp_path):
    """A sheet with no outcome: exit 1, one sentence, no traceback."""
    path = tmp_path / "ages.csv"
    path.write_text("patient_id,age_years\n1,50\n2,60\n", encoding="utf-8")
    result = run("survival", str(path))
    assert result.exit_code == 1
    assert "--time" in result.stderr
    assert "Traceback" not in result.stderr


def test_wrong_usage_exits_2(run):
    """An unknown verb or option is wrong usage."""
    assert run("prophesy").exit_code == 2
    assert run("check", "{file}", "--rule", "r").exit_code == 2
    assert run("survival", "{file}", "--rule", "excel").exit_code == 2


def test_a_missing_file_is_refused_in_one_sentence(run, tmp_path):
    """A file that isn't there: exit 1 and its name."""
    result = run("check", str(tmp_path / "nowhere.xlsx"))
    assert result.exit_code == 1
    assert "nowhere.xlsx" in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


def test_ambiguous_dates_are_refused_until_their_order_is_given(run, tmp_path):
    """Days and months that can't be told apart are refused; day first, they are 31 and 62 days."""
    path = tmp_path / "dates.csv"
    path.write_text(
        "Hasta No;Tanı tarihi;Ölüm tarihi;Son durum\n"
        "1;05.03.2016;05.04.2016;ex\n2;05.03.2016;06.05.2016;ex\n",
        encoding="utf-8",
    )
    refused = run("survival", str(path))
    assert refused.exit_code == 1
    assert "--date-order" in refused.stderr
    result = payload(run("survival", str(path), "--date-order", "dmy", "--rule", "spss", "--json"))
    assert result["medians"][0]["median"] == 31


def test_a_censoring_indicator_is_read_the_other_way_round(run, tmp_path):
    """CNSR 0 is the event: of 0, 1, 0 two patients had it."""
    path = tmp_path / "adam.csv"
    path.write_text("ID,AVAL,CNSR\n1,10,0\n2,12,1\n3,20,0\n", encoding="utf-8")
    result = payload(run("survival", str(path), "--time", "AVAL", "--event", "CNSR", "--json"))
    assert result["medians"][0]["events"] == 2


def test_all_holds_the_patients_without_a_group(run, tmp_path):
    """A patient whose group is missing is among all patients and in no group."""
    path = tmp_path / "arms.csv"
    path.write_text("ID,time,event,arm\n1,10,1,a\n2,12,1,b\n3,20,1,\n", encoding="utf-8")
    medians = payload(run("survival", str(path), "--by", "arm", "--json"))["medians"]
    assert [(row["group"], row["n"]) for row in medians] == [("all", 3), ("a", 1), ("b", 1)]


def test_a_result_says_how_many_cells_are_doubtful(run, tmp_path):
    """A table or a survival made of a file with errors says so, and where they are named."""
    path = tmp_path / "doubt.csv"
    path.write_text("patient_id,sex,time,event\n1,female,3,1\n2,banana,4,1\n", encoding="utf-8")
    for verb in ("table", "survival"):
        assert "1 errors, 0 warnings; `neuromets check` names them" in run(verb, str(path)).stdout
        assert "doubt" not in run(verb, "{file}").stdout


def test_dates_read_in_part_are_refused_though_a_follow_up_time_is_there(run, tmp_path):
    """Deaths dated beyond doubt and last visits not: by dates the living would be lost, so it asks."""
    path = tmp_path / "part.csv"
    path.write_text(
        "patient_id;diagnosis_date;death_date;last_follow_up_date;died;follow_up_time\n"
        "1;2016-03-05;2016-04-25;;yes;51\n2;2016-03-05;;05.06.2016;no;92\n",
        encoding="utf-8",
    )
    refused = run("survival", str(path))
    assert refused.exit_code == 1
    assert "last_follow_up_date" in refused.stderr and "--date-order" in refused.stderr
