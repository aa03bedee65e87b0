"""How long a key takes to be seen in the caption workbench: 2,000 captions in a source and four languages.

    python benchmarks/workbench.py [--captions 2000] [--keys 60] [--beside b1f510b]

A desk of its own in a temporary folder holds a clip of one hour (nothing is filmed for it) with that many captions in
five languages, and Chromium opens its workbench, scrolls to the middle and types. Counted for each key: from the event
itself (its time stamp) until the next picture is drawn (an animation frame, then a message behind it), by the page's
own clock. Beside it the same is done with the workbench of an older commit, where this is a checkout of the repository
that has it; each is a desk of its own, and the keys are typed in turns. Printed: median, 95th percentile and worst, in
milliseconds; then how long the page takes to open until a text can be typed, and how long until a typed text is stored.
The goal is 50 at the 95th percentile.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Page, TimeoutError, sync_playwright

BASE = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(BASE))

from tests.browser.windows import until  # noqa: E402

GOAL = 50  # milliseconds
OURS = "this workbench"
LANGUAGES = ("en", "ru", "ko", "ar")
ROUND = 10  # keys typed on one side before the other's turn

FILL = """
from config import embedded; embedded.ensure()
import django; django.setup()
import sys
from curation.clips.models import CaptionTrack, Clip, ClipVersion, Cue
from curation.clips.cues import source_hash
from curation.footage.models import Footage
footage = Footage.objects.create(original_name="bench.mp4", state="ready", duration=3600.0, frame_rate=25.0)
from curation.clips.models.clip import Segment
clip = Clip.objects.create(title="Bench", source_language="zh-Hans")
version = ClipVersion.objects.create(clip=clip, number=1)
Segment.objects.create(version=version, position=0, footage=footage, start=0.0, end=3600.0)
TEXTS = {
    "zh-Hans": "第%d条：东北虎在林间缓缓走过。",
    "en": "Number %d: an Amur tiger walks slowly through the forest.",
    "ru": "Номер %d: амурский тигр медленно идёт по лесу.",
    "ko": "%d번: 아무르호랑이가 숲속을 천천히 걷는다.",
    "ar": "رقم %d: يمشي نمر آمور ببطء عبر الغابة.",
}
count, tags = int(sys.argv[1]), sys.argv[2].split(",")
step = 3600.0 / count
track = CaptionTrack.objects.create(clip=clip, language="zh-Hans")
def cues(track, language, sources=None):
    return [
        Cue(
            track=track, start=round(at * step, 3), end=round((at + 0.9) * step, 3), text=TEXTS[language] % (at + 1),
            state="edited" if sources is None or at % 3 else "machine", source_cue=sources and sources[at],
            source_hash=source_hash(sources[at].text) if sources else "",
        )
        for at in range(count)
    ]
sources = Cue.objects.bulk_create(cues(track, "zh-Hans"))
for tag in tags:
    other = CaptionTrack.objects.create(clip=clip, language=tag, source=track)
    Cue.objects.bulk_create(cues(other, tag, sources))
print(clip.pk)
"""

WATCH = """
window.__keys = [];
window.__watch = (field) => field.addEventListener('keydown', (event) => {
  const began = event.timeStamp;
  requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => window.__keys.push(performance.now() - began);
    channel.port2.postMessage(null);
  });
});
"""


@dataclass
class Side:
    """One workbench: its name, page and what was measured of it in milliseconds."""

    name: str
    page: Page
    opened: float
    keys: list[float] = field(default_factory=list)
    stored: list[float] = field(default_factory=list)

    def line(self) -> str:
        ordered = sorted(self.keys)
        p95 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
        return (
            f"{self.name:26} a key to the picture: median {statistics.median(ordered):6.1f} ms, "
            f"95 % {p95:6.1f}, worst {ordered[-1]:6.1f} ({len(ordered)} keys); "
            f"opened in {self.opened:.0f} ms, stored in {statistics.median(self.stored):.0f} ms"
        )

    @property
    def p95(self) -> float:
        ordered = sorted(self.keys)
        return ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]


@contextmanager
def desk(base: Path, folder: Path, *, captions: int) -> Iterator[tuple[str, str, int]]:
    """A desk out of the code in `base`: its address, an administrator's session and the clip."""
    from tests.browser import desk as desks

    before = desks.BASE
    desks.BASE = base
    try:
        folder.mkdir(mode=0o755)
        port = desks.free_port()
        settings = desks.environment(folder, port) | {"WORKER_PROCESSES": "1"}
        session = desks.prepare(settings, demo=False)["Administrator"]["en"]
        filled = subprocess.run(
            [sys.executable, "-c", FILL, str(captions), ",".join(LANGUAGES)],
            cwd=base,
            env=settings,
            capture_output=True,
            text=True,
            check=False,
        )
        if filled.returncode:
            raise SystemExit(f"The captions were not written:\n{filled.stderr[-3000:]}")
        with desks.serving(settings):
            yield f"http://127.0.0.1:{port}", session, int(filled.stdout.split()[-1])
    finally:
        desks.BASE = before


