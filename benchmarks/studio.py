"""How long the clip studio takes to open on a one-hour clip: its first picture, and a timeline that can be used.

    python benchmarks/studio.py [--minutes 60] [--runs 5]

A desk of its own in a temporary folder takes in one generated file (640x360, 25 pictures a second, few bits; taking it
in is not counted), serves it on loopback, and Chromium opens the studio on it, each time with an empty cache. Counted
from the navigation, by the page's own clock: until the first answer has come, until a decoded picture of the footage
is there, and until the timeline is drawn and a key moves the playhead on it. Printed: milliseconds, median of the runs;
the goal is 1500 for both.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import imageio_ffmpeg
from playwright.sync_api import Browser, sync_playwright

BASE = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(BASE))

from benchmarks.machine import machine  # noqa: E402
from tests.browser.windows import until  # noqa: E402

GOAL = 1500  # milliseconds

WATCH = """
const began = () => performance.now();
window.__opened = {};
const look = () => {
  const film = document.querySelector('.pm-viewer__film--front');
  if (film && film.readyState >= 2 && !film.seeking) window.__opened.picture ??= began();
  if (document.querySelector('canvas[data-drawn]') && document.querySelector('.pm-shot')) {
    if (window.__opened.pressed === undefined) {
      window.__opened.pressed = document.querySelector('#timecode').textContent;
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true }));
    } else if (document.querySelector('#timecode').textContent !== window.__opened.pressed) {
      window.__opened.timeline ??= began();
    }
  }
  if (!window.__opened.picture || !window.__opened.timeline) setTimeout(look, 4);
};
look();
"""


def generate(folder: Path, *, minutes: int) -> Path:
    """One minute, repeated without encoding it again."""
    minute, path = folder / "minute.mp4", folder / "hour.mp4"
    ffmpeg = [imageio_ffmpeg.get_ffmpeg_exe(), "-nostdin", "-y", "-v", "error"]
    pictures = ["-f", "lavfi", "-i", "testsrc=s=640x360:r=25", "-f", "lavfi", "-i", "anoisesrc=a=0.1:r=48000:c=pink"]
    coding = ["-c:v", "libx264", "-preset", "veryfast", "-crf", "42", "-g", "50", "-pix_fmt", "yuv420p", "-c:a", "aac"]
    subprocess.run([*ffmpeg, *pictures, "-t", "60", *coding, "-b:a", "48k", "-ac", "1", str(minute)], check=True)
    copied = ["-stream_loop", str(minutes - 1), "-i", str(minute), "-c", "copy", "-movflags", "+faststart", str(path)]
    subprocess.run([*ffmpeg, *copied], check=True)
    minute.unlink()
    return path


def taken_in(path: Path, settings: dict[str, str]) -> int:
    """The number of the footage."""
    script = (
        "import django; django.setup()\n"
        "from pathlib import Path\n"
        "import curation.footage.ingest\n"
        "from curation.footage import services\n"
        "from curation.jobs import services as jobs\n"
        f"arrival = services.register(Path({str(path)!r}), folder='', tags=None, station=None, queue=False)\n"
        "jobs.finish(services.queue_ingest(arrival.footage))\n"
        "arrival.footage.refresh_from_db()\n"
        "print(arrival.footage.pk, arrival.footage.state)\n"
    )
    embedded = "from config import embedded; embedded.ensure()\n"
    done = subprocess.run(
        [sys.executable, "-c", embedded + script], cwd=BASE, env=settings, capture_output=True, text=True, check=False
    )
    if done.returncode or "ready" not in done.stdout:
        raise SystemExit(f"The file was not taken in:\n{done.stdout}{done.stderr[-2000:]}")
    return int(done.stdout.split()[-2])


def opened(browser: Browser, url: str, session: str, footage: int) -> dict[str, float]:
    """Milliseconds from the navigation: answer, picture, timeline."""
    context = browser.new_context(base_url=url, viewport={"width": 1366, "height": 768}, locale="en-GB")
    context.add_cookies([{"name": "sessionid", "value": session, "url": url}])
    page = context.new_page()
    page.add_init_script(WATCH)
    page.goto(f"/studio/clips/new/?footage={footage}", wait_until="commit")
    until(page, "() => window.__opened.picture && window.__opened.timeline", timeout=60_000)
    told = page.evaluate(
        "() => ({...window.__opened, answer: performance.getEntriesByType('navigation')[0].responseEnd})"
    )
    length = page.locator("#length").text_content()
    context.close()
    if not length or length.count(":") < 2:
        raise SystemExit(f"This was not the long clip: {length}")
    return {name: float(told[name]) for name in ("answer", "picture", "timeline")}


def main() -> int:
    """Generate, take in, open, print; 1 when the goal is missed."""
    from tests.browser.desk import QUIET, chromium, environment, free_port, prepare, serving

    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--minutes", type=int, default=60)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    print(machine())
    with tempfile.TemporaryDirectory(prefix="pm-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)
        path = generate(folder, minutes=options.minutes)
        port = free_port()
        settings = environment(folder, port)
        session = prepare(settings, demo=False)["Editor"]["en"]
        footage = taken_in(path, settings)
        print(f"footage: {options.minutes} minutes, {path.stat().st_size / 1e6:.0f} MB", flush=True)
        with serving(settings), sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium(), args=list(QUIET))
            url = f"http://127.0.0.1:{port}"
            opened(browser, url, session, footage)  # the server's first answer reads its modules
            runs = [opened(browser, url, session, footage) for _run in range(options.runs)]
            browser.close()
    medians = {what: statistics.median(run[what] for run in runs) for what in runs[0]}
    for what, median in medians.items():
        print(f"{what:9} {median:6.0f} ms  ({', '.join(f'{run[what]:.0f}' for run in runs)})")
    return 0 if max(medians["picture"], medians["timeline"]) <= GOAL else 1


if __name__ == "__main__":
    sys.exit(main())
