"""neuromets simulate: a registry of patients who do not exist."""

from pathlib import Path

import click

from analysis.cli import show

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command("simulate")
@click.argument("n", type=click.IntRange(min=1), metavar="N")
@click.option("-o", "--output", type=_FILE, required=True, help='A .csv whose name holds "synthetic".')
@click.option("--lesions", type=_FILE, help="Write the lesions, one row each, to this .csv as well.")
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True)
@click.option(
    "--missing",
    type=click.FloatRange(0, 1, max_open=True),
    default=0.05,
    show_default=True,
    help="The share of cells left blank.",
)
def command(n: int, output: Path, lesions: Path | None, seed: int, missing: float) -> None:
    """Write N synthetic patients, none of them real, for trying out the toolkit at any size."""
    from analysis.synthetic.write import write_registry

    write_registry(n, seed, output, lesions=lesions, missing=missing)
    files = " and ".join(str(file) for file in (output, lesions) if file is not None)
    show.print_lines(f"{n} synthetic patients, none of them real, written to {files}")
