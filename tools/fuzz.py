"""Runs every fuzz target for some seconds, from its seeds: fuzz.py SECONDS BUILD [TARGET …]

Seeds are the golden frames and the lines (hexadecimal) of tests/fuzz/seeds/TARGET.txt. What is found new stays in
BUILD/corpus for the next run, a finding in BUILD/findings.
"""

from __future__ import annotations

import json
import os
import re
import struct
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NATIVE = ("replies", "columns", "parameters", "texts", "calls")
PYTHON = ("connection_strings", "frames")
BATCH_AT_OF_ROW_4 = struct.pack("<HQqII", 0x114, 4, -1, 0, 0)  # in front of a BATCH
OPTIONS = ("-max_len=4000", "-len_control=20", "-timeout=20", "-print_final_stats=1")


def main(seconds: str, folder: str, *names: str) -> int:
    build = Path(folder).resolve()
    targets = names or (*NATIVE, *PYTHON)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        fine = list(pool.map(lambda name: _run(name, seconds, build), targets))
    print(f"{sum(fine)} passed, {len(fine) - sum(fine)} failed", flush=True)
    return not all(fine)


def _run(name: str, seconds: str, build: Path) -> bool:
    corpus, findings = build / "corpus" / name, build / "findings"
    for path in (corpus, findings):
        path.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(_seeds(name)):
        (corpus / f"seed-{number}").write_bytes(seed)
    program = [build / f"native/fuzz/fuzz_{name}"] if name in NATIVE else [sys.executable, f"tests/fuzz/{name}.py"]
    command = [*program, *OPTIONS, f"-max_total_time={seconds}", f"-artifact_prefix={findings}/{name}-", corpus]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    told = done.stdout.decode(errors="replace")
    executions = re.search(r"number_of_executed_units: (\d+)", told)
    features = re.findall(r" ft: (\d+)", told)
    verdict = "no finding" if done.returncode == 0 else "A FINDING\n" + told[-6000:]
    reached = f"{executions[1] if executions else 'no'} executions, {features[-1] if features else 'no'} features"
    print(f"{name}: {reached}, {verdict}", flush=True)
    return done.returncode == 0


def _seeds(name: str) -> list[bytes]:
    kept = ROOT / f"tests/fuzz/seeds/{name}.txt"
    seeds = [bytes.fromhex(line) for line in kept.read_text(encoding="ascii").splitlines()] if kept.exists() else []
    for frame in json.loads((ROOT / "tests/odbc/golden_frames.json").read_text(encoding="utf-8")):
        is_reply = frame["type"] >= 0x100
        payload = bytes.fromhex(frame["payload_hex"])
        if name == "replies" and is_reply:
            seeds.append(frame["type"].to_bytes(2, "little") + payload)
        if name == "replies" and frame["name"] == "BATCH every layout":
            seeds.append(BATCH_AT_OF_ROW_4 + payload)
        if name == "frames" and not is_reply:
            seeds.append(bytes.fromhex(frame["header_hex"]) + payload)
    return seeds


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
