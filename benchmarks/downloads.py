"""Signed downloads of a large file: by the web process, behind nginx (X-Accel-Redirect), from an S3-compatible store.

    .venv/bin/python -m benchmarks.downloads [--gigabytes 2] [--rounds 5]

Each round takes the file every way, one after the other, with curl into nothing, over loopback. Beside it stand nginx
alone (the same file from a folder) and the store alone. Memory is the resident set of the web processes before and at
its highest while they send. nginx is the machine's, or Debian's package unpacked into a folder of this run; without
either its lines are left out. The store is moto, a Python program: only the ratio says something.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

BASE = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(BASE))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import boto3  # noqa: E402
from botocore.config import Config  # noqa: E402

from config import embedded  # noqa: E402

embedded.ensure()
import django  # noqa: E402

django.setup()
from benchmarks.machine import machine  # noqa: E402
from tests import template_database  # noqa: E402
from tests.browser.desk import environment, free_port  # noqa: E402
from tests.fakes.store import ACCESS, REGION, SECRET, Store  # noqa: E402

NAME = "copies/00/film"
ROWS = """
import json, os, sys
from config import embedded; embedded.ensure()
import django; django.setup()
from datetime import timedelta
from django.contrib.auth.models import User
from django.utils import timezone
from publishing.partners import acceptances, links
from publishing.partners.models import Agreement, Copy, Member, Offer, Organisation
from tests.publishing import stage
clip = stage.clip()
museum = Organisation.objects.create(name="Museum")
member = Member.objects.create(user=User.objects.create_user("anna"), organisation=museum)
agreed = Agreement.objects.create(organisation=museum, title="Loop", use="education", starts_on=timezone.localdate())
offer = Offer.objects.create(clip=clip, version=clip.version, titles={"en": "Film"}, offered_at=timezone.now())
size, digest = int(sys.argv[1]), sys.argv[2]
copy = Copy.objects.create(
    member=member, agreement=agreed, offer=offer, title="Film", terms_hash=agreed.terms_hash, state="ready",
    expires_at=timezone.now() + timedelta(days=1),
    files=[{"name": "film.mp4", "stored": "copies/00/film", "type": "video/mp4", "size": size, "sha256": digest}],
)
print(links.address(copy, 0))
"""


def make_file(path: Path, *, size: int) -> str:
    """A file whose blocks all differ; returns its SHA-256."""
    path.parent.mkdir(parents=True, exist_ok=True)
    seed, digest = os.urandom(2**20), hashlib.sha256()
    with path.open("wb") as file:
        for number in range(size // 2**20):
            block = number.to_bytes(8, "big") + seed[8:]
            file.write(block)
            digest.update(block)
    return digest.hexdigest()


@contextmanager
def running(command: list[str], *, env: dict[str, str], address: str) -> Iterator[subprocess.Popen[bytes]]:
    """A server until it answers; ended by its own number."""
    log = Path(env["PUGMARK_VAR"], "benchmark.log").open("ab")  # noqa: SIM115 - as long as the server
    process = subprocess.Popen(command, cwd=BASE, env=env, stdout=log, stderr=log)
    try:
        for _try in range(300):
            try:
                urllib.request.urlopen(address, timeout=2).close()  # noqa: S310 - loopback
                break
            except urllib.error.HTTPError:
                break
            except OSError:
                time.sleep(0.1)
        else:
            raise RuntimeError(f"{command[0]} did not answer on {address}")
        yield process
    finally:
        process.terminate()
        process.wait(20)
        log.close()


def web(env: dict[str, str], port: int):  # type: ignore[no-untyped-def]
    """The web server as `manage.py serve` starts it."""
    command = [
        str(Path(sys.executable).parent / "gunicorn"), "config.wsgi:application", "--bind", f"127.0.0.1:{port}",
        "--worker-class", "gthread", "--workers", "2", "--threads", "8", "--timeout", "120", "--preload",
        "--no-control-socket",
    ]  # fmt: skip
    return running(command, env=env, address=f"http://127.0.0.1:{port}/alive/")


def nginx_binary(folder: Path) -> Path | None:
    """The machine's nginx, or Debian's package unpacked; None where there is neither."""
    found = shutil.which("nginx")
    if found:
        return Path(found)
    if shutil.which("apt-get") is None:
        return None
    got = subprocess.run(["apt-get", "download", "nginx"], cwd=folder, capture_output=True)
    packages = list(folder.glob("nginx_*.deb"))
    if got.returncode or not packages:
        return None
    subprocess.run(["dpkg-deb", "-x", str(packages[0]), str(folder / "nginx")], check=True)
    return folder / "nginx" / "usr" / "sbin" / "nginx"


def nginx_settings(folder: Path, *, port: int, behind: int, media: Path) -> Path:
    user = "user root;" if os.geteuid() == 0 else ""
    path = folder / "nginx.conf"
    path.write_text(f"""
{user} daemon off; worker_processes 2; pid {folder}/nginx.pid; error_log {folder}/nginx.log;
events {{ worker_connections 256; }}
http {{
  access_log off; sendfile on; tcp_nopush on;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  server {{
    listen 127.0.0.1:{port};
    location / {{ proxy_pass http://127.0.0.1:{behind}; proxy_set_header Host 127.0.0.1; }}
    location /protected/ {{ internal; alias {media}/; }}
    location /alone/ {{ alias {media}/; }}
  }}
}}
""")
    return path


def speed(address: str) -> float:
    """Megabytes a second (10^6), following redirects."""
    said = subprocess.run(
        ["curl", "-sSLf", "-o", "/dev/null", "-w", "%{speed_download} %{size_download}", address],
        capture_output=True, text=True, check=True,
    ).stdout.split()  # fmt: skip
    return float(said[0]) / 1e6


def resident(process: subprocess.Popen[bytes]) -> int:
    """Bytes in memory of a server and its children."""
    pids = [process.pid]
    for task in Path(f"/proc/{process.pid}/task").glob("*/children"):
        pids += [int(pid) for pid in task.read_text().split()]
    pages = sum(int(Path(f"/proc/{pid}/statm").read_text().split()[1]) for pid in pids)
    return pages * os.sysconf("SC_PAGE_SIZE")


@contextmanager
def highest(process: subprocess.Popen[bytes], seen: list[int]) -> Iterator[None]:
    """Note the memory of a server while something runs."""
    over = threading.Event()

    def look() -> None:
        while not over.wait(0.05):
            seen.append(resident(process))

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def ranges_right(address: str, path: Path, *, size: int) -> bool:
    """Whether four ranges, of the beginning, the middle, the end and all after a byte, are the file's own bytes."""
    for first, last in ((0, 99), (size // 2, size // 2 + 70_000), (size - 5, size - 1), (size - 3_000_001, size - 1)):
        request = urllib.request.Request(address, headers={"Range": f"bytes={first}-{last}"})  # noqa: S310
        with urllib.request.urlopen(request) as answer, path.open("rb") as file:  # noqa: S310 - loopback
            file.seek(first)
            if answer.status != 206 or answer.read() != file.read(last - first + 1):
                return False
    return True


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--gigabytes", type=float, default=2.0)
    asked.add_argument("--rounds", type=int, default=5)
    given = asked.parse_args()
    size = int(given.gigabytes * 1024) * 2**20
    print(machine(), flush=True)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="pm-")))
        folder.chmod(0o755)
        media = folder / "media"
        digest = make_file(media / NAME, size=size)
        database = stack.enter_context(template_database.copied(f"downloads_{folder.name.replace('-', '_')}"))
        plain, behind, front = free_port(), free_port(), free_port()
        env = environment(folder, plain) | {
            "DATABASE_URL": database,
            "CACHE_URL": f"unix://{embedded.redis_socket()}?db=3",
            "MEDIA_ROOT": str(media),
        }
        link = subprocess.run(
            [sys.executable, "-c", ROWS, str(size), digest],
            cwd=BASE,
            env=env,
            capture_output=True,
            text=True,
            check=True,
        ).stdout.split()[-1]
        path = link.removeprefix(f"http://127.0.0.1:{plain}")
        process = stack.enter_context(web(env, plain))
        ways = {"web process": f"http://127.0.0.1:{plain}{path}"}
        binary = nginx_binary(folder)
        if binary is None:
            print("nginx: none on this machine, its lines are left out")
        else:
            stack.enter_context(web(env | {"NGINX_PREFIX": "/protected/"}, behind))
            settings = nginx_settings(folder, port=front, behind=behind, media=media)
            command = [str(binary), "-c", str(settings), "-e", str(folder / "nginx.log"), "-p", str(folder)]
            stack.enter_context(running(command, env=env, address=f"http://127.0.0.1:{front}/alive/"))
            ways |= {
                "behind nginx": f"http://127.0.0.1:{front}{path}",
                "nginx alone": f"http://127.0.0.1:{front}/alone/{NAME}",
            }
        right = {name: ranges_right(address, media / NAME, size=size) for name, address in ways.items()}
        before, seen = resident(process), []
        speeds: dict[str, list[float]] = {name: [] for name in ways}
        for _round in range(given.rounds):
            for name, address in ways.items():
                with highest(process, seen) if name == "web process" else ExitStack():
                    speeds[name].append(speed(address))
        told(speeds, alone="nginx alone", right=right)
        print(
            f"memory of the web processes: {before / 2**20:.0f} MiB before, {max(seen) / 2**20:.0f} MiB at the most "
            f"while sending {size / 2**30:.1f} GiB"
        )
        store(env, media / NAME, path=path, size=size, rounds=given.rounds)


def store(env: dict[str, str], file: Path, *, path: str, size: int, rounds: int) -> None:
    """The same link with the files in a store: a redirect to a presigned address."""
    with Store() as fake:
        with file.open("rb") as content:
            fake.client.upload_fileobj(content, fake.bucket, NAME)
        port = free_port()
        settings = env | {
            "AWS_STORAGE_BUCKET_NAME": fake.bucket, "AWS_S3_ENDPOINT_URL": fake.url, "AWS_S3_REGION_NAME": REGION,
            "AWS_ACCESS_KEY_ID": ACCESS, "AWS_SECRET_ACCESS_KEY": SECRET, "AWS_S3_ADDRESSING_STYLE": "path",
            "PORT": str(port),
        }  # fmt: skip
        # Through the same gate that checks signatures; the store's own client goes behind it.
        client = boto3.client(
            "s3", endpoint_url=fake.url, region_name=REGION, aws_access_key_id=ACCESS, aws_secret_access_key=SECRET,
            config=Config(signature_version="s3v4", s3={"addressing_style": "path"}),
        )  # fmt: skip
        alone = client.generate_presigned_url("get_object", Params={"Bucket": fake.bucket, "Key": NAME})
        with web(settings, port) as process:
            ways = {"through the link": f"http://127.0.0.1:{port}{path}", "store alone": alone}
            right = {name: ranges_right(address, file, size=size) for name, address in ways.items()}
            before, seen = resident(process), []
            speeds: dict[str, list[float]] = {name: [] for name in ways}
            for _round in range(rounds):
                for name, address in ways.items():
                    with highest(process, seen):
                        speeds[name].append(speed(address))
            told(speeds, alone="store alone", right=right)
            print(
                f"memory of the web processes: {before / 2**20:.0f} MiB before, {max(seen) / 2**20:.0f} MiB at the most"
            )


def told(speeds: dict[str, list[float]], *, alone: str, right: dict[str, bool]) -> None:
    """A line for each way: median, lowest and highest, and its median beside the one that stands alone."""
    for name, found in speeds.items():
        middle = statistics.median(found)
        ratio = f", {middle / statistics.median(speeds[alone]):.2f} of {alone}" if speeds.get(alone) else ""
        ranges = "ranges right" if right[name] else "RANGES WRONG"
        print(f"{name}: {middle:,.0f} MB/s ({min(found):,.0f} to {max(found):,.0f}){ratio}; {ranges}", flush=True)


if __name__ == "__main__":
    main()
