"""Gate 1: every delivered row is accepted into the warehouse or quarantined with its reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import product

from pipeline import parallel, restricted, tokens, warehouse
from pipeline.gate1 import judge, loads, record
from pipeline.gate1.judge import Judged
from pipeline.gate1.record import Decided
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


def load_extracts(names: Iterable[str], home: Home) -> Iterator[GateResult]:
    """Put the newest good load of each extract of every council into ``raw.<name>``, and record what was decided.

    Loads are read and judged on every core, and written one extract after another; yields an extract's result once it
    is in the build. Needs ``landing.land`` and ``warehouse.start`` before. Repeating it changes nothing. Raises
    UnaccountedRowsError.
    """
    tokens.prepare(home)
    with Ledger.open(home) as ledger:
        councils = [source.council for source in ledger.sources()]
    wanted = list(names)
    tried = parallel.spread(partial(_decide, home), product(wanted, councils))
    with warehouse.open_build(home) as build:
        for name in wanted:
            yield _put(name, home, build, [load for _ in councils for load in next(tried)])


def _put(name: str, home: Home, build: warehouse.Build, decided: list[Decided]) -> GateResult:
    """Write what was decided about the loads of one extract."""
    result = GateResult(name)
    with build.transaction():
        build.forget(name)
        for each in decided:
            build.put_load(each)
            build.put_findings(each.findings, each.messages)
            if each.rows is not None:
                build.put_rows(name, each.load.source.council, each.load.extract_date, each.rows)
            result = _with(result, each)
    restricted.write(home, "identity", name, [each.identities for each in decided if each.identities is not None])
    restricted.write(home, "quarantine", name, [each.quarantine for each in decided])
    return result


def _decide(home: Home, pair: tuple[str, str]) -> list[Decided]:
    """Judge the loads of one extract and council: those refused, and the good one that is used."""
    name, council = pair
    with Ledger.open(home) as ledger:
        source = next(source for source in ledger.sources() if source.council == council)
        tried = list(_tried(ledger, source, name, home))
    for judged in tried:
        _account(judged)
    return [record.decided(judged, tokens.for_council(home, council)) for judged in tried]


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


def _with(result: GateResult, decided: Decided) -> GateResult:
    is_used = decided.refusal is None
    return GateResult(
        result.extract,
        result.delivered + decided.delivered * is_used,
        result.accepted + decided.accepted * is_used,
        result.quarantined + decided.quarantined * is_used,
        result.refused + (not is_used),
        dict(Counter(result.findings) + Counter(decided.counts)),
        (*result.messages, *decided.messages),
    )
