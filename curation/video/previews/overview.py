"""All that a browser shows of a file before it is played: poster, scrub sheet, waveform, and a proxy if it needs one.

Pictures come from the key pictures alone, sound from the sound alone: for a file that is played as it is no pass over
the whole is cheaper than either. Where a proxy is wanted the whole is decoded anyway, once, and the pictures are then
taken from the proxy, whose time line is the same and which is lighter to read.
"""

from __future__ import annotations

import dataclasses
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from curation.video.audio.waveform import WAVEFORM_NAME, Waveform, make_waveform
from curation.video.errors import VideoError
from curation.video.previews.preview import Poster, ScrubSheet, make_poster, make_scrub_sheet
from curation.video.previews.proxy import make_proxy
from curation.video.probe import Probe
from curation.video.probe import probe as find_out
from curation.video.running.progress import OnProgress
from curation.video.running.supervision import Cancelled
from curation.video.surveying.survey import POSTER_NAME, SHEET_NAME

PROXY_NAME = "proxy.mp4"


@dataclass(frozen=True)
class Overview:
    """What was made, under `POSTER_NAME`, `SHEET_NAME`, `WAVEFORM_NAME` and `PROXY_NAME`; waveform: None if silent."""

    poster: Poster
    sheet: ScrubSheet
    waveform: Waveform | None
    proxy: bool

    def to_dict(self) -> dict[str, Any]:
        """As JSON values, each with the name of its file."""
        return {
            "poster": {"file": POSTER_NAME} | dataclasses.asdict(self.poster),
            "sheet": {"file": SHEET_NAME} | dataclasses.asdict(self.sheet),
            "waveform": {"file": WAVEFORM_NAME} | dataclasses.asdict(self.waveform) if self.waveform else None,
            "proxy": {"file": PROXY_NAME} if self.proxy else None,
        }


def make_overview(
    path: Path,
    folder: Path,
    *,
    probe: Probe | None = None,
    proxy: bool | None = None,
    on_progress: OnProgress | None = None,
    cancelled: Cancelled | None = None,
) -> Overview:
    """Write the previews of `path` into `folder`, which must exist.

    `proxy`: whether to make one; None makes it where browsers cannot play the file. Progress is the proxy's. Raises
    the errors of `probe.probe` and `process.run`; the previews made until then stay, each whole.
    """
    known = probe or find_out(path, cancelled=cancelled)
    wanted = not known.browser_playable if proxy is None else proxy
    with ThreadPoolExecutor(1) as beside:
        waveform = beside.submit(_waveform, path, folder, probe=known, cancelled=cancelled)
        pictures = path
        if wanted:
            pictures = folder / PROXY_NAME
            make_proxy(path, pictures, probe=known, on_progress=on_progress, cancelled=cancelled)
        sheet = make_scrub_sheet(pictures, folder / SHEET_NAME, probe=known, cancelled=cancelled)
        poster = make_poster(pictures, folder / POSTER_NAME, probe=known)
        return Overview(poster, sheet, waveform.result(), proxy=wanted)


def _waveform(path: Path, folder: Path, *, probe: Probe, cancelled: Cancelled | None) -> Waveform | None:
    try:
        return make_waveform(path, folder / WAVEFORM_NAME, probe=probe, cancelled=cancelled)
    except VideoError as error:
        # Pictures can be shown all the same, as with the broken sound that some cameras write.
        if error.code == "no_sound":
            return None
        raise
