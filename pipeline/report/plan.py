"""The front page of a council: each plan, its outcomes, and under each what is measured of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby

from pipeline.report import progress, sentences, suppressed, words
from pipeline.report.data import Figure, Release, Row

KINDS = {"outcome": "Outcome", "priority": "Priority", "theme": "Theme", "aim": "Aim", "section": ""}


@dataclass(frozen=True)
class Measure:
    """One measure of a plan: its row, and the figure whose line is drawn beside it, if there is one.

    ``evidence``: the figures by which an outcome is judged; none of other measures.
    """

    row: Row
    figure: Figure | None
    evidence: list[Row] = field(default_factory=list)

    @property
    def is_outcome(self) -> bool:
        """Whether it is judged by what is observed of it."""
        return bool(self.row["route"] == "outcome")

    @property
    def shown(self) -> str:
        """The value as it is read: with its sign and places; a change is told with its direction."""
        value, row = self.row["value"], self.row
        decimals = self.figure.indicator["decimals"] if self.figure else (0 if float(value).is_integer() else 1)
        if row["calculation"]:
            sign = "+" if value > 0 else ""
            share = "%" if row["calculation"] == "change_pct" else ""
            return sign + words.number(value, 1 if share else decimals) + share
        is_share = self.figure is not None and self.figure.indicator["kind"] == "percentage"
        return words.number(value, decimals) + ("%" if is_share or row["unit"].startswith("%") else "")

    @property
    def interval(self) -> str:
        """The 95% interval of the period of the value; empty where the figure has none or is drawn by other periods."""
        same = [row for row in self.figure.series if row["period_id"] == self.row["period_id"]] if self.figure else []
        return sentences.interval(self.figure, same[0]) if self.figure and same and not self.row["calculation"] else ""

    @property
    def moment(self) -> str:
        """When the value holds."""
        shape = self.figure.indicator["shape"] if self.figure else "event"
        since = f", since {words.month(self.row['base_date'])}" if self.row["base_date"] else ""
        return words.when(self.row, shape) + since


@dataclass(frozen=True)
class Outcome:
    """What a plan wants, with what is measured of it."""

    row: Row
    measures: list[Measure]

    @property
    def title(self) -> str:
        """As the plan says it: ``Outcome 3: Children recover from harm``."""
        kind = KINDS.get(self.row["outcome_kind"], words.spoken(self.row["outcome_kind"]))
        lead = " ".join(part for part in (kind, self.row["outcome_ref"] or "") if part)
        return f"{lead}: {self.row['outcome']}" if kind else str(self.row["outcome"])


@dataclass(frozen=True)
class Plan:
    """One plan of a council; ``actions`` and ``flow`` (by scale) are empty where it has no tracker."""

    row: Row
    outcomes: list[Outcome]
    actions: list[progress.Action]
    flow: dict[str, list[Row]]

    @property
    def key(self) -> str:
        """Its anchor in the page."""
        return str(self.row["framework_id"])

    @property
    def measures(self) -> list[Measure]:
        """All of its measures."""
        return [measure for outcome in self.outcomes for measure in outcome.measures]


def plans(release: Release, council: Row) -> list[Plan]:
    """The plans of a council, the newest first; none where no plan of it is in the catalogue."""
    id_, held = council["council_id"], release.plans
    figures = {figure.key: figure for figure in release.figures[id_]}
    lines = {figure.band: figure for figure in release.bands.get(id_, [])}
    return [
        Plan(
            row,
            [
                Outcome(found[0], [_measure(measure, figures, lines, held.evidence) for measure in found])
                for found in _runs(held.measures, row["framework_id"])
            ],
            _actions(held.actions, row["framework_id"]),
            _flow(held.statuses, row["framework_id"]),
        )
        for row in held.frameworks
        if row["council_id"] == id_
    ]


def _runs(measures: Iterable[Row], framework: str) -> list[list[Row]]:
    """The measures of one plan by outcome, in the plan's order; an outcome without a verdict is none to show."""
    own = [
        row for row in measures if row["framework_id"] == framework and (row["route"] != "outcome" or row["verdict"])
    ]
    return [list(found) for _, found in groupby(own, key=lambda row: str(row["outcome_id"]))]


def _measure(
    row: Row, figures: dict[str, Figure], lines: dict[tuple[str, str, str], Figure], evidence: Iterable[Row]
) -> Measure:
    return Measure(
        row, _figure(row, figures, lines), [seen for seen in evidence if seen["measure_id"] == row["measure_id"]]
    )


def _figure(measure: Row, figures: dict[str, Figure], lines: dict[tuple[str, str, str], Figure]) -> Figure | None:
    if measure["breakdown"] == "all":
        return figures.get(measure["indicator_id"])
    return lines.get((measure["indicator_id"], measure["breakdown"], measure["category"]))


def _actions(rows: Iterable[Row], framework: str) -> list[progress.Action]:
    own = [row for row in rows if row["framework_id"] == framework]
    return progress.actions(own, max(row["until"] for row in own)) if own else []


def _flow(rows: Iterable[Row], framework: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        if row["framework_id"] == framework:
            found.setdefault(str(row["status_scale"]), []).append(row)
    return {scale: own for scale, own in found.items() if any(row["actions"] for row in own)}


def judged(measures: Iterable[Measure]) -> list[tuple[str, int]]:
    """How many measures met their target, and so on, in words; those without a figure last. Outcomes are apart."""
    rows = [measure.row for measure in measures if not measure.is_outcome]
    count = {
        name: sum(row["value"] is not None and row["target_status"] == name for row in rows) for name in words.TARGETS
    }
    told = [(words.TARGETS[name], count[name]) for name in ("met", "close", "not_met") if count[name]]
    hidden = sum(map(suppressed.is_hidden, rows))
    without = sum(row["value"] is None for row in rows) - hidden
    rest = len(rows) - without - hidden - sum(number for _, number in told)
    return [*told, ("No target to judge by", rest), ("Suppressed", hidden), ("Without a figure", without)]


def verdicts(measures: Iterable[Measure]) -> list[tuple[str, int]]:
    """How many outcomes stand how, in words."""
    found = [measure.row["verdict"] for measure in measures if measure.is_outcome]
    return [(words.VERDICTS[name], found.count(name)) for name in words.VERDICTS if name in found]
