"""How the numbers of a picture mean light: ITU-T H.273's codes under the names that ffmpeg's options take."""

from __future__ import annotations

from dataclasses import dataclass

PRIMARIES = {
    **{1: "bt709", 4: "bt470m", 5: "bt470bg", 6: "smpte170m", 7: "smpte240m", 8: "film", 9: "bt2020"},
    **{10: "smpte428", 11: "smpte431", 12: "smpte432", 22: "jedec-p22"},
}
TRANSFERS = {
    **{1: "bt709", 4: "gamma22", 5: "gamma28", 6: "smpte170m", 7: "smpte240m", 8: "linear", 9: "log100"},
    **{10: "log316", 11: "iec61966-2-4", 12: "bt1361e", 13: "iec61966-2-1", 14: "bt2020-10", 15: "bt2020-12"},
    **{16: "smpte2084", 17: "smpte428", 18: "arib-std-b67"},
}
MATRICES = {
    **{0: "gbr", 1: "bt709", 4: "fcc", 5: "bt470bg", 6: "smpte170m", 7: "smpte240m", 8: "ycgco", 9: "bt2020nc"},
    **{10: "bt2020c", 11: "smpte2085", 12: "chroma-derived-nc", 13: "chroma-derived-c", 14: "ictcp"},
}
RANGES = {1: "tv", 2: "pc"}  # libavutil's own numbers


@dataclass(frozen=True)
class Colour:
    """primaries, transfer, matrix: by ffmpeg's names; range: tv or pc. None where the file does not say."""

    primaries: str | None = None
    transfer: str | None = None
    matrix: str | None = None
    range: str | None = None


def colour(*, primaries: int, transfer: int, matrix: int, range: int) -> Colour:
    """The colour that a stream's codes stand for."""
    return Colour(PRIMARIES.get(primaries), TRANSFERS.get(transfer), MATRICES.get(matrix), RANGES.get(range))
