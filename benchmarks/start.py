"""How long `make run` takes until it listens: the first start of an empty installation, and every one after it.

    .venv/bin/python benchmarks/start.py [--runs 5]

The installation is a temporary folder; the demo is left out. Prints seconds from the start of the process to the line
that says it listens.
"""

from __future__ import annotations

import argparse
import os
import platform
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

BASE = Path(__file__).resolve().parents[1]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start_once(var: Path) -> float:
    environment = {**os.environ, "PUGMARK_VAR": str(var), "MEDIA_ROOT": str(var / "media"), "PORT": str(free_port())}
    began = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "manage.py", "serve", "--no-demo"],
        cwd=BASE,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        for line in process.stdout or ():
            if "listens on" in line:
                return time.monotonic() - began
        raise SystemExit("it ended before it listened")
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(60)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory(prefix="pugmark-") as folder:
        Path(folder).chmod(0o755)
        var = Path(folder) / "var"
        first = start_once(var)
        later = [start_once(var) for _ in range(runs)]
    print(f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    print(f"first start, with migrations: {first:.1f} s")
    spread = f"from {min(later):.1f} to {max(later):.1f} s, {runs} runs"
    print(f"later starts: median {statistics.median(later):.1f} s ({spread})")


if __name__ == "__main__":
    main()