def opened(browser: Browser, name: str, at: tuple[str, str, int]) -> Side | None:
    """The workbench with all languages, scrolled to the middle, its caret in an English text; None if it stays shut."""
    url, session, clip = at
    context = browser.new_context(base_url=url, viewport={"width": 1366, "height": 768}, locale="en-GB")
    context.set_default_timeout(180_000)
    context.add_cookies([{"name": "sessionid", "value": session, "url": url}])
    page = context.new_page()
    page.add_init_script(WATCH)
    page.goto(f"/studio/clips/{clip}/captions/#{','.join(LANGUAGES)}")
    try:
        page.locator("#captions textarea").first.wait_for()
    except TimeoutError:
        print(f"{name:26} did not open within 180 s", flush=True)
        context.close()
        return None
    side = Side(name, page, page.evaluate("() => performance.now()"))
    if page.locator("#sheet").count():
        page.evaluate(
            "() => { const list = document.querySelector('#sheet'); list.scrollTop = list.scrollHeight / 2; }"
        )
        page.wait_for_timeout(500)
    # The text in the middle of what is seen.
    field = page.evaluate_handle(
        """() => {
          const all = [...document.querySelectorAll('.pm-cell[data-language="en"] textarea')];
          if (!document.querySelector('#sheet')) all[Math.floor(all.length / 2)].scrollIntoView({ block: 'center' });
          const seen = all.filter((each) => each.getBoundingClientRect().top > innerHeight / 3);
          return seen[0] ?? all[0];
        }"""
    ).as_element()
    assert field is not None
    page.wait_for_timeout(1000)
    field.click()
    page.keyboard.press("End")
    field.evaluate("(each) => window.__watch(each)")
    return side


def typed(side: Side, *, keys: int) -> None:
    """Type some keys as a quick person does, then wait until it is stored."""
    before = side.page.evaluate("() => window.__keys.length")
    for key in ("a tiger walks on and on through the snow " * 3)[:keys]:
        side.page.keyboard.press("Space" if key == " " else key)
        side.page.wait_for_timeout(70)
    until(side.page, f"() => window.__keys.length >= {before + keys}")
    side.keys += side.page.evaluate("(from) => window.__keys.slice(from)", before)
    last = side.page.evaluate("() => performance.now()")
    until(side.page, "() => document.querySelector('#save-state').dataset.state === 'saved'")
    side.stored.append(side.page.evaluate("() => performance.now()") - last)


def older(commit: str, folder: Path) -> Path | None:
    """The code of a commit with its front end built; None where this is no checkout that has it."""
    if subprocess.run(["git", "cat-file", "-e", commit], cwd=BASE, capture_output=True, check=False).returncode:
        return None
    folder.mkdir(mode=0o755)
    archive = subprocess.Popen(["git", "archive", commit], cwd=BASE, stdout=subprocess.PIPE)
    subprocess.run(["tar", "-x", "-C", str(folder)], stdin=archive.stdout, check=True)
    archive.wait()
    for name in (".venv", "node_modules"):
        (folder / name).symlink_to(BASE / name)
    path = f"{BASE / '.venv/bin'}{os.pathsep}{os.environ.get('PATH', '')}"
    settings = os.environ | {
        "PATH": path,
        "PUGMARK_VAR": str(folder / "var"),
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    for command in (
        ["node", "node_modules/vite/bin/vite.js", "build", "--logLevel", "error"],
        [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"],
    ):
        subprocess.run(command, cwd=folder, env=settings, check=True)
    return folder


def measured(browser: Browser, desks: list[tuple[str, tuple[str, str, int]]], *, keys: int) -> list[Side]:
    sides = [side for name, at in desks if (side := opened(browser, name, at)) is not None]
    for side in sides:
        typed(side, keys=ROUND)  # warms what is compiled when it is first needed
        side.keys.clear()
        side.stored.clear()
    for _turn in range(max(1, keys // ROUND)):
        for side in sides:
            side.page.bring_to_front()
            typed(side, keys=ROUND)
    return sides


def main() -> int:
    """Fill, open, type, print; 1 when the goal is missed."""
    from contextlib import ExitStack

    from tests.browser.desk import QUIET, chromium

    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--captions", type=int, default=2000)
    parser.add_argument("--keys", type=int, default=60)
    parser.add_argument("--beside", default="b1f510b", help="an older commit; empty for none")
    options = parser.parse_args()
    print(
        f"{platform.machine()}, {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}; "
        f"{options.captions} captions in {1 + len(LANGUAGES)} languages",
        flush=True,
    )
    with tempfile.TemporaryDirectory(prefix="pm-", ignore_cleanup_errors=True) as name, ExitStack() as stack:
        folder = Path(name)
        folder.chmod(0o755)
        desks = [(OURS, stack.enter_context(desk(BASE, folder / "now", captions=options.captions)))]
        if options.beside:
            base = older(options.beside, folder / "code")
            if base is None:
                print(f"no commit {options.beside} here: nothing to stand beside")
            else:
                at = stack.enter_context(desk(base, folder / "then", captions=options.captions))
                desks.append((f"at {options.beside}, all rows", at))
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium(), args=list(QUIET))
            sides = measured(browser, desks, keys=options.keys)
            browser.close()
    for side in sides:
        print(side.line())
    return 0 if sides and sides[0].name == OURS and sides[0].p95 <= GOAL else 1


if __name__ == "__main__":
    sys.exit(main())
