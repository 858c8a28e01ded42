"""``kpi alerts``, ``kpi incidents`` and ``kpi heartbeat``."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from pipeline.alerts import channels, desk, digest, engine, heartbeat, incidents, outbox, settings, store
from pipeline.alerts.card import card
from pipeline.alerts.letter import Letter, html, text
from pipeline.alerts.outbox import Message, SenderBusyError
from pipeline.alerts.routes import RouteError
from pipeline.alerts.settings import SettingsError
from pipeline.alerts.words import clean, count
from pipeline.display import console
from pipeline.home import Home

app = typer.Typer(no_args_is_help=True, help="Tell people what is wrong in their team's records, and when it is fixed.")

HomeOption = Annotated[
    Path | None, typer.Option("--home", help="Folder for everything that is made.", envvar="KPI_HOME", file_okay=False)
]
IncidentId = Annotated[int, typer.Argument(help="Number from kpi incidents.")]
NOT_DELIVERED = 1


class Shape(StrEnum):
    """The shapes a message can be looked at in."""

    TEXT = "text"
    HTML = "html"
    CARD = "card"


SHAPES = {Shape.TEXT: text, Shape.HTML: html, Shape.CARD: card}


def mount(cli: typer.Typer) -> None:
    """Hang the commands of this file into the kpi command."""
    cli.add_typer(app, name="alerts")
    cli.command(name="incidents")(list_incidents)
    cli.command(name="heartbeat")(check_heartbeat)
    cli.command(name="worklists")(write_worklists)


@app.command()
def preview(
    home: HomeOption = None,
    shape: Annotated[Shape, typer.Option("--as", help="Shape to show the digests in.")] = Shape.TEXT,
) -> None:
    """Show what waits to be sent and how each digest would read now. Sends and changes nothing."""
    here, now = _at(home), _now()
    with _complaints():
        at = desk.at(here)
        _say_if_nothing_is_set_up(at)
        with store.opened(here) as db:
            for message in outbox.waiting(db):
                console.print(f"Waiting for {message.recipient.address}: {message.subject}", markup=False)
            for recipient, letter in digest.letters(db, at, now, at.everybody()).items():
                console.print(f"\nDigest for {recipient.kind} {recipient.address}", style="bold", markup=False)
                console.print(SHAPES[shape](letter), markup=False, soft_wrap=True)


@app.command()
def send(home: HomeOption = None) -> None:
    """Send everything that is due, the morning digest included. Schedule it every quarter of an hour.

    Exit status 1 when something could not be delivered; it is tried again by later runs.
    """
    with _complaints():
        at = desk.at(_at(home))
        _say_if_nothing_is_set_up(at)
        tally = engine.send(at, _now())
    console.print(f"{count(tally.sent, 'message')} sent, {tally.failed} failed, {tally.left} left for the next run.")
    if tally.failed or tally.left:
        raise typer.Exit(NOT_DELIVERED)


@app.command()
def ack(
    incident: IncidentId, by: Annotated[str, typer.Option(help="Who deals with it.")], home: HomeOption = None
) -> None:
    """Acknowledge an incident: the digest says who deals with it until it gets worse."""
    with _complaints(), store.opened(_at(home)) as db:
        incidents.acknowledge(db, incident, clean(by, 60), _now())
    console.print(f"Incident {incident} is acknowledged.")


@app.command()
def mute(
    incident: IncidentId,
    until: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="Last quiet day, at most 90 days ahead.")],
    home: HomeOption = None,
) -> None:
    """Send nothing but the digest's line about an incident until a day. A day in the past ends it."""
    if until.date() > incidents.today(_now()) + timedelta(days=90):
        raise typer.BadParameter("at most 90 days ahead, so that nothing is forgotten", param_hint="--until")
    with _complaints(), store.opened(_at(home)) as db:
        incidents.mute(db, incident, until.date())
    console.print(f"Incident {incident} is muted until {until:%Y-%m-%d}.")


@app.command()
def test(home: HomeOption = None) -> None:
    """Send a test message to every recipient at once, past the outbox, and say how each one went."""
    with _complaints():
        at = desk.at(_at(home))
        _say_if_nothing_is_set_up(at)
        outcomes = [(recipient, _tried(at, recipient)) for recipient in at.everybody()]
    for recipient, outcome in outcomes:
        console.print(
            f"{recipient.kind} {recipient.address}: {'sent' if outcome.is_sent else 'FAILED'}, {outcome.words}",
            markup=False,
        )
    if not all(outcome.is_sent for _, outcome in outcomes):
        raise typer.Exit(NOT_DELIVERED)


