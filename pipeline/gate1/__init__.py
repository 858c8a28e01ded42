"""Gate 1: every delivered row is accepted into the warehouse or quarantined with its reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from pipeline import restricted, tokens, warehouse
from pipeline.gate1 import judge, loads, record
from pipeline.gate1.judge import Judged
from pipeline.home import Home
from pipeline.ledger import Ledger
from pipeline.messages import Message
from pipeline.sources import Source


class UnaccountedRowsError(AssertionError):
    """Rows were neither accepted nor quarantined, or both: a fault of this program, never of a delivery."""


@dataclass(frozen=True)
class GateResult:
    """What gate 1 did with an extract over all councils, in the loads that are in use.

    ``delivered`` = ``accepted`` + ``quarantined`` rows; ``findings``: rule -> rows, refused loads included;
    ``refused``: newer loads that could not be used; ``messages``: what to tell people.
    """

    extract: str
    delivered: int = 0
    accepted: int = 0
    quarantined: int = 0
    refused: int = 0
    findings: dict[str, int] = field(default_factory=dict)
    messages: tuple[Message, ...] = ()


def load_extract(name: str, home: Home) -> GateResult:
    """Put the newest good load of an extract of every council into ``raw.<name>``, and record what was decided.

    Needs ``landing.land`` and ``warehouse.start`` before. Repeating it changes nothing. Raises UnaccountedRowsError.
    """
    result = GateResult(name)
    identities, quarantined = [], []
    with Ledger.open(home) as ledger, warehouse.open_build(home) as build:
        build.forget(name)
        for source in ledger.sources():
            key = tokens.for_council(home, source.council)
            for judged in _tried(ledger, source, name, home):
                _account(judged)
                build.put_load(judged)
                recorded = record.Recorded(judged, key)
                build.put_findings(recorded.findings(), list(record.messages(judged)))
                quarantined.append(record.quarantine(judged))
                if judged.refusal is None:
                    build.put_rows(name, source.council, judged.load.extract_date, recorded.accepted())
                    identities.append(recorded.identities())
                result = _with(result, judged)
    restricted.write(home, "identity", name, identities)
    restricted.write(home, "quarantine", name, quarantined)
    return result


def _tried(ledger: Ledger, source: Source, name: str, home: Home) -> Iterator[Judged]:
    """The loads that were refused, newest first, and the good one that is used instead, if there is one."""
    for load in loads.undated(ledger, source, name):
        yield judge.judge(load, home)
    for load in loads.candidates(ledger, source, name):
        judged = judge.judge(load, home)
        yield judged
        if judged.refusal is None:
            return


def _account(judged: Judged) -> None:
    if judged.accepted + judged.quarantined != judged.delivered or not judged.typed.index.is_unique:
        raise UnaccountedRowsError(
            f"{judged.load.extract} of {judged.load.source.council}: {judged.delivered} rows were delivered, "
            f"{judged.accepted} accepted and {judged.quarantined} quarantined. Please report this fault."
        )


def _with(result: GateResult, judged: Judged) -> GateResult:
    is_used = judged.refusal is None
    return GateResult(
        result.extract,
        result.delivered + judged.delivered * is_used,
        result.accepted + judged.accepted * is_used,
        result.quarantined + judged.quarantined * is_used,
        result.refused + (not is_used),
        dict(Counter(result.findings) + Counter(record.counts(judged))),
        (*result.messages, *record.messages(judged)),
    )
