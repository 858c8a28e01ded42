"""Gates 2 and 3: the cases and the marts that the build made are held to their contracts.

Belongs here: one asset per gate, its checks as Dagster asset checks. Not: the checks themselves.
"""

from collections.abc import Callable, Iterable, Sequence

import dagster as dg

from assets.warehouse import warehouse
from pipeline import gate2, gate3, progress
from pipeline.gates import Check
from pipeline.home import Home


def gate_asset(
    name: str, check: Callable[[Home], list[Check]], names: Iterable[str], deps: Sequence[dg.AssetKey], description: str
) -> dg.AssetsDefinition:
    """The asset of one gate: it runs ``check`` and reports every result under its name."""

    @dg.asset(
        name=name,
        description=description,
        deps=deps,
        group_name="gates",
        kinds={"python"},
        check_specs=[dg.AssetCheckSpec(each, asset=name, blocking=True) for each in names],
    )
    def gate(home: dg.ResourceParam[Home]) -> dg.MaterializeResult:
        progress.report(name.replace("_", " "))
        results = check(home)
        failed = sum(not result.passed for result in results)
        return dg.MaterializeResult(
            metadata={"checks": len(results), "failed": failed}, check_results=[_as_dagster(r) for r in results]
        )

    return gate


def _as_dagster(check: Check) -> dg.AssetCheckResult:
    severity = dg.AssetCheckSeverity.ERROR if check.severity == "error" else dg.AssetCheckSeverity.WARN
    return dg.AssetCheckResult(check_name=check.name, passed=check.passed, severity=severity, metadata=check.counts)


def _built_in(*schemas: str) -> list[dg.AssetKey]:
    return [key for key in warehouse.keys if key.path[0] in schemas]


gates = [
    gate_asset(
        "gate_2", gate2.check, gate2.names(), _built_in("staging", "quality"),
        "The staged cases keep their contract, and every finding names a rule that has an owner.",
    ),
    gate_asset(
        "gate_3", gate3.check, gate3.names(), _built_in("measures", "marts"),
        "The marts keep their contract, are complete, and agree with themselves and with what was delivered.",
    ),
]  # fmt: skip
