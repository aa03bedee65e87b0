"""A scrubbed copy shows and sounds the same and tells nothing of place, person, time or device."""

from __future__ import annotations

import json
import struct
from collections.abc import Callable
from pathlib import Path

import av
import numpy
import pytest

from curation.video.__main__ import main
from curation.video.errors import VideoError
from curation.video.metadata.scrubbing import scrub
from curation.video.metadata.search import PIECE_BYTES, first_found
from curation.video.metadata.tell import examine
from curation.video.probe import probe
from tests.curation.video.filming import ffmpeg, film, leftovers, shown
from tests.samples import sample

XMP = b'<x:xmpmeta>exif:GPSLatitude="43,30.7N" photographer Li Lei</x:xmpmeta>'
XMP_UUID = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
USER_DATA = "h264_metadata=sei_user_data=086f3693-b7b3-4f2c-9653-21492feee5b8+SN-ABC123456789"
WRITTEN = (
    *("-metadata", "title=Tigress Anya", "-metadata", "artist=Wang Wei", "-metadata", "comment=serial 1234567"),
    *("-metadata", "creation_time=2024-05-06T07:08:09Z"),
)
SECRETS = (b"Anya", b"Wang Wei", b"1234567", b"2024-05-06", b"ABC123456789", b"Nuanquanhe", b"Hunchun", b"SN998877")


def box(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(content), name) + content


