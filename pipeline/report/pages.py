"""Puts the report together: which figures stand where, and the templates that show them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, islice
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from pipeline.alerts.words import count, day
from pipeline.report import bars, control, funnel, notes, plan, progress, sentences, suppressed, words
from pipeline.report.data import Figure, Release, Row
from pipeline.report.sparkline import sparkline

HERE = Path(__file__).parent

LONGEST = 40
"""Rows of a list of changes shown on a page; the table of the release has the rest."""

FEW = 5
"""Revisions of one indicator shown on a page, so that one restless indicator does not hide the others."""

SEVERITIES = ("blocker", "serious", "advisory")


@dataclass(frozen=True)
class Group:
    """A page of the report: one subject and its figures."""

    key: str
    title: str
    figures: list[Figure]


@dataclass(frozen=True)
class Tile:
    """One number of the first screen, with the figures it stands for."""

    shown: str
    words: str
    figures: list[Figure]


def documents(release: Release) -> Iterator[tuple[str, str]]:
    """File name and text of every page of the report: all councils first, then each in order of name."""
    environment = _environment()
    everyone = environment.get_template("councils.html.j2")
    yield "report.html", everyone.render(release=release, groups=groups(_all(release)), nations=nations(release))
    single = environment.get_template("council.html.j2")
    for council in release.councils:
        figures = release.figures[council["council_id"]]
        if figures:
            yield file_name(council), single.render(release=release, council=council, groups=groups(figures))


def file_name(council: Row) -> str:
    """The page of one council."""
    return f"report_{council['slug']}.html"


def groups(figures: list[Figure]) -> list[Group]:
    """The figures by subject, subjects in the order of a child's way through the service."""
    order = list(words.SUBJECTS)
    by_subject: dict[str, list[Figure]] = defaultdict(list)
    for figure in figures:
        by_subject[figure.indicator["subject"]].append(figure)
    ranked = sorted(by_subject, key=lambda name: (order.index(name) if name in order else len(order), name))
    return [
        Group(name, words.SUBJECTS.get(name, words.spoken(name)), sorted(by_subject[name], key=_by_name))
        for name in ranked
    ]


def _by_name(figure: Figure) -> list[str]:
    """A total before its rate, and both before their parts: ``Looked after``, ``…, rate``, ``… at home``."""
    return str(figure.indicator["name"]).split(",")


def tiles(groups: list[Group], plans: list[plan.Plan]) -> list[Tile]:
    """What a reader should know before anything else: targets, signals, figures that are missing."""
    figures = [figure for group in groups for figure in group.figures]
    judged = [
        measure for own in plans for measure in own.measures
        if measure.row["value"] is not None and measure.row["target_status"] in ("met", "close", "not_met")
    ]  # fmt: skip
    short = [measure for measure in judged if measure.row["target_status"] != "met"]
    found = {
        name: [f for f in figures if f.settled["variation"] == name] for name in ("concern", "improvement", "change")
    }
    hidden = [f for f in figures if suppressed.is_hidden(f.settled)]
    empty = [f for f in figures if f.settled["value"] is None and not suppressed.is_hidden(f.settled)]
    met = f"{len(judged) - len(short)} of {len(judged)}" if judged else "No"
    missed = {f.key: f for measure in short if (f := measure.figure) is not None}
    return [
        Tile(met, "targets met" if judged else "targets to judge by", list(missed.values())),
        Tile(str(len(found["concern"])), "signals of concern", found["concern"]),
        Tile(str(len(found["improvement"])), "signals of improvement", found["improvement"]),
        Tile(str(len(found["change"])), "other signals of change", found["change"]),
        *([Tile(str(len(hidden)), "suppressed", hidden)] if hidden else []),
        Tile(str(len(empty)), "without a figure", empty),
    ]


def by_key(groups: list[Group]) -> dict[str, Figure]:
    """Every figure of one council under its indicator."""
    return {figure.key: figure for group in groups for figure in group.figures}


def by_breakdown(figure: Figure) -> list[tuple[str, list[Row]]]:
    """The parts of a figure per breakdown, places first, the newest settled month only."""
    return [(name, list(rows)) for name, rows in groupby(figure.parts, key=lambda row: str(row["breakdown"]))]


def by_indicator(figures: list[Figure]) -> list[list[Figure]]:
    """The same indicator of several councils together."""
    found: dict[str, list[Figure]] = defaultdict(list)
    for figure in figures:
        found[figure.key].append(figure)
    return list(found.values())


def nations(release: Release) -> list[list[Figure]]:
    """Sets of figures that may stand side by side: one indicator, one nation, not a count, two councils or more."""
    comparable = [f for f in _all(release) if f.indicator["kind"] in ("rate", "percentage", "mean")]
    sets: dict[tuple[str, str], list[Figure]] = defaultdict(list)
    for figure in comparable:
        if figure.settled["value"] is not None or suppressed.is_hidden(figure.settled):
            sets[figure.key, figure.council["nation"]].append(figure)
    return [sets[name] for name in sorted(sets) if sum(f.settled["value"] is not None for f in sets[name]) > 1]


def tally(rows: list[Row], *columns: str) -> list[tuple[tuple[str, ...], dict[str, int]]]:
    """Findings by ``columns``, in all and by severity, most first."""
    counts: dict[tuple[str, ...], dict[str, int]] = defaultdict(lambda: dict.fromkeys((*SEVERITIES, "all"), 0))
    for row in rows:
        place = counts[tuple(str(row[column]) for column in columns)]
        place[row["severity"]] += int(row["findings"])
        place["all"] += int(row["findings"])
    return sorted(counts.items(), key=lambda item: (-item[1]["all"], item[0]))


def largest(rows: list[Row]) -> list[Row]:
    """Of the revisions, ordered by size within each indicator, the first few of every indicator."""
    by_key = groupby(rows, key=lambda row: str(row["indicator_id"]))
    return [row for _, found in by_key for row in islice(found, FEW)]


def editions(rows: list[Row]) -> list[tuple[str, list[Row]]]:
    """Frozen figures per edition."""
    return [(name, list(found)) for name, found in groupby(rows, key=lambda row: str(row["edition"]))]


def printed(text: str) -> str:
    """A text as the content of a CSS string: whatever is not a plain letter, digit or space is written as its code."""
    return "".join(
        sign if sign.isascii() and (sign.isalnum() or sign == " ") else f"\\{ord(sign):06x} " for sign in text
    )


def _all(release: Release) -> list[Figure]:
    return [figure for council in release.councils for figure in release.figures[council["council_id"]]]


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    helpers = (
        count,
        day,
        by_breakdown,
        by_indicator,
        by_key,
        editions,
        file_name,
        largest,
        printed,
        sparkline,
        tally,
        tiles,
        plan.plans,
    )
    environment.globals.update({helper.__name__: helper for helper in helpers})
    environment.globals.update(
        bars=bars,
        control=control,
        funnel=funnel,
        notes=notes,
        progress=progress,
        sentences=sentences,
        suppressed=suppressed,
        words=words,
    )
    environment.globals.update(plan_judged=plan.judged, verdicts=plan.verdicts)
    environment.globals.update(FEW=FEW, LONGEST=LONGEST, SEVERITIES=SEVERITIES)
    return environment
