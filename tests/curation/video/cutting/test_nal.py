"""Bytes of access units and parameter sets, as the standards lay them out."""

from collections.abc import Callable
from pathlib import Path

import av
import pytest

from curation.video.cutting.nal import (
    Entry,
    Unreadable,
    after_cut,
    h264_access,
    hevc_access,
    light_units,
    packed,
    split,
    units,
)
from curation.video.cutting.parameter_sets import describe, extended, free_identifier, identifiers
from tests.curation.video.cutting.streams import Shown

IDR, PLAIN, THROWAWAY = b"\x65\x88", b"\x41\x9a", b"\x01\x9a"
RECOVERY = b"\x06\x06\x01\x84\x80"  # recovery_frame_cnt 0, exact
LATE_RECOVERY = b"\x06\x06\x01\x24\x80"  # some pictures later


def hevc(kind: int, *, temporal: int = 1) -> bytes:
    return bytes([kind << 1, temporal, 0x80])


def unit(*parts: bytes) -> bytes:
    return packed(list(parts), length_size=4)


def test_lengths_are_read_and_written_the_same() -> None:
    data = packed([b"one", b"three"], length_size=2)
    assert [bytes(part) for part in units(data, length_size=2)] == [b"one", b"three"]


@pytest.mark.parametrize("data", [b"\0\0\0\5abc", b"\0\0", b""])
def test_lengths_that_lead_astray_are_refused(data: bytes) -> None:
    with pytest.raises(Unreadable):
        h264_access(data, length_size=4)


def test_a_unit_too_long_for_its_length_is_refused() -> None:
    with pytest.raises(Unreadable):
        packed([bytes(300)], length_size=1)


def test_start_codes_of_either_length_split_a_stream() -> None:
    assert split(b"\0\0\0\1\x67abc\0\0\1\x68de\0\0\0\1\x65fg") == [b"\x67abc", b"\x68de", b"\x65fg"]


@pytest.mark.parametrize(
    ("data", "entry", "needed"),
    [
        (unit(b"\x09\xf0", IDR), Entry.CUT, True),
        (unit(RECOVERY, PLAIN), Entry.DECODE, True),
        (unit(LATE_RECOVERY, PLAIN), Entry.NONE, True),
        (unit(PLAIN), Entry.NONE, True),
        (unit(THROWAWAY), Entry.NONE, False),
    ],
)
def test_only_an_idr_picture_of_h264_is_a_clean_cut(data: bytes, entry: Entry, needed: bool) -> None:
    found = h264_access(data, length_size=4)
    assert (found.entry, found.needed) == (entry, needed)


@pytest.mark.parametrize(
    ("kind", "entry", "leading", "needed"),
    [
        (19, Entry.CUT, False, True),
        (21, Entry.CUT, False, True),
        (8, Entry.NONE, True, False),
        (7, Entry.NONE, True, True),
        (0, Entry.NONE, False, False),
        (1, Entry.NONE, False, True),
    ],
)
def test_kinds_of_hevc_pictures(kind: int, entry: Entry, leading: bool, needed: bool) -> None:
    found = hevc_access(unit(hevc(32), hevc(kind)), length_size=4)
    assert (found.entry, found.leading, found.needed) == (entry, leading, needed)


def test_dolby_vision_is_seen() -> None:
    assert hevc_access(unit(hevc(19), hevc(62)), length_size=4).foreign
    assert not hevc_access(unit(hevc(19)), length_size=4).foreign


def test_a_cra_picture_becomes_bla_and_nothing_else_changes() -> None:
    before = unit(hevc(34), hevc(21, temporal=3))
    after = [bytes(part) for part in units(after_cut(before, length_size=4), length_size=4)]
    assert after == [hevc(34), hevc(18, temporal=3)]


def test_only_units_about_light_are_carried_over() -> None:
    mastering, mixed, user = b"\x4e\x01\x89\x02ab\x80", b"\x4e\x01\x89\x01a\x05\x01b\x80", b"\x4e\x01\x05\x02ab\x80"
    found = light_units(unit(mastering, mixed, user, hevc(19)), codec="hevc", length_size=4)
    assert found == (mastering,)


def test_new_sets_get_free_numbers_and_join_the_description(stream: Callable[[str], tuple[Path, Shown]]) -> None:
    path, _source = stream("closed")
    with av.open(str(path)) as container:
        record = container.streams.video[0].codec_context.extradata or b""
    known = describe(record, codec="h264")
    assert known.length_size == 4 and identifiers(known.sets) == {0}
    assert free_identifier({31, 30}) == 29
    sequence = bytes([known.sets[0][0], *known.sets[0][1:4], 0b00000100, 0b00100000])  # number 31: ue(v) 000001 00000
    more = describe(extended(known, sets=[sequence, b"\x68\xce"]), codec="h264")
    assert more.sets == (known.sets[0], sequence, b"\x68\xce", known.sets[1])
    assert more.record[-4:] == record[-4:]  # what only High profile has stays at the end


@pytest.mark.parametrize("record", [b"", b"\1", b"\1\x64\0\x28\xff\xe1\0\x99", b"\0\0\0\1\x67"])
def test_descriptions_that_stop_short_are_refused(record: bytes) -> None:
    with pytest.raises(Unreadable):
        describe(record, codec="h264")