@pytest.fixture(scope="module")
def telling(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file that tells all that a file can: tags, place, chapter, subtitles, time code, SEI, XMP, hidden bytes."""
    folder = tmp_path_factory.mktemp("telling")
    (folder / "words.srt").write_text("1\n00:00:00,000 --> 00:00:01,000\nGPS 43.5123 130.2345 Nuanquanhe\n")
    (folder / "chapters.txt").write_text(
        ";FFMETADATA1\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=1000\ntitle=Den of Hunchun\n"
    )
    plain, path = film(folder / "plain.mp4", sound=True, extra=["-bf", "2"]), folder / "telling.mp4"
    ffmpeg(
        *("-display_rotation", "90", "-i", plain, "-i", folder / "words.srt", "-i", folder / "chapters.txt"),
        *("-map", "0", "-map", "1", "-map_chapters", "2", "-c", "copy", "-c:s", "mov_text", *WRITTEN),
        *("-metadata", "location=+43.5123+130.2345/", "-metadata:s:v", "handler_name=Camera SN998877"),
        *("-metadata:s:a:0", "language=zho", "-timecode", "10:11:12:13", "-bsf:v", USER_DATA, path),
    )
    hidden = box(b"uuid", XMP_UUID + XMP) + box(b"free", b"owner phone 13800138000 ")
    path.write_bytes(path.read_bytes() + hidden)
    return path


def sound(path: Path) -> numpy.ndarray:
    with av.open(str(path)) as container:
        return numpy.concatenate([frame.to_ndarray() for frame in container.decode(audio=0)], axis=1)


def test_all_that_is_planted_is_found_and_named(telling: Path) -> None:
    found = {(tell.kind, tell.value) for tell in examine(telling).tells}
    for kind, words in (
        *(("place", "+43.5123+130.2345/"), ("person", "Wang Wei"), ("words", "Tigress Anya")),
        *(("time", "2024-05-06T07:08:09.000000Z"), ("time", "10:11:12:13"), ("words", "Den of Hunchun")),
        *(("device", "SN-ABC123456789"), ("device", "Camera SN998877"), ("place", XMP.decode())),
        *(("other", "tmcd"), ("other", "owner phone 13800138000 ")),
    ):
        assert (kind, words) in found
    assert any("Nuanquanhe" in words for _kind, words in found)


def test_the_copy_shows_the_same_and_tells_nothing(telling: Path, tmp_path: Path) -> None:
    proof = scrub(telling, tmp_path / "copy.mp4")
    copy = tmp_path / "copy.mp4"
    assert (shown(copy) == shown(telling)).all()
    assert (sound(copy) == sound(telling)).all()
    data = copy.read_bytes()
    for secret in (
        *SECRETS,
        b"13800138000",
        b"Li Lei",
        b"130.2345",
        b"x264",
        b"SubtitleHandler",
        b"\x01\x30\x41\x2d\x30",
    ):
        assert secret not in data
    assert examine(copy).tells == ()
    known, after = probe(telling), probe(copy)
    assert (after.rotation, after.frame_count, after.duration) == (known.rotation, known.frame_count, known.duration)
    assert after.tags["audio:1:language"] == "zho"
    assert after.created is None
    with av.open(str(copy)) as container:
        assert [stream.type for stream in container.streams] == ["video", "audio"]
    assert (proof.packets, proof.cleaned) == (50 + 88, 1)
    assert proof.searched > 10
    assert {"place", "person", "time", "device"} <= {tell.kind for tell in proof.removed}


def test_the_same_file_gives_the_same_copy(telling: Path, tmp_path: Path) -> None:
    for name in ("one.mp4", "two.mp4"):
        scrub(telling, tmp_path / name)
    assert (tmp_path / "one.mp4").read_bytes() == (tmp_path / "two.mp4").read_bytes()


MAKERS: dict[str, tuple[str, tuple[str, ...]]] = {
    "motion_jpeg.avi": ("mjpeg", ()),
    "mpeg4.avi": ("mpeg4", ()),
    "hevc.mkv": ("libx265", ("-x265-params", "log-level=none")),
    "hevc.mp4": ("libx265", ("-x265-params", "log-level=none", "-tag:v", "hvc1")),
    "hevc_apart.mp4": ("libx265", ("-x265-params", "log-level=none:repeat-headers=0", "-tag:v", "hev1")),
    "b_pictures.mov": ("libx264", ("-bf", "3", "-b_strategy", "0")),
    "vorbis.webm": ("libvpx", ("-c:a", "libvorbis")),
    "stream.ts": ("libx264", ("-bf", "2", "-bsf:v", USER_DATA)),
    "old.asf": ("msmpeg4", ()),
    "av1.mkv": ("libaom-av1", ("-cpu-used", "8")),
    "shape.mp4": ("libx264", ("-vf", "setsar=4/3,setparams=colorspace=bt709:color_trc=bt709:color_primaries=bt709")),
}


@pytest.mark.parametrize("name", MAKERS)
def test_other_containers_and_codecs(name: str, tmp_path: Path) -> None:
    codec, extra = MAKERS[name]
    path = film(tmp_path / name, sound=True, codec=codec, seconds=1, size="160x90", extra=[*WRITTEN, *extra])
    copy = tmp_path / f"copy_{name}"
    scrub(path, copy)
    assert (shown(copy) == shown(path)).all()
    assert not any(secret in copy.read_bytes() for secret in SECRETS)
    assert examine(copy).tells == ()
    with av.open(str(path)) as one, av.open(str(copy)) as two:
        for before, after in zip(one.streams, two.streams, strict=True):
            assert before.codec_context.codec_tag == after.codec_context.codec_tag
        shapes = [opened.streams.video[0].sample_aspect_ratio or 1 for opened in (one, two)]
        assert shapes[0] == shapes[1]


def test_words_that_a_trail_camera_hides_in_an_avi(tmp_path: Path) -> None:
    path = film(tmp_path / "camera.avi", codec="mjpeg", seconds=1, size="160x90")
    data = path.read_bytes()
    place = data.index(b"JUNK", data.index(b"movi") - 4000)
    words = b"HC600 SN 44556677 T=-21C"
    data = data[: place + 12] + words + data[place + 12 + len(words) :]
    path.write_bytes(data)
    assert any("44556677" in tell.value for tell in examine(path).tells)
    scrub(path, tmp_path / "copy.avi")
    assert b"44556677" not in (tmp_path / "copy.avi").read_bytes()


def test_what_nobody_can_vouch_for_is_refused(tmp_path: Path) -> None:
    """DV tapes carry the date and the camera's settings in each picture."""
    path = film(tmp_path / "tape.avi", codec="dvvideo", size="720x576", seconds=0.2)
    with pytest.raises(VideoError, match=r"codec dvvideo.*Render it anew") as caught:
        scrub(path, tmp_path / "copy.avi")
    assert caught.value.code == "cannot_scrub"
    assert [entry.name for entry in tmp_path.iterdir()] == ["tape.avi"]


def test_a_copy_that_still_holds_a_word_is_not_kept(tmp_path: Path) -> None:
    """What is found under one name is looked for everywhere: here the title stands in the sound as well."""
    words = b"Tigress Anya of the northern ridge"
    raw = tmp_path / "sound.raw"
    raw.write_bytes(words * 2000)
    path, copy = tmp_path / "words.mov", tmp_path / "copy.mov"
    ffmpeg(
        *("-f", "lavfi", "-i", "testsrc2=s=64x64:r=25:d=1", "-f", "u8", "-ar", "48000", "-ac", "1", "-i", raw),
        *("-c:v", "mpeg4", "-c:a", "copy", "-metadata", f"title={words.decode()}", path),
    )
    with pytest.raises(VideoError, match="Tigress Anya") as caught:
        scrub(path, copy)
    assert caught.value.code == "cannot_scrub"
    assert not copy.exists()
    assert not leftovers(tmp_path)


def test_the_command_tells_what_it_removed(telling: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["scrub", "--json", str(telling), str(tmp_path / "copy.mp4")]) == 0
    told = json.loads(capsys.readouterr().out)
    assert {"where": "container", "key": "artist", "value": "Wang Wei", "kind": "person"} in told["removed"]
    assert main(["scrub", str(tmp_path / "copy.mp4"), str(tmp_path / "again.mp4")]) == 0
    assert capsys.readouterr().out.startswith("138 packets copied, 0 cleaned")


@pytest.mark.parametrize(
    "name",
    [
        *("footage/ACP0006s6f-small-cat.mp4", "footage/chimp.mp4", "footage/derived/cat_ir_hevc_hvc1.mp4"),
        *("footage/derived/cat_ir_mjpeg_pcm.avi", "footage/derived/cat_ir_rot90.mp4"),
    ],
)
def test_real_clips(name: str, tmp_path: Path) -> None:
    path = sample(name)
    copy = tmp_path / path.name
    scrub(path, copy)
    assert (shown(copy) == shown(path)).all()


def _at(place: int) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        with path.open("wb") as file:
            file.seek(place)
            file.write(b"station Nuanquanhe")
            file.truncate(PIECE_BYTES + 1000)

    return write


@pytest.mark.parametrize("place", [0, 1, 77, PIECE_BYTES - 5, PIECE_BYTES, PIECE_BYTES + 982])
def test_a_word_is_found_wherever_it_lies(place: int, tmp_path: Path) -> None:
    path = tmp_path / "large.bin"
    _at(place)(path)
    assert first_found(path, [b"another word", b"Nuanquanhe", b"station Nuanquanhe"]) in {
        b"Nuanquanhe",
        b"station Nuanquanhe",
    }
    assert first_found(path, [b"another word", b"station Nuanquanhi"]) is None


@pytest.mark.parametrize("after", [0, 1, 3])
def test_a_scrub_can_be_cancelled_and_leaves_nothing(after: int, telling: Path, tmp_path: Path) -> None:
    asked = iter([False] * after)
    with pytest.raises(VideoError, match="cancelled"):
        scrub(telling, tmp_path / "copy.mp4", cancelled=lambda: next(asked, True))
    assert list(tmp_path.iterdir()) == []


def test_progress_ends_whole(telling: Path, tmp_path: Path) -> None:
    told: list[float] = []
    scrub(telling, tmp_path / "copy.mp4", on_progress=lambda progress: told.append(progress.fraction))
    assert told == sorted(told)
    assert told[-1] == 1.0
