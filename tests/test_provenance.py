"""Provenance: what it tells, and what it must not tell."""

import json
import platform
from importlib.metadata import version
from pathlib import Path

import pytest

from analysis.cohort import Source
from analysis.dictionary import Dictionary
from analysis.report.provenance import LIBRARIES, to_json, to_table, trace

DICTIONARY = Dictionary({}, sha256="d" * 64)


def source(name: str = "cohort.csv", **more: object) -> Source:
    return Source(name=name, sha256="a" * 64, sheet="cohort", **more)


def test_it_names_input_dictionary_versions_and_options():
    """Everything that a second run needs, in the order in which it is written."""
    found = trace(
        [source(encoding="cp1254", delimiter=";", decimal_mark=",", date_orders={"Tanı": "dmy"}, rows=78)],
        dictionary=DICTIONARY,
        options={"rule": "spss", "days_per_month": 30.4375, "times": (90, 180), "seed": None},
    )
    content = json.loads(to_json(found))
    assert content["inputs"] == [
        {
            "name": "cohort.csv",
            "sha256": "a" * 64,
            "sheet": "cohort",
            "encoding": "cp1254",
            "delimiter": ";",
            "decimal_mark": ",",
            "date_orders": {"Tanı": "dmy"},
            "records": 78,
        }
    ]
    assert content["dictionary"] == {"sha256": "d" * 64}
    assert content["options"] == {"rule": "spss", "days_per_month": "30.4375", "times": "90, 180"}
    assert content["software"]["Python"] == platform.python_version()
    assert list(content["software"])[2:] == list(LIBRARIES)
    assert all(content["software"][library] == version(library) for library in LIBRARIES)


@pytest.mark.parametrize("name", ["/home/ayşe/cohort.csv", r"C:\Users\ayşe\cohort.csv", "cohort.csv"])
def test_it_tells_no_path(name):
    """A file is known by its name and its digest, wherever it lay."""
    options = {"dictionary": Path("/home/ayşe/more.csv")}
    content = to_json(trace([source(name)], dictionary=DICTIONARY, options=options)).decode()
    assert "ayşe" not in content
    assert json.loads(content)["inputs"][0]["name"] == "cohort.csv"
    assert json.loads(content)["options"] == {"dictionary": "more.csv"}


@pytest.mark.parametrize(("lang", "first"), [("en", "Software"), ("tr", "Yazılım"), ("zh", "软件")])
def test_it_is_a_table_in_the_language_of_the_report(lang, first):
    """Headings are translated; what is unknown of a file has no line."""
    table = to_table(trace([source()], dictionary=DICTIONARY, options={}), lang)
    assert table.rows[0].cells[0] == first
    assert "" not in [row.cells[1] for row in table.rows if not row.heading]


def test_two_inputs_are_both_named():
    """Each file has its own lines, under its own name."""
    found = trace([source("a.csv"), source("b.csv")], dictionary=DICTIONARY, options={})
    assert [row.cells[1] for row in to_table(found, "en").rows if row.cells[0] == "Input file"] == [
        "a.csv",
        "b.csv",
    ]


def test_the_same_input_gives_the_same_bytes():
    """No time of the run is in it."""
    first, second = (to_json(trace([source()], dictionary=DICTIONARY, options={"a": 1})) for _ in range(2))
    assert first == second
