"""Read a release back and hold it against its manifest: ``python -m pipeline.verify FOLDER``."""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb

from pipeline.fingerprints import file_sha256, fingerprints
from pipeline.releases import Release


def faults(release: Release) -> list[str]:
    """What differs between a release and its manifest, in words; empty when nothing does."""
    try:
        release.manifest["files"], release.manifest["tables"]
    except (OSError, ValueError, KeyError):
        return ["manifest.json is missing or cannot be read: nothing in the release can be trusted"]
    public = Release(release.folder / "public")
    editions = {"": release} | ({"public/": public} if public.folder.exists() else {})
    return [
        *_file_faults(release),
        *(fault for place, edition in editions.items() for fault in _readable(place, edition)),
    ]


def _readable(place: str, edition: Release) -> list[str]:
    try:
        return [f"{place}{fault}" for fault in _table_faults(edition)]
    except (duckdb.Error, OSError, ValueError, KeyError):
        return [f"{place}kpi.duckdb cannot be read"]


def _file_faults(release: Release) -> list[str]:
    expected = release.manifest["files"]
    present = {p.relative_to(release.folder).as_posix() for p in release.folder.rglob("*") if p.is_file()}
    unexpected = present - {*expected, "manifest.json"}
    return [
        *(f"{name} is missing" for name in sorted(expected.keys() - present)),
        *(f"{name} does not belong to the release" for name in sorted(unexpected)),
        *(f"{name} was changed" for name in sorted(expected.keys() & present)
          if file_sha256(release.folder / name) != expected[name]),
    ]  # fmt: skip


def _table_faults(release: Release) -> list[str]:
    """Tables whose rows, in the database or in Parquet, are not those of the manifest."""
    found = []
    with duckdb.connect(str(release.database), read_only=True) as connection:
        connection.execute("set enable_progress_bar = false")  # it would stand among the answer
        expected = release.manifest["tables"]
        copies = [copy for name in expected for copy in (f'"{name}"', f"'{release.parquet / name}.parquet'")]
        made = fingerprints(connection, copies)
    for name, in_database, in_parquet in zip(expected, made[::2], made[1::2], strict=True):
        if in_database != expected[name]:
            found.append(f"kpi.duckdb: table {name} does not hold the rows of the manifest")
        if in_parquet != expected[name]:
            found.append(f"parquet/{name}.parquet does not hold the rows of the manifest")
    return found


def main() -> int:
    """Print the faults of the release in the folder given; exit status 1 when there are any."""
    found = faults(Release(Path(sys.argv[1])))
    print("\n".join(found), file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
