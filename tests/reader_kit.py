"""Programs for the reader tests, run by interpreters that know nothing of this project.

Every published table carries the number of its release in every row, so that a reader notices a mixture.
"""

from __future__ import annotations

ROWS = 20_000

READER = """
import json, pathlib, sys, time, duckdb
published, stop, started = map(pathlib.Path, sys.argv[1:4])
QUESTION = (
    "select count(*), min(n), max(n), sum(x)::bigint, (select min(n) from dim), (select max(n) from dim) from fct"
)
seen, errors, looks = [], [], 0

def look(connection):
    rows, least, most, total, *dim = connection.execute(QUESTION).fetchone()
    if (rows, total) != (ROWS, ROWS * (ROWS - 1) // 2) or {least, most, *dim} != {least}:
        errors.append(f"a mixture: {rows} rows of {least} to {most} beside {dim}")
    return least

def opened(folder):
    return duckdb.connect(str(folder / "kpi.duckdb"), read_only=True)

holder = opened((published / "current").resolve())  # by another name: a process has one database per path
held = look(holder)
started.write_text("reading")
while not (done := stop.exists()) or looks == 0:
    try:
        connection = opened(published / "current")
        seen.append(look(connection))
        connection.close()
        if look(holder) != held:
            errors.append("the release that was held changed")
    except Exception as error:
        errors.append(f"{type(error).__name__}: {error}")
    looks += 1
print(json.dumps({"version": duckdb.__version__, "looks": looks, "seen": sorted(set(seen)), "errors": errors[:3]}))
""".replace("ROWS", str(ROWS))
"""Reopens ``current`` as often as it can and holds one connection all the time, until told to stop."""

NODE_READER = """
const fs = require('fs'), path = require('path');
const { DuckDBInstance } = require('@duckdb/node-api');
const [published, stop, started] = process.argv.slice(2);
const current = path.join(published, 'current');
const question = `select count(*)::int as rows, min(n)::int as least, max(n)::int as most, sum(x)::double as total,
    (select min(n)::int from dim) as dim from fct`;
async function look(connection) {
  const [row] = (await connection.runAndReadAll(question)).getRowObjects();
  const whole = row.rows === ROWS && row.total === ROWS * (ROWS - 1) / 2;
  if (!whole || row.least !== row.most || row.least !== row.dim) throw new Error('a mixture: ' + JSON.stringify(row));
  return row.least;
}
async function opened(folder) {
  const instance = await DuckDBInstance.create(path.join(folder, 'kpi.duckdb'), { access_mode: 'READ_ONLY' });
  return [instance, await instance.connect()];
}
(async () => {
  const [, holder] = await opened(fs.realpathSync(current));
  const held = await look(holder);
  fs.writeFileSync(started, 'reading');
  const seen = new Set(), errors = [];
  let looks = 0;
  while (!fs.existsSync(stop) || looks === 0) {
    try {
      const [instance, connection] = await opened(current);
      seen.add(await look(connection));
      connection.closeSync();
      instance.closeSync();
      if (await look(holder) !== held) errors.push('the release that was held changed');
    } catch (error) { errors.push(String(error)); }
    looks += 1;
  }
  console.log(JSON.stringify({ looks, seen: [...seen].sort((a, b) => a - b), errors: errors.slice(0, 3) }));
})();
""".replace("ROWS", str(ROWS))
"""The same with the Node client."""

PUBLISHER = """
import sys
from pathlib import Path
import duckdb
from pipeline import dbt, formats, release
from pipeline.home import Home
dbt.mart_descriptions = lambda _: {}
formats.write = lambda folder, earlier: formats.side_by_side(folder, ["archive"])  # two small tables are no report
home = Home(raw=Path(sys.argv[1]) / "raw", root=Path(sys.argv[1]) / "home").prepare()

def publish(n):
    with duckdb.connect(str(home.build)) as connection:
        connection.execute("update marts.fct set n = $n", {"n": n})
        connection.execute("update marts.dim set n = $n", {"n": n})
    return release.publish(home)
"""
"""Publishes the small build of a home as release number ``n``."""

TEN = PUBLISHER + "\nfor n in range(2, 12): print(publish(n).id, flush=True)\n"

KILLED = (
    PUBLISHER
    + """
import os, random, signal, time
from pipeline import gates, releases
from pipeline.verify import faults

def in_child(work):
    child = os.fork()
    if child == 0:
        try:
            work()
        finally:
            os._exit(0)
    return child

def check():
    current = releases.current(home)
    wrong = ["no release is current"] if current is None else faults(current)
    linked = (home.published / "current").resolve().name
    if current is not None and linked not in {each.id for each in releases.every(home)}:
        wrong.append("the link leads to no release")
    print("; ".join(wrong) or "verified", flush=True)

began = time.monotonic()
os.waitpid(in_child(lambda: publish(2)), 0)
duration = time.monotonic() - began
chance = random.Random(int(sys.argv[2]))
for n in range(3, 3 + int(sys.argv[3])):
    child = in_child(lambda: publish(n))
    time.sleep(chance.uniform(0, duration))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.waitpid(in_child(check), 0)
os.waitpid(in_child(lambda: publish(1000)), 0)
os.waitpid(in_child(check), 0)
"""
)
"""Publishes in children that are killed at random instants, and looks at what is current after each."""
