"""Copy what the tests need of scores.yaml, the collection of definitions, into scores_lookup.json.

Run it with the path of scores.yaml: python tests/reference/scores_lookup.py ../shared/scores.yaml
"""

import json
import sys
from pathlib import Path
from typing import Any

import yaml

CLASSES = (
    "tomita_points",
    "tokuhashi2005_points",
    "tokuhashi1990_points",
    "katagiri2014_points",
    "bauer_favourable",
    "van_der_linden_points",
    "rades_category",
    "is_lung",
)


def system(content: dict[str, Any]) -> dict[str, Any]:
    """Return a system's points by item and level, and the ends of its bands."""
    points = {
        item["id"]: {str(level["id"]): level["points"] for level in item["levels"]}
        for item in content["items"]
    }
    bands = [[band["min"], band["max"]] for band in content["bands"]]
    return {"points": points, "bands": bands, "combinations": content["combinations"]}


def main(path: str) -> None:
    """Write the lookup beside this script."""
    content = yaml.safe_load(Path(path).read_text(encoding="utf-8"))
    lookup = {
        "source": "scores.yaml, version " + str(content["meta"]["version"]),
        "systems": {key: system(value) for key, value in content["systems"].items()},
        "primaries": {row["key"]: {name: row[name] for name in CLASSES} for row in content["primary_map"]},
        "sins_location": {
            level["id"]: level["vertebrae"] for level in content["systems"]["sins_2010"]["items"][0]["levels"]
        },
        "escc": [str(level["id"]) for level in content["classifications"]["escc_2010"]["levels"]],
        "kps_to_ecog": {
            name: {str(kps): ecog for kps, ecog in table["kps_to_ecog"].items()}
            for name, table in content["classifications"]["kps_ecog_maps"]["maps"].items()
        },
        "test_vectors": content["test_vectors"],
        "withheld": [one["id"] for one in content["withheld"]],
    }
    target = Path(__file__).with_suffix(".json")
    target.write_text(json.dumps(lookup, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
