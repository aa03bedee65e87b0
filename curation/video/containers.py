"""Which containers may be opened and how, and what their first bytes and boxes tell without a demuxer.

Source of the box layout: ISO/IEC 14496-12, 4.2 (size, type, and a 64-bit size where size is 1).
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

# Formats that hold pictures themselves. Playlists (hls, concat, dash, image2...) name further files to read and
# would let a hostile upload fetch what it likes from this machine. The sound formats are here so that a sound file is
# refused as one.
CONTAINERS = (
    "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,asf,mpegts,mpeg,mpegvideo,m4v,h264,hevc,av1,obu,ivf,mjpeg,flv,ogg,"
    "mxf,dv,rm,nut,wtv,h263,vc1,gif,mp3,wav,flac,aac"
)
PROTOCOLS = "file,pipe"
ISO_FIRST_BOXES = {b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide", b"pnot", b"styp"}
# More top-level boxes than any camera writes; a file that has them was made to keep us busy.
MOST_BOXES = 200_000


@dataclass(frozen=True)
class IsoBoxes:
    """The top-level boxes of an MP4 or MOV file: their names in order, and whether the last one is cut off."""

    names: tuple[bytes, ...]
    cut_off: bool

    @property
    def truncated(self) -> bool:
        """True when the file cannot be whole: no index at all, or a last fragment that stops short.

        A plain file whose index comes first is judged by the places that the index names instead.
        """
        return b"moov" not in self.names or (self.cut_off and b"moof" in self.names)

    @property
    def fast_start(self) -> bool:
        """True when the index stands before the data, so that a player need not fetch the end first."""
        if b"moov" not in self.names or b"mdat" not in self.names:
            return False
        return self.names.index(b"moov") < self.names.index(b"mdat")


def iso_boxes(path: Path) -> IsoBoxes | None:
    """Read the top-level box headers; None when the file is not of this family. Raises OSError."""
    size = path.stat().st_size
    names: list[bytes] = []
    with path.open("rb") as file:
        position = 0
        while position < size and len(names) < MOST_BOXES:
            file.seek(position)
            header = file.read(16)
            if len(header) < 8:
                return IsoBoxes(tuple(names), cut_off=True) if names else None
            length, name = struct.unpack(">I4s", header[:8])
            if not names and name not in ISO_FIRST_BOXES:
                return None
            if length == 1 and len(header) == 16:
                length = struct.unpack(">Q", header[8:])[0]
            elif length == 0:  # reaches to the end of the file
                length = size - position
            if length < 8:  # zero bytes or rubbish after the last box: some cameras pad their files
                break
            names.append(name)
            position += length
    return IsoBoxes(tuple(names), cut_off=position > size)


def short_name(demuxer: str, *, brand: str, head: bytes) -> str:
    """One word for a container from ffmpeg's demuxer name, the MP4 major brand, and the file's first bytes."""
    if demuxer.startswith("mov,mp4"):
        kind = brand.strip().lower()
        if kind.startswith("qt") or not kind:
            return "mov"
        return "3gp" if kind.startswith(("3gp", "3g2")) else "mp4"
    if demuxer.startswith("matroska"):
        return "webm" if b"webm" in head[:256] else "matroska"
    return demuxer.partition(",")[0]


def file_name(path: Path) -> str:
    """`path` as ffmpeg takes it: absolute and with its protocol, so that no name reads as an option or a pattern."""
    return f"file:{path.absolute()}"


def input_options() -> dict[str, str]:
    """What every input is opened with: files only, and only containers that hold their pictures themselves."""
    return {"protocol_whitelist": PROTOCOLS, "format_whitelist": CONTAINERS}
