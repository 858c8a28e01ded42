"""Build: staging, intermediate, quality, measures and marts, in one dbt build.

Belongs here: the one ``@dbt_assets``. Not: SQL, which lives in ``dbt_project/``.
"""

from collections.abc import Iterator
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, DbtCliResource, dbt_assets

from pipeline import dbt as project
from pipeline import gates, progress
from pipeline.home import Home


class ByFolder(DagsterDbtTranslator):
    """Puts each dbt node in a group named as its folder: staging, measures, charts, marts, ...; seeds in one."""

    def get_asset_spec(self, manifest: Any, unique_id: str, project: Any) -> dg.AssetSpec:
        """The default asset of a dbt node, in the group of its folder."""
        spec = super().get_asset_spec(manifest, unique_id, project)
        node = self.get_resource_props(manifest, unique_id)
        return spec.replace_attributes(group_name="seeds" if node["resource_type"] == "seed" else node["fqn"][-2])


@dbt_assets(manifest=project.prepared_manifest(Home.from_environment()), dagster_dbt_translator=ByFolder())
def warehouse(context: dg.AssetExecutionContext, dbt: DbtCliResource, home: dg.ResourceParam[Home]) -> Iterator[Any]:
    """Every model, seed and data test of the dbt project; its unit tests judge code, not data, and run in pytest."""
    progress.report("warehouse")
    gates.forget(home)
    for event in dbt.cli(["build", "--exclude-resource-type", "unit_test"], context=context).stream():
        progress.report("warehouse", getattr(event, "output_name", None) or "")
        yield event
    project.forget_old_invocations(home)
