"""The command `neuromets`: one file per verb, each imported only when it is called."""

from importlib import import_module
from typing import Any

import click

from analysis.cli.shadow import shadow, warning
from analysis.errors import DataError

VERBS = {
    "check": "Say what was read and how, and name every doubtful cell.",
    "score": "Points, totals and bands of the published scores.",
    "table": "Frequency and baseline tables.",
    "survival": "Kaplan-Meier estimates, medians, tests and Cox regression.",
    "calibrate": "Whether a score still predicts the survival observed.",
    "notebook": "Run a notebook on a cohort, and leave it with its HTML.",
    "report": "Write the whole publishable report of a cohort.",
    "paper": "Regenerate a published paper's tables and audit them.",
    "audit": "Check printed numbers against each other, with no patient data.",
    "dictionary": "Write the data dictionary in another form.",
    "simulate": "Write a synthetic registry of any size, of patients who do not exist.",
}


class _Refusal(click.ClickException):
    """The user's data can't be used as asked: one sentence, exit 1."""

    exit_code = 1


class _Verbs(click.Group):
    """A group that knows its verbs' names and imports a verb only to run it."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in VERBS:
            return None
        command: click.Command = import_module(f"analysis.cli.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(VERBS.items()))

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except DataError as error:
            raise _Refusal(str(error)) from None


@click.group(cls=_Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="neuromets", message="%(version)s")
def main() -> None:
    """Retrospective cohorts of patients with spinal and leptomeningeal metastases."""
    if found := shadow():
        click.echo(warning(found), err=True)
