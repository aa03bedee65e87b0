"""Every address that the desk answers to, and what each role meets there.

`python -m tests.config.addresses` writes the table `addresses.csv` anew, whose difference shows who gained what and who
lost it; the tests compare with it.
"""

from __future__ import annotations

import csv
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern

TABLE = Path(__file__).with_name("addresses.csv")
FOLDER = "PUGMARK_WRITE_ADDRESSES"
SAMPLES = {
    "int": "999999999",
    "uuid": "00000000-0000-4000-8000-000000000000",
    "slug": "none",
    "str": "none",
    "path": "none",
}
"""What stands for each kind of argument: nothing that is stored."""
_ARGUMENT = re.compile(r"<(?:(\w+):)?(\w+)>")
_GROUP = re.compile(r"\((?:\?P<\w+>|\?:)?[^()]*\)[?*+]?")


def addresses() -> list[str]:
    """All of them as paths with `<kind:name>` filled in, sorted, each once; no query."""
    return sorted(set(_beneath(get_resolver().url_patterns, before="/")))


def _beneath(patterns: list[Any], *, before: str) -> Iterator[str]:
    for each in patterns:
        here = before + _written(each.pattern)
        if isinstance(each, URLResolver):
            yield from _beneath(each.url_patterns, before=here)
        elif isinstance(each, URLPattern):
            yield here


def _written(pattern: Any) -> str:
    """A pattern with samples in the place of its arguments."""
    text = str(pattern)
    if isinstance(pattern, RoutePattern):
        return _ARGUMENT.sub(lambda found: _sample(found[1] or "str", found[2]), text)
    plain = text.removeprefix("^").removesuffix("$").removesuffix("\\Z")
    while _GROUP.search(plain):
        plain = _GROUP.sub(lambda found: "1" if r"\d" in found[0] else "none", plain)
    return plain.replace(".*", "none").replace("\\", "")


def _sample(kind: str, name: str) -> str:
    """A key is a number also where Wagtail declares it as text."""
    return SAMPLES["int"] if name in {"pk", "object_id"} and kind == "str" else SAMPLES.get(kind, "none")


def met(answer: Any, *, address: str) -> str:
    """What an answer is to who asked: "in", "sign in", "refused" or "fault"."""
    if answer.status_code >= 500 and answer.status_code != 503:  # the health page says so of a desk without workers
        return "fault"
    if answer.status_code in (401, 403):
        return "refused"
    if answer.status_code == 302:
        where = answer["Location"]
        if "/login/" in where:
            return "sign in"
        if where == "/studio/" and address != "/":
            return "refused"  # Wagtail sends who may not back to the beginning
    return "in"


def write() -> None:
    """Ask as everybody, and write the table."""
    with tempfile.TemporaryDirectory() as folder:
        tests = [sys.executable, "-m", "pytest", "-q", "tests/config/test_addresses.py"]
        subprocess.run(tests, env={**os.environ, FOLDER: folder}, check=True)
        columns = {}
        for path in Path(folder).glob("*.csv"):
            with path.open(encoding="utf-8", newline="") as file:
                columns[path.stem] = dict(csv.reader(file))
    first = ["stranger", "partner", "partner program", "monitoring program"]
    who = [*first, *sorted(columns.keys() - set(first))]
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["address", *who])
        writer.writerows([each, *(columns[one][each] for one in who)] for each in sorted(columns["stranger"]))
    print(f"{TABLE.name}: {len(columns['stranger'])} addresses as {len(who)} kinds of people")


if __name__ == "__main__":
    write()
