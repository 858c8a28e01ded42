"""Practice deliveries for the tests of the generator."""

from __future__ import annotations

from pathlib import Path

import pytest
from filelock import FileLock

from pipeline.home import PROJECT
from pipeline.synthetic import generate

SHIPPED = 2024


@pytest.fixture(scope="session", params=[SHIPPED, 99])
def delivered(request: pytest.FixtureRequest, shared: Path) -> Path:
    """The folders of all councils: those that are shipped, and those of another seed, made once for all workers."""
    if request.param == SHIPPED:
        return PROJECT / "data" / "raw"
    folder = shared / f"deliveries-{request.param}"
    with FileLock(f"{folder}.lock"):
        if not folder.exists():
            generate(folder, seed=request.param)
    return folder
