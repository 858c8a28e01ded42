"""``kpi releases`` and ``kpi report``: the shelf of releases as a person handles it."""

from __future__ import annotations

import webbrowser
from typing import Annotated

import typer

from pipeline import releases
from pipeline.display import console
from pipeline.figures import HomeOption, chosen_home, fail
from pipeline.home import Home
from pipeline.refresh import RefreshBusyError, only_one
from pipeline.releases import Release
from pipeline.verify import faults

BUSY = 4
"""Exit status when a refresh is running, as for ``kpi refresh``."""
EPILOGUE = (
    "A release is a folder that is never edited; published/current and latest.json point at one of them. After a "
    "wrong one: [bold]kpi releases rollback[/] points at the one before, for all readers at once."
)
cli = typer.Typer(help="The releases that are kept: which is current, whether they are whole.", epilog=EPILOGUE,
                  rich_markup_mode="rich")  # fmt: skip
Which = Annotated[str, typer.Argument(help="A release such as 20240401T013000Z; `kpi releases` lists them.")]


def mount(app: typer.Typer) -> None:
    """Add ``kpi releases`` and ``kpi report`` to the ``kpi`` command."""
    app.add_typer(cli, name="releases")
    app.command("report")(report_command)


@cli.callback(invoke_without_command=True)
def default(context: typer.Context, home: HomeOption = None) -> None:
    """The releases that are kept: which is current, whether they are whole."""
    if context.invoked_subcommand is None:
        list_command(home)


@cli.command("list")
def list_command(home: HomeOption = None) -> None:
    """List the releases, oldest first, the current one marked."""
    here = chosen_home(home)
    current = releases.current(here)
    if current is None:
        console.print("No release is current: run `kpi refresh`, or `kpi releases rollback RELEASE` to point at one.")
    for release in releases.every(here):
        mark = "current" if current and release.id == current.id else ""
        console.print(f"{release.id}  {mark:7}  {_councils(release)}".rstrip(), markup=False)


@cli.command()
def verify(
    release: Which = "", every: Annotated[bool, typer.Option("--all", help="All of them.")] = False,
    home: HomeOption = None,
) -> None:  # fmt: skip
    """Reread every byte of a release (without a name: the current one) and hold it against its manifest.

    Exit status 1 when something is missing, was changed or does not belong there; each fault is named.
    """
    here = chosen_home(home)
    chosen = releases.every(here) if every else [_chosen(here, release)]
    found = {each.id: faults(each) for each in chosen}
    for name, wrong in found.items():
        console.print(f"{name}  {'verified' if not wrong else 'damaged'}")
        for fault in wrong:
            console.print(f"  {fault}", style="red", markup=False)
    if any(found.values()):
        fail(
            "Do not use a damaged release: `kpi releases rollback` points at the one before, `kpi refresh` makes anew."
        )


@cli.command()
def rollback(
    release: Which = "",
    reason: Annotated[str, typer.Option(help="Why, for who reads releases.log later.")] = "no reason given",
    home: HomeOption = None,
) -> None:
    """Point readers at an earlier release (without a name: the one before the current).

    Nothing is deleted, and the release must verify first. The move is noted in releases.log. The next refresh points
    forward again: mend the cause before it runs.
    """
    here = chosen_home(home)
    try:
        with only_one(here):
            _roll_back(here, release, reason)
    except RefreshBusyError as error:
        console.print(str(error), style="yellow", markup=False)
        raise typer.Exit(BUSY) from None


@cli.command()
def prune(
    keep: Annotated[int, typer.Option(help="How many of the newest to keep.", min=1)] = releases.KEPT,
    home: HomeOption = None,
) -> None:
    """Remove all but the newest releases; the current one and those that somebody has open stay."""
    here = chosen_home(home)
    try:
        with only_one(here):
            pruned = releases.sweep(here, keep)
    except RefreshBusyError as error:
        console.print(str(error), style="yellow", markup=False)
        raise typer.Exit(BUSY) from None
    console.print(f"Removed: {', '.join(pruned.removed) or 'none'}")
    for name in pruned.busy:
        console.print(f"{name} is open somewhere and was left; the next prune or refresh tries again.")


def report_command(
    council: Annotated[str, typer.Option(help="Only this council: its GSS code.")] = "",
    show: Annotated[bool, typer.Option("--open", help="Open it in the browser.")] = False,
    home: HomeOption = None,
) -> None:
    """Say where the current report is, for all councils or for one; --open opens it."""
    release = _chosen(chosen_home(home), "")
    slug = _slug(release, council) if council else ""
    page = release.folder / (f"report_{slug}.html" if council else "report.html")
    if not page.exists():
        fail(f"The release has no {page.name}.")
    console.print(str(page), soft_wrap=True)
    if show and not webbrowser.open(page.as_uri()):
        console.print("No browser could be started here: open the file by hand.")


def _roll_back(home: Home, name: str, reason: str) -> None:
    current = releases.current(home)
    if not name and current is None:
        fail("No release is current, so none is before it: name one. `kpi releases` lists them.")
    target = _named(home, name) if name else releases.before(home, current) if current else None
    if target is None:
        fail("There is no earlier release to go back to.")
    if wrong := faults(target):
        fail(f"{target.id} is damaged and was not made current: {'; '.join(wrong)}")
    releases.make_current(home, target)
    releases.note(home, f"rollback from {current.id if current else 'none'} to {target.id}: {reason}")
    console.print(f"Current is now {target.id}. Servers that hold the old one open must reconnect.")


def _chosen(home: Home, name: str) -> Release:
    """The release named, or the current one; leaves with a message when there is none."""
    if name:
        return _named(home, name)
    current = releases.current(home)
    if current is None:
        fail("No release is current: run `kpi refresh` first, or name one that `kpi releases` lists.")
    return current


def _named(home: Home, name: str) -> Release:
    found = next((release for release in releases.every(home) if release.id == name), None)
    if found is None:
        fail(f"There is no release “{name}”: `kpi releases` lists those that are kept.")
    return found


def _slug(release: Release, council: str) -> str:
    import duckdb

    with duckdb.connect(str(release.database), read_only=True) as connection:
        found = connection.execute("select slug from dim_council where council_id = ?", [council]).fetchone()
    return str(found[0]) if found else council


def _councils(release: Release) -> str:
    try:
        return ", ".join(f"{each['name']} {each['as_at_date']}" for each in release.manifest["councils"])
    except (OSError, ValueError, KeyError):
        return "damaged: its manifest cannot be read"
