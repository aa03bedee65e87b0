"""Boxes and chunks are read from any bytes, and what a maker put among them is found."""

import struct
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from curation.video.metadata.boxes import TooManyBoxes, box_words
from curation.video.metadata.riff import riff_words


def box(name: bytes, content: bytes = b"") -> bytes:
    return struct.pack(">I4s", 8 + len(content), name) + content


def chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack("<4sI", name, len(content)) + content + b"\0" * (len(content) % 2)


def found(path: Path, data: bytes) -> dict[tuple[str, str], bytes]:
    path.write_bytes(data)
    return {(where, words.key): words.data for where, words in [*box_words(path), *riff_words(path)]}


FTYP = box(b"ftyp", b"mp42\0\0\0\0")


def test_makers_boxes_are_found_wherever_they_lie(tmp_path: Path) -> None:
    serial = box(b"udta", box(b"CAME", b"serial 0042") + box(b"FIRM", b"HD5.02"))
    data = (
        FTYP
        + box(b"moov", serial + box(b"trak", box(b"mdia", box(b"udta", box(b"LENS", b"LAJ7061916")))))
        + box(b"Xtra", b"x")
    )
    told = found(tmp_path / "a.mp4", data + box(b"free", bytes(9)))
    assert told == {
        ("moov.udta.CAME", "CAME"): b"serial 0042",
        ("moov.udta.FIRM", "FIRM"): b"HD5.02",
        ("moov.trak.mdia.udta.LENS", "LENS"): b"LAJ7061916",
        ("Xtra", "Xtra"): b"x",
    }


def test_both_kinds_of_meta(tmp_path: Path) -> None:
    inner = box(b"hdlr", bytes(24)) + box(b"keys", b"location")
    apple, iso = box(b"meta", inner), box(b"meta", bytes(4) + inner)
    for data in (apple, iso):
        assert found(tmp_path / "a.mov", FTYP + box(b"moov", data)) == {("moov.meta.keys", "keys"): b"location"}


def test_bytes_after_the_last_box(tmp_path: Path) -> None:
    assert list(found(tmp_path / "a.mp4", FTYP + box(b"moov") + b"\0\0\0\0secret").values()) == [b"secret"]
    assert found(tmp_path / "a.mp4", FTYP + box(b"moov") + bytes(100)) == {}


def test_more_boxes_than_can_be_looked_at(tmp_path: Path) -> None:
    with pytest.raises(TooManyBoxes):
        found(tmp_path / "a.mp4", FTYP + box(b"moov", box(b"wide") * 100_001))


def test_chunks_of_a_trail_camera(tmp_path: Path) -> None:
    header = chunk(b"LIST", b"hdrl" + chunk(b"avih", bytes(56)) + chunk(b"JUNK", bytes(30)) + chunk(b"strd", b"BTC-7A"))
    info = chunk(b"LIST", b"INFO" + chunk(b"ISFT", b"BTC firmware 3"))
    body = b"AVI " + header + info + chunk(b"LIST", b"movi" + b"x" * 50) + chunk(b"JUNK", b"MOULTRIE 0042")
    assert found(tmp_path / "a.avi", chunk(b"RIFF", body) + b"tail") == {
        ("AVI.hdrl", "strd"): b"BTC-7A",
        ("AVI.INFO", "ISFT"): b"BTC firmware 3",
        ("AVI", "JUNK"): b"MOULTRIE 0042",
        ("after the last chunk", "hidden bytes"): b"tail",
    }


def test_lists_in_lists_end_somewhere(tmp_path: Path) -> None:
    data = b""
    for _depth in range(3000):
        data = chunk(b"LIST", b"hdrl" + data)
    assert len(found(tmp_path / "a.avi", chunk(b"RIFF", b"AVI " + data))) == 1


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=300), head=st.sampled_from([FTYP, FTYP + b"\0\0\0\x90moov", b"RIFF\xff\0\0\0AVI "]))
def test_no_bytes_break_them(data: bytes, head: bytes, tmp_path: Path) -> None:
    found(tmp_path / "any", head + data)
