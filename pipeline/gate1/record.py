"""Record: what gate 1 decided, in the shapes of the warehouse and of the restricted files, and in words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import pandas as pd

from pipeline.contracts import EXTRACTS
from pipeline.contracts.extract import Extract
from pipeline.gate1.judge import ORDER, Judged
from pipeline.gate1.loads import Load
from pipeline.messages import Message, rules, words
from pipeline.tokens import Tokens


@dataclass(frozen=True)
class Decided:
    """What was decided about one load, as it is written; ``rows`` and ``identities`` are None when it was refused.

    ``counts``: rule -> how often it was broken; the frames are described where they are made, in ``Recorded``.
    """

    load: Load
    refusal: Message | None
    delivered: int
    accepted: int
    quarantined: int
    counts: dict[str, int]
    messages: tuple[Message, ...]
    findings: pd.DataFrame
    quarantine: pd.DataFrame
    rows: pd.DataFrame | None
    identities: pd.DataFrame | None


def decided(judged: Judged, tokens: Tokens) -> Decided:
    """A judged load in the shapes in which it is written."""
    recorded = Recorded(judged, tokens)
    is_used = judged.refusal is None
    return Decided(
        judged.load, judged.refusal, judged.delivered, judged.accepted, judged.quarantined, counts(judged),
        tuple(messages(judged)), recorded.findings(), quarantine(judged),
        recorded.accepted() if is_used else None, recorded.identities() if is_used else None,
    )  # fmt: skip


@dataclass(frozen=True)
class Recorded:
    """A judged load with its tokens, each made once."""

    judged: Judged
    tokens: Tokens

    @property
    def extract(self) -> Extract:
        """The contract."""
        return EXTRACTS[self.judged.load.extract]

    @cached_property
    def keys(self) -> pd.DataFrame:
        """The token of every identifier, under the identifier's column, for every delivered row."""
        typed = self.judged.typed
        return pd.DataFrame({name: self.tokens.of(self.extract.metadata(name)["of"], typed[name])
                             for name in self.extract.of_kind("identifier")}, index=typed.index)  # fmt: skip

    @cached_property
    def record_tokens(self) -> pd.Series[str]:
        """The token of each row's key; missing while the key is. A key of several columns may have empty parts."""
        key = self.extract.key
        if len(key) == 1:
            return self.keys[key[0]]
        parts = self.judged.typed[list(key)].astype("str").fillna("")
        joined = parts[key[0]].str.cat(parts[list(key[1:])], sep="|")
        return self.tokens.of(self.extract.name, joined)

    def accepted(self) -> pd.DataFrame:
        """The accepted rows as ``raw.<extract>`` has them, in order of their record token."""
        load, is_good = self.judged.load, ~self.judged.is_bad
        rows = self.judged.typed.loc[is_good].assign(**self.keys.loc[is_good])
        place = self.judged.place.loc[is_good]
        rows = rows.rename(columns=self.extract.token_columns()).assign(
            council_id=load.source.council, extract_date=load.extract_date, load_id=load.load_id,
            source_file=place["source_file"], source_row=place["source_row"], record_token=self.record_tokens[is_good],
        )  # fmt: skip
        return rows.sort_values("record_token", kind="stable")

    def identities(self) -> pd.DataFrame:
        """Who is behind each token: one row per kind and token (restricted)."""
        nobody = pd.DataFrame(columns=["kind", "token", "source_id"], dtype="str")
        found = [nobody] + [
            pd.DataFrame({"kind": self.extract.metadata(name)["of"], "token": self.keys[name],
                          "source_id": self.judged.typed[name]}).dropna().drop_duplicates("token")
            for name in self.extract.of_kind("identifier")
        ]  # fmt: skip
        together = pd.concat(found).drop_duplicates(["kind", "token"]).sort_values(["kind", "token"])
        return together.assign(council_id=self.tokens.council_id)

    def findings(self) -> pd.DataFrame:
        """The findings as ``raw.finding`` has them: places and tokens, never a value out of the delivery."""
        judged = self.judged
        labels = judged.findings["at"].astype(judged.typed.index.dtype)
        found = judged.findings.join(judged.place, on="at").assign(
            council_id=judged.load.source.council, extract=judged.load.extract, load_id=judged.load.load_id,
            record_token=self.record_tokens.loc[labels].array,
            team=_known_teams(judged).loc[labels].array,
            severity=judged.findings["rule"].map({name: rule.severity for name, rule in rules().items()}),
        )  # fmt: skip
        found = found.rename(columns={"column": "column_name", "rule": "rule_id", "letter": "column_letter"})
        return pd.concat([found.sort_values([*ORDER, "rule_id", "column_name"]), self._about_files()])

    def _about_files(self) -> pd.DataFrame:
        load = self.judged.load
        said = [message for message in (self.judged.refusal, *self.judged.notes) if message]
        return pd.DataFrame([
            {"council_id": load.source.council, "extract": load.extract, "rule_id": message.rule,
             "severity": message.severity, "load_id": load.load_id, "source_file": message.file,
             "source_sheet": message.sheet, "source_row": message.row, "column_letter": message.letter}
            for message in said
        ])  # fmt: skip


