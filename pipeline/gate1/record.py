"""Record: what gate 1 decided, in the shapes of the warehouse and of the restricted files, and in words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date

import pandas as pd

from pipeline.contracts import EXTRACTS
from pipeline.gate1.judge import ORDER, Judged
from pipeline.messages import Message, rules, words
from pipeline.tokens import Tokens


def accepted(judged: Judged, tokens: Tokens) -> pd.DataFrame:
    """The accepted rows as ``raw.<extract>`` has them, in order of their record token."""
    extract = EXTRACTS[judged.load.extract]
    rows = judged.typed.loc[~judged.is_bad].copy()
    record = record_tokens(judged, tokens).loc[rows.index]
    for name in extract.of_kind("identifier"):
        rows[name] = tokens.of(extract.metadata(name)["of"], rows[name])
    rows = rows.rename(columns=extract.token_columns())
    rows["council_id"] = judged.load.source.council
    rows["extract_date"] = judged.load.extract_date
    rows["load_id"] = judged.load.load_id
    place = judged.place.loc[rows.index]
    rows = rows.assign(source_file=place["source_file"], source_row=place["source_row"], record_token=record)
    return rows.sort_values("record_token", kind="stable")


def record_tokens(judged: Judged, tokens: Tokens) -> pd.Series[str]:
    """The token of each row's key; missing while part of the key is."""
    extract = EXTRACTS[judged.load.extract]
    if len(extract.key) == 1:
        return tokens.of(extract.metadata(extract.key[0])["of"], judged.typed[extract.key[0]])
    keys = judged.typed[list(extract.key)].astype("str")
    joined = keys.fillna("").agg("|".join, axis="columns").where(keys.notna().all(axis="columns"))
    return tokens.of(extract.name, joined.astype("str"))


def identities(judged: Judged, tokens: Tokens) -> pd.DataFrame:
    """Who is behind each token: one row per kind and token (restricted)."""
    extract = EXTRACTS[judged.load.extract]
    found = []
    for name in extract.of_kind("identifier"):
        kind = extract.metadata(name)["of"]
        raw = judged.typed[name].dropna().drop_duplicates()
        found.append(pd.DataFrame({"council_id": tokens.council_id, "kind": kind, "token": tokens.of(kind, raw),
                                   "source_id": raw}))  # fmt: skip
    return pd.concat(found).drop_duplicates(["kind", "token"]).sort_values(["kind", "token"])


def findings(judged: Judged, tokens: Tokens) -> pd.DataFrame:
    """The findings as ``raw.finding`` has them: places and tokens, never a value out of the delivery."""
    found = judged.findings.join(judged.place, on="at")
    found["record_token"] = found["at"].map(record_tokens(judged, tokens)).astype("str")
    found["team"] = found["at"].map(_known_teams(judged)).astype("str")
    found = found.rename(columns={"column": "column_name", "rule": "rule_id", "letter": "column_letter"})
    found = found.assign(
        council_id=judged.load.source.council, extract=judged.load.extract, load_id=judged.load.load_id,
        severity=found["rule_id"].map({name: rule.severity for name, rule in rules().items()}),
    )  # fmt: skip
    return found.sort_values([*ORDER, "rule_id", "column_name"])


def _known_teams(judged: Judged) -> pd.Series[str]:
    """The team of each row, where accepted rows name the same one; in a shifted row the cell may hold a name."""
    team = judged.typed.get("team", pd.Series(None, index=judged.typed.index, dtype="str"))
    return team.where(team.isin(team.loc[~judged.is_bad].unique()))


def quarantine(judged: Judged) -> pd.DataFrame:
    """Every finding with the cell and the whole row as delivered (restricted)."""
    found = judged.findings.join(judged.place, on="at")
    rows = judged.text.loc[found["at"].unique()]
    whole = {at: json.dumps(row, ensure_ascii=False) for at, row in
             zip(rows.index, rows.astype("object").where(rows.notna(), None).to_dict("records"), strict=True)}  # fmt: skip
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
    extract, layout = EXTRACTS[judged.load.extract], judged.load.source.layout
    words_for: dict[tuple[str, str], str] = {}
    for name, column in extract.columns.items():
        metadata = extract.metadata(name)
        forms = {"date": layout.dates, "timestamp": layout.timestamps}.get(metadata["kind"], [])
        words_for["", name] = metadata.get("code_list") or " or ".join(date(2023, 12, 31).strftime(f) for f in forms)
        words_for["out_of_range", name] = " and ".join(str(check.error) for check in column.checks or [])
        about = [str(check.error) for check in extract.checks if str(check.name).startswith(name)]
        words_for["row_check", name] = " and ".join(about)
    return words_for
