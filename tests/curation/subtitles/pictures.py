"""Pictures with burnt-in captions, drawn by the ffmpeg that Pugmark ships with, without any font of the system."""

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

import imageio_ffmpeg
import numpy as np

NO_FONTS = '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig></fontconfig>'


@dataclass(frozen=True)
class Drawn:
    """`luma` is height x width, 0 to 255, over mid grey. `chosen` are the PostScript names of the fonts used."""

    luma: np.ndarray
    chosen: list[str]
    log: str

    @property
    def ink(self) -> np.ndarray:
        """Where letters were drawn (white, on grey)."""
        return self.luma > 200


def draw(ass: str, *, fontsdir: Path, folder: Path, width: int, height: int) -> Drawn:
    """The first frame of a grey picture with the ASS text burnt in."""
    (folder / "captions.ass").write_text(ass, encoding="utf-8")
    (folder / "fonts.conf").write_text(NO_FONTS)
    # run from the folder, so that no path needs escaping in the filter; fontsdir is ours and plain
    run = subprocess.run(
        [
            *(imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-nostdin", "-y", "-loglevel", "debug"),
            *("-f", "lavfi", "-i", f"color=gray:s={width}x{height}:d=1:r=1"),
            *("-vf", f"ass=filename=captions.ass:fontsdir={fontsdir}"),
            *("-frames:v", "1", "-f", "rawvideo", "-pix_fmt", "gray", "picture.gray"),
        ],
        cwd=folder,
        env={"FONTCONFIG_FILE": str(folder / "fonts.conf"), "PATH": "", "HOME": str(folder)},
        capture_output=True,
        timeout=60,
        check=False,
    )
    log = run.stderr.decode("utf-8", errors="replace")
    assert run.returncode == 0, log[-2000:]
    luma = np.frombuffer((folder / "picture.gray").read_bytes(), np.uint8).reshape(height, width)
    chosen = re.findall(r"fontselect: \([^)]*\) -> [^,]*, -?\d+, (\S+)", log)
    return Drawn(luma, list(dict.fromkeys(chosen)), log)