@app.command()
def log(home: HomeOption = None, most: Annotated[int, typer.Option(min=1, help="Lines to show.")] = 50) -> None:
    """Show the delivery log: the latest attempts, and what each server said to them."""
    table = Table("At (UTC)", "To", "Attempt", "Outcome", "Subject")
    with store.opened(_at(home)) as db:
        rows = db.execute(
            "select at, address, attempt, outcome, subject from delivery join message using (message_id)"
            " order by at desc, message_id desc, attempt desc limit ?",
            (most,),
        ).fetchall()
    for row in rows:
        table.add_row(*(escape(str(value)) for value in row))
    console.print(table)


def list_incidents(
    home: HomeOption = None,
    every: Annotated[bool, typer.Option("--all", help="Resolved ones too.")] = False,
) -> None:
    """List the data quality incidents: what, where, how many, since when, who deals with it."""
    with _complaints():
        at = desk.at(_at(home))
        with store.opened(at.home) as db:
            found = incidents.select(db, "true" if every else "state <> 'resolved'")
    table = Table("No.", "State", "Severity", "Incident", "Since", "As at")
    for incident in found:
        rule = at.catalogue.rule(incident.rule_id)
        words = at.writer.standing(incident, incidents.today(_now()))
        if incident.state == "resolved":
            words = at.writer.headline(incidents.Change("resolved", incident))
        table.add_row(
            str(incident.incident_id),
            incident.state,
            escape(rule.severity),
            escape(words),
            f"{incident.opened_on}",
            f"{incident.resolved_on or incident.seen_on}",
        )
    console.print(table)


def write_worklists(home: HomeOption = None) -> None:
    """Write the worklists of the last refresh anew: one restricted workbook per team. A refresh does it by itself."""
    from pipeline import worklists  # pandas and gptables: a second that --help need not wait

    here = _at(home)
    if not here.build.exists():
        console.print("There is no build yet: run kpi refresh first.", style="red")
        raise typer.Exit(2)
    made = worklists.write(here)
    books, records = count(made["workbooks"], "workbook"), count(made["to_correct"], "record")
    console.print(f"{books}, {records} to correct, {made['done']:,} done, in {worklists.folder(here)}", soft_wrap=True)


def check_heartbeat(
    home: HomeOption = None,
    hours: Annotated[float, typer.Option(min=1, help="Longest silence that is still well.")] = 36,
) -> None:
    """Check from outside that releases, digests and deliveries go on. Exit status 0 well, 1 not; for any scheduler."""
    with _complaints():
        faults = heartbeat.faults(_at(home), _now(), timedelta(hours=hours))
    for fault in faults:
        console.print(fault, markup=False)
    if faults:
        raise typer.Exit(1)
    console.print("All is well.")


def _tried(at: desk.Desk, recipient: settings.Recipient) -> outbox.Outcome:
    """One attempt with a test message, outside the outbox so that nothing else is sent along."""
    if at.settings is None:
        raise SettingsError("There is no alerts.toml.")
    subject = "Test of the data quality alerts: nothing needs doing"
    letter = Letter(subject, ("If you can read this, alerts for you arrive here.",))
    shapes = (text(letter), html(letter), card(letter))
    name = outbox.key(*recipient, "test", _now())
    return channels.send(at.settings, Message(0, name, "test", recipient, subject, *shapes, 0))


def _say_if_nothing_is_set_up(at: desk.Desk) -> None:
    if at.settings is None:
        example = Path(__file__).with_name("alerts.example.toml")
        console.print(
            f"No {settings.path(at.home)}: nothing is sent. Copy {example} there and fill it in.", markup=False
        )


@contextmanager
def _complaints() -> Iterator[None]:
    """Turn what the user can put right into one line and exit status 2."""
    try:
        yield
    except (SettingsError, RouteError, SenderBusyError, incidents.NoSuchIncidentError) as error:
        console.print(str(error), style="red", markup=False)
        raise typer.Exit(2) from None


def _at(home: Path | None) -> Home:
    here = Home.from_environment()
    return (replace(here, root=home.resolve()) if home else here).prepare()


def _now() -> datetime:
    return datetime.now(UTC)
