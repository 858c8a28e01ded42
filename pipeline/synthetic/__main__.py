"""``python -m pipeline.synthetic --out DIR``: write deliveries and print how many rows each council has."""

import argparse
from pathlib import Path

from pipeline.synthetic import generate

parser = argparse.ArgumentParser(description="Write synthetic deliveries.")
parser.add_argument("--out", type=Path, required=True)
parser.add_argument("--scale", type=float, default=1.0)
parser.add_argument("--seed", type=int, default=2024)
options = parser.parse_args()
for summary in generate(options.out, options.scale, options.seed):
    print(f"{summary.name}: {summary.rows:,} rows, {summary.dirty / summary.last_night:.1%} dirty")
