"""The services that come from wheels."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
KILLED = """
import os, signal, sys
from config import embedded
embedded.ensure()
where = embedded.places()
pid = int((where.data / "postmaster.pid").read_text().splitlines()[0])
os.kill(pid, signal.SIGKILL)
while open(f"/proc/{pid}/stat").read().rpartition(")")[2].split()[0] != "Z":
    pass
embedded._holding = None  # as another process, while the dead one is still a child of this
embedded.ensure()
import psycopg
with psycopg.connect(f"host={where.sockets} user=postgres dbname=pugmark") as connection:
    print(connection.execute("SELECT 6 * 7").fetchone()[0])
"""


def test_a_database_that_was_killed_starts_again_while_its_number_is_still_taken(tmp_path: Path) -> None:
    environment = {**os.environ, "PUGMARK_VAR": str(tmp_path / "var"), "PYTHONPATH": str(ROOT), "DATABASE_URL": ""}
    done = subprocess.run(
        [sys.executable, "-c", KILLED], env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.stdout.strip() == "42", done.stderr[-2000:]
