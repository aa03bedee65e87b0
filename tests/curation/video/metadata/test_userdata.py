"""Words between coded pictures go, all else stays byte for byte, and no bytes whatever break the reader."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.video.metadata.userdata import PLAIN, clean_extradata, cleaner

SLICE = b"\x65\x88\x84\x00\x10"
AVCC = b"\1\x42\0\x1e\xff\xe1\0"
SECRET = b"owner Wang Wei"


def message(number: int, body: bytes) -> bytes:
    return bytes([number, len(body)]) + body


def sei(*messages: bytes) -> bytes:
    """A unit of H.264 as an encoder writes it: a 3 goes in after two zeros wherever up to 3 would follow."""
    written, zeros = bytearray(b"\x06"), 0
    for byte in b"".join(messages) + b"\x80":
        if zeros == 2 and byte <= 3:
            written.append(3)
            zeros = 0
        written.append(byte)
        zeros = zeros + 1 if byte == 0 else 0
    return bytes(written)


def unit(data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + data


def test_a_message_of_words_goes_and_its_neighbour_stays() -> None:
    clean = cleaner("h264", AVCC)
    recovery = message(6, b"\x84") + message(137, bytes(24))
    data, words = clean(unit(sei(message(5, bytes(16) + SECRET), recovery)) + unit(SLICE))
    assert data == unit(sei(recovery)) + unit(SLICE)
    assert [(found.key, found.data) for found in words] == [("SEI user data", bytes(16) + SECRET)]


def test_a_unit_of_words_alone_goes_whole() -> None:
    clean = cleaner("h264", AVCC)
    assert clean(unit(sei(message(5, bytes(16) + SECRET))) + unit(SLICE))[0] == unit(SLICE)
    assert clean(unit(SLICE)) == (unit(SLICE), [])


def test_the_time_of_day_goes() -> None:
    data, words = cleaner("h264", AVCC)(unit(sei(message(1, b"\x12\x34\x56\x78"))) + unit(SLICE))
    assert data == unit(SLICE)
    assert words[0].key == "SEI picture timing"


def test_start_codes() -> None:
    clean = cleaner("h264", b"")
    head, tail = b"\0\0\0\1\x09\x10", b"\0\0\1" + SLICE
    data, words = clean(head + b"\0\0\0\1" + sei(message(5, bytes(16) + SECRET)) + tail)
    assert SECRET not in data
    assert data.startswith(head)
    assert data.endswith(tail)
    assert len(words) == 1


def test_hevc_parameter_sets_keep_everything_but_messages() -> None:
    sets = b"\x20\0\1\0\3abc" + b"\x21\0\1\0\2de"
    message_array = (
        b"\x27\0\1" + len(SECRET + b"\x4e\1\5\x0e\x80").to_bytes(2, "big") + b"\x4e\1\5\x0e" + SECRET + b"\x80"
    )
    head = b"\1" + bytes(21)
    data, found = clean_extradata("hevc", head + b"\3" + sets + message_array)
    assert data == head + b"\2" + sets
    assert found[0].data == SECRET


def test_what_decoders_need_of_mpeg4_stays() -> None:
    start = b"\0\0\1\xb0\1"
    kept, gone = b"\0\0\1\xb2XviD0050", b"\0\0\1\xb2" + SECRET
    assert cleaner("mpeg4", b"")(start + kept + gone + b"\0\0\1\xb6abc")[0] == start + kept + b"\0\0\1\xb6abc"


def test_comments_and_exif_go_from_motion_jpeg() -> None:
    def section(marker: int, body: bytes) -> bytes:
        return b"\xff" + bytes([marker]) + (2 + len(body)).to_bytes(2, "big") + body

    field = section(0xE0, b"AVI1\0\0")
    table, picture = section(0xDB, bytes(65)), section(0xDA, bytes(10)) + b"data\xff\xd9"
    data, words = cleaner("mjpeg", b"")(
        b"\xff\xd8" + field + section(0xFE, SECRET) + section(0xE1, b"Exif\0\0" + SECRET) + table + picture
    )
    assert data == b"\xff\xd8" + field + table + picture
    assert [found.key for found in words] == ["JPEG comment", "JPEG APP1"]


def test_av1_metadata_goes_unless_it_is_of_light() -> None:
    def obu(kind: int, body: bytes) -> bytes:
        return bytes([kind << 3 | 2, len(body)]) + body

    light, words, frame = obu(5, b"\1\0\0\0\0"), obu(5, b"\4" + SECRET), obu(6, b"picture")
    data, found = cleaner("av1", b"")(obu(2, b"") + light + words + frame)
    assert data == obu(2, b"") + light + frame
    assert found[0].data == b"\4" + SECRET


def test_unknown_codecs_are_nobodys() -> None:
    assert cleaner("dvvideo", b"") is None


CODECS = ["h264", "hevc", "mpeg4", "mjpeg", "av1", "vorbis", min(PLAIN)]


@pytest.mark.parametrize("codec", CODECS)
@given(
    data=st.binary(max_size=200), header=st.sampled_from([b"", AVCC, b"\1" + bytes(22)]), tail=st.binary(max_size=40)
)
def test_no_bytes_break_it(codec: str, data: bytes, header: bytes, tail: bytes) -> None:
    clean = cleaner(codec, header)
    once, _words = clean(data)
    assert len(once) <= len(data)
    assert clean(once)[1] == []
    clean_extradata(codec, header + tail)
