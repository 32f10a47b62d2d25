"""GDAL's command line: one run of ogr2ogr or ogrinfo a step, rows as JSON."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import shared

SOURCE = f"ODBC:{sys.argv[1]}"


def output(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(done.stderr)
    return done.stdout


def rows(sql: str) -> shared.Rows:
    lines = output("ogr2ogr", "-f", "GeoJSONSeq", "/vsistdout/", SOURCE, "-sql", sql).splitlines()
    return [json.loads(line)["properties"].values() for line in lines]


def tables() -> shared.Rows:
    layers = re.findall(r"^\d+: \w+\.(.+)$", output("ogrinfo", "-ro", "-q", SOURCE), re.MULTILINE)
    return [[layer] for layer in layers]


def columns(table: str) -> shared.Rows:
    (layer,) = re.findall(rf"^\d+: (\w+\.{table})$", output("ogrinfo", "-ro", "-q", SOURCE), re.MULTILINE)
    description = output("ogrinfo", "-ro", "-so", SOURCE, layer)
    return [[name] for name in re.findall(r"^(\w+): \w+ \(\d", description, re.MULTILINE)]


shared.answer({"rows": rows, "tables": tables, "columns": columns})