def _known_teams(judged: Judged) -> pd.Series[str]:
    """The team of each row, where accepted rows name the same one; in a shifted row the cell may hold a name."""
    team = judged.typed.get("team", pd.Series(None, index=judged.typed.index, dtype="str"))
    return team.where(team.isin(team.loc[~judged.is_bad].unique()))


def quarantine(judged: Judged) -> pd.DataFrame:
    """Every finding with the cell and the whole row as delivered (restricted)."""
    found = judged.findings.join(judged.place, on="at")
    rows = judged.text.loc[found["at"].unique()]
    records = rows.astype("object").where(rows.notna(), None).to_dict("records")
    whole = {at: json.dumps(row, ensure_ascii=False) for at, row in zip(rows.index, records, strict=True)}
    cells = rows.stack().to_dict()
    found["raw_value"] = [cells.get(cell) for cell in zip(found["at"], found["column"], strict=True)]
    found["raw_row"] = found["at"].map(whole)
    found["is_quarantined"] = found["at"].map(judged.is_bad).astype("bool")
    expected = _expected(judged)
    pairs = zip(found["rule"], found["column"], strict=True)
    found["message"] = [_text(judged, rule, column, expected) for rule, column in pairs]
    found = found.assign(council_id=judged.load.source.council, extract=judged.load.extract,
                         load_id=judged.load.load_id)  # fmt: skip
    return found.drop(columns="at").sort_values([*ORDER, "rule", "column"]).astype({"raw_value": "str"})


def messages(judged: Judged) -> Iterator[Message]:
    """What to tell people: one message per file, column and rule."""
    if judged.refusal:
        yield judged.refusal
    yield from judged.notes
    found = judged.findings.join(judged.place, on="at").fillna({"letter": ""})
    expected = _expected(judged)
    groups = found.groupby([*ORDER[:2], "rule", "column", "letter"])["source_row"].agg(["min", "count"])
    for (file, sheet, rule, column, letter), (first, count) in zip(groups.index, groups.to_numpy(), strict=True):
        yield Message(
            judged.load.source.settings.name, file, rule, _text(judged, rule, column, expected), sheet=sheet,
            row=int(first), letter=letter, rows=int(count), extract=judged.load.extract,
        )  # fmt: skip


def counts(judged: Judged) -> dict[str, int]:
    """Rule -> how often it was broken."""
    whole = [message.rule for message in (judged.refusal, *judged.notes) if message]
    return {str(rule): int(count) for rule, count in pd.concat([judged.findings["rule"], pd.Series(whole, dtype="str")])
            .value_counts().items()}  # fmt: skip


def _text(judged: Judged, rule: str, column: str, expected: dict[tuple[str, str], str]) -> str:
    table = judged.load.source.layout.extracts[judged.load.extract]
    heading = table.columns[column].source if column in table.columns else column
    key = (rule if rule in ("row_check", "out_of_range") else "", column)
    return words(rule, column=f'"{heading}"', extract=judged.load.extract, expected=expected.get(key, ""))


def _expected(judged: Judged) -> dict[tuple[str, str], str]:
    """(rule or nothing, column) -> what a good cell looks like, in words."""
    extract = EXTRACTS[judged.load.extract]
    layout = judged.load.source.layout.of(extract.name)
    words_for: dict[tuple[str, str], str] = {}
    for name, column in extract.columns.items():
        metadata = extract.metadata(name)
        forms = {"date": layout.dates, "timestamp": layout.timestamps}.get(metadata["kind"], [])
        like = " or ".join(date(2023, 12, 31).strftime(form) for form in forms)
        words_for["", name] = metadata.get("code_list") or f"a day like {like}"
        words_for["out_of_range", name] = " and ".join(str(check.error) for check in column.checks or [])
        about = [str(check.error) for check in extract.checks if str(check.name).startswith(name)]
        words_for["row_check", name] = " and ".join(about)
    return words_for
