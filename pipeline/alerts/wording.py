"""What messages say: sentences and facts about incidents, and letters made of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pipeline.alerts.catalogue import UNLISTED, Catalogue, Rule
from pipeline.alerts.incidents import Change, Incident
from pipeline.alerts.letter import Item, Letter, Link, Section
from pipeline.alerts.words import clean, count, day, listing

HEADINGS = {"new": "New", "worse": "Worse", "resolved": "Resolved"}
SEVERITIES = {
    "blocker": "Blocker: figures that depend on it cannot be trusted",
    "serious": "Serious: figures are wrong by as many records as this",
    "advisory": "Advisory: figures stand, the record should be put right",
}
TO_ACT_ON = "Serious: the figures stand, but somebody has to act"
FOOTER = "Counts only: which records they are is in the worklist, never in a message."


@dataclass(frozen=True)
class Writer:
    """Writes about incidents in the words of a catalogue; ``worklist`` is the address template of alerts.toml."""

    catalogue: Catalogue
    worklist: str = ""

    def letter(self, change: Change) -> Letter:
        """One change as a message of its own."""
        item = self.item(change.incident, self.catalogue.rule(change.incident.rule_id).title)
        return Letter(self.headline(change), (), (Section("What to know", (item,)),), (FOOTER,))

    def bundle(self, changes: list[Change]) -> Letter:
        """Many changes at once as one message, blockers first."""
        sections = []
        for kind, heading in HEADINGS.items():
            items = [self.item(c.incident, self.headline(c)) for c in self._ordered(changes) if c.kind == kind]
            sections += [Section(heading, tuple(items))] if items else []
        tally = ", ".join(f"{len(section.items)} {section.heading.lower()}" for section in sections)
        places = listing(sorted({self.catalogue.place(c.incident.key) for c in changes}), most=2)
        return Letter(clean(f"{places}: {tally} in data quality", 250), (), tuple(sections), (FOOTER,))

    def headline(self, change: Change) -> str:
        """The subject of a change: place, count with what is counted, and how many are new."""
        incident = change.incident
        if change.kind == "resolved":
            return self._sentence(incident, f"resolved, was {incident.previous:,}", 0)
        back = f", back since {day(incident.opened_on)}" if change.kind == "new" and incident.came_back_from else ""
        # one indicator may be well again while another is not: as many as before, and still news
        added = incident.count - incident.previous
        return self._sentence(incident, f"{added:,} new{back}" if added > 0 else "others than before", incident.count)

    def standing(self, incident: Incident, today: date) -> str:
        """How an open incident stands, for the digest: count, change, age, who deals with it."""
        change = incident.count - incident.previous
        trend = f"{change:,} more" if change > 0 else f"{-change:,} fewer" if change < 0 else "unchanged"
        if incident.state == "open":
            trend = "new"
        parts = [trend, f"for {count(incident.age_days, 'day')}" if incident.age_days else ""]
        parts.append(f"acknowledged by {clean(incident.acknowledged_by, 60)}" if incident.acknowledged_by else "")
        if incident.muted_until and incident.is_muted(today):
            parts.append(f"muted until {day(incident.muted_until)}")
        return self._sentence(incident, ", ".join(part for part in parts if part), incident.count)

    def item(self, incident: Incident, sentence: str) -> Item:
        """An incident with everything somebody needs to act on it."""
        rule = self.catalogue.rule(incident.rule_id)
        facts = [
            ("What", "" if sentence == rule.title else rule.title),
            ("Where", self._where(incident)),
            ("Count", self._count(incident)),
            ("Since", self._since(incident)),
            ("Severity", SEVERITIES.get(rule.severity, rule.severity) if rule.doubts_value else TO_ACT_ON),
            ("Why it matters", rule.why),
            ("Affected", listing([clean(subject.replace("_", " ")) for subject in incident.subjects])),
            ("Indicators endangered", self._indicators(rule, incident)),
            ("What to do", "" if incident.state == "resolved" else rule.what_to_do),
            ("Owner", rule.owner_role),
        ]
        return Item(sentence, tuple((name, value) for name, value in facts if value), self._link(incident))

    def _ordered(self, changes: list[Change]) -> list[Change]:
        return sorted(changes, key=lambda c: not self.catalogue.rule(c.incident.rule_id).is_blocker)

    def _sentence(self, incident: Incident, rest: str, number: int) -> str:
        """``Safeguarding North: 3 children without a worker, 1 new``; a rule without a noun is counted after its title.

        That reads ``East Lothian: Looked after with no placement, 3 found, 1 new``.
        """
        rule = self.catalogue.rule(incident.rule_id)
        noun = rule.counted_one if number == 1 else rule.counted_many
        if number and noun:
            what = f"{number:,} {noun}"
        elif number:
            what = f"{rule.title}, {number:,} found"
        else:
            what = f"no {rule.counted_many}" if rule.counted_many else rule.title
        return clean(f"{self.catalogue.place(incident.key)}: {what}, {rest}", 250)

    def _where(self, incident: Incident) -> str:
        place, council = self.catalogue.place(incident.key), self.catalogue.council(incident.council_id)
        return place if place.startswith(council) else f"{place}, {council}"

    def _count(self, incident: Incident) -> str:
        of = f" of {incident.records:,} checked" if incident.records and incident.state != "resolved" else ""
        return f"{incident.count:,}{of}, and {incident.previous:,} the day before"

    def _since(self, incident: Incident) -> str:
        since = f"{day(incident.opened_on)} (as-at day of the data)"
        if incident.resolved_on:
            return f"{day(incident.opened_on)} to {day(incident.resolved_on)} (as-at days of the data)"
        back = incident.came_back_from
        return f"{since}; it was resolved on {day(back)} and has come back" if back else since

    def _indicators(self, rule: Rule, incident: Incident) -> str:
        withheld = [f"{self.catalogue.indicator(name)} (withheld from this release)" for name in incident.withheld]
        if rule.looks_at_all:
            return listing([*withheld, "whatever rests on the delivery"])
        others = [self.catalogue.indicator(name) for name in rule.indicators if name not in incident.withheld]
        return listing([*withheld, *others])

    def _link(self, incident: Incident) -> Link | None:
        if not self.worklist or self.catalogue.rule(incident.rule_id).is_event or incident.state == "resolved":
            return None
        team = incident.team or "all"
        target = self.worklist.format(council=incident.council_id, team=in_address(team))
        words = "records whose team is not listed" if team == UNLISTED else self.catalogue.place(incident.key)
        return Link(f"Open the worklist of {words}", target)


def in_address(name: str) -> str:
    """A team's code as the end of an address or file name: other signs than letters, digits and -_ become _."""
    return "".join(sign if sign.isalnum() or sign in "-_" else "_" for sign in name)
