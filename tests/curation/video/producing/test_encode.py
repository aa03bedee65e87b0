"""Ranges are exact to the picture in every container, and carry nothing of the original along."""

from __future__ import annotations

import shutil
from fractions import Fraction
from pathlib import Path

import pytest

from curation.video.previews.frames import hash_distance
from curation.video.probe import probe
from curation.video.producing.production import Production, Shot, produce
from curation.video.shapes import even
from tests.curation.video.filming import ffmpeg, film, levels_film, look, loudness, numbers, shown
from tests.curation.video.producing.orders import cut, joined, small
from tests.samples import ROOT, sample

HOSTILE_NAMES = [
    'it\'s "quoted"\nand broken.mp4',
    "東北虎 [1]; 冬,天:夜=x.mp4",
    "-Амурский тигр.mp4",
    "https:back\\slash %d $(touch x) `y`.mp4",
    "long" * 62 + ".mp4",
]


@pytest.mark.parametrize(
    ("start", "end"),
    [(0, 4), (0.04, 0.08), (1.23, 2.0), (1.999, 2.2), (2.5, 4.019), (3.96, 4.0)],
)
def test_a_cut_is_exact_to_the_picture(start: float, end: float, levels: Path, tmp_path: Path) -> None:
    proof = cut(levels, tmp_path / "out.mp4", start=start, end=end)
    first = int((start + 0.002) * 25)
    wanted = round((min(end, 4.0) - start) * 25)
    assert numbers(tmp_path / "out.mp4") == list(range(first, first + wanted))
    assert proof.frame_count == proof.wanted_frames == wanted
    assert all(proof.checks.values())


@pytest.mark.parametrize(
    ("name", "codec", "rate", "extra"),
    [
        ("a.mkv", "libx264", "25", ()),
        ("a.mkv", "libx264", "30000/1001", ("-output_ts_offset", "7200")),
        ("a.avi", "mjpeg", "18", ()),
        ("a.avi", "mpeg4", "30", ()),
        ("a.ts", "libx264", "25", ("-g", "12")),
        ("a.mov", "libx265", "24", ("-x265-params", "log-level=none")),
        ("a.mp4", "libx264", "25", ("-g", "6", "-bf", "3")),
    ],
)
def test_every_container_cuts_alike(name: str, codec: str, rate: str, extra: tuple[str, ...], tmp_path: Path) -> None:
    path = levels_film(tmp_path / name, codec=codec, rate=rate, extra=extra)
    step = 1 / Fraction(rate)
    proof = cut(path, tmp_path / "out.mp4", start=float(60 * step), end=float(75 * step))
    assert numbers(tmp_path / "out.mp4") == list(range(60, 75))
    assert proof.duration == pytest.approx(float(15 * step), abs=0.01)


def test_variable_rates_show_what_a_player_shows(tmp_path: Path) -> None:
    path = levels_film(tmp_path / "vfr.mp4", frames=45, keep="not(mod(n\\,3))+not(mod(n\\,5))")
    kept = [number for number in range(100) if number % 3 == 0 or number % 5 == 0]
    cut(path, tmp_path / "out.mp4", start=1.0, end=3.0, rate=Fraction(25))
    assert numbers(tmp_path / "out.mp4") == [max(each for each in kept if each <= slot) for slot in range(25, 75)]


def test_segments_follow_one_another(levels: Path, loud: Path, tmp_path: Path) -> None:
    segments = (Shot(levels, 2.0, 2.4), Shot(loud, 0.5, 1.5), Shot(levels, 0.4, 0.8))
    proof = joined(segments, tmp_path / "out.mp4")
    shown = numbers(tmp_path / "out.mp4")
    assert shown[:10] == list(range(50, 60))
    assert shown[35:] == list(range(10, 20))
    assert (proof.frame_count, proof.audio_codec) == (45, "aac")
    heard = loudness(tmp_path / "out.mp4")
    assert max(heard[:3]) < 0.01 < 0.05 < min(heard[5:13])
    assert max(heard[15:18]) < 0.01


def test_the_same_range_may_come_twice(loud: Path, tmp_path: Path) -> None:
    proof = joined((Shot(loud, 0.2, 0.6),) * 3, tmp_path / "out.mp4", width=320, height=180)
    assert proof.frame_count == 30
    once, again = (look(tmp_path / "out.mp4", at) for at in (0.2, 1.0))
    assert hash_distance(once, again) < 0.03


def test_each_output_is_exact_to_the_picture(levels: Path, tmp_path: Path) -> None:
    shots = (Shot(levels, 2.0, 2.4), Shot(levels, 0.4, 0.8), Shot(levels, 1.0, 2.0, speed=2), Shot(levels, 3, 3.2, 0.5))
    produce(Production(shots, (small(tmp_path / "a.mp4"), small(tmp_path / "b.mp4", fit="pad", width=80))))
    wanted = [*range(50, 60), *range(10, 20), *range(25, 50, 2)[:13], *(n for n in range(75, 80) for _ in (0, 1))]
    # Half of 25 pictures is 12.5: a range counts as many as come nearest.
    wanted = [*wanted[:20], *wanted[20:32], *wanted[33:]]
    assert numbers(tmp_path / "a.mp4") == numbers(tmp_path / "b.mp4") == wanted


def test_sound_can_be_left_out(loud: Path, tmp_path: Path) -> None:
    assert cut(loud, tmp_path / "with.mp4", start=0, end=1).audio_codec == "aac"
    assert cut(loud, tmp_path / "without.mp4", start=0, end=1, audio=False).audio_codec is None


@pytest.mark.parametrize(("name", "extra"), [("a.mp4", ()), ("a.mkv", ("-output_ts_offset", "100")), ("a.avi", ())])
def test_sound_stays_with_the_pictures(name: str, extra: tuple[str, ...], tmp_path: Path) -> None:
    path = tmp_path / name
    flash = "color=black:s=64x64:r=25,drawbox=t=fill:c=white:enable='gte(t,1.4)'"
    beep = "sine=frequency=440:sample_rate=48000,volume=0:enable='lt(t,1.4)'"
    codec = ("-c:v", "mjpeg", "-c:a", "pcm_s16le") if name.endswith("avi") else ("-c:v", "libx264", "-c:a", "aac")
    ffmpeg("-f", "lavfi", "-i", flash, "-f", "lavfi", "-i", beep, "-t", "4", *codec, *extra, path)
    cut(path, tmp_path / "out.mp4", start=1.0, end=2.0)
    bright = [picture.mean() > 128 for picture in shown(tmp_path / "out.mp4")]
    assert bright == [False] * 10 + [True] * 15
    heard = loudness(tmp_path / "out.mp4")
    assert max(heard[:3]) < 0.02 < 0.05 < min(heard[5:])


def test_sound_that_ends_early_is_filled_up(tmp_path: Path) -> None:
    path = tmp_path / "short.mkv"
    ffmpeg("-f", "lavfi", "-i", "testsrc2=s=64x64:d=2", "-f", "lavfi", "-i", "sine=d=0.5", "-c:a", "aac", path)
    proof = cut(path, tmp_path / "out.mp4", start=0, end=2)
    assert proof.checks["sound_length"]
    assert max(loudness(tmp_path / "out.mp4")[8:]) < 0.01


@pytest.mark.parametrize("size", ["321x181", "35x19"])
def test_odd_sizes(size: str, tmp_path: Path) -> None:
    path = film(tmp_path / "odd.mkv", size=size, codec="ffv1")
    proof = cut(path, tmp_path / "out.mp4", start=0, end=0.4, width=321, height=181)
    assert (proof.width, proof.height) == (even(321), even(181))


def test_rotation_and_oblong_pixels_are_honoured(plain: Path, tmp_path: Path) -> None:
    ffmpeg("-display_rotation", "90", "-i", plain, "-c", "copy", tmp_path / "turned.mp4")
    ffmpeg("-display_rotation", "90", "-i", plain, "-crf", "8", tmp_path / "upright.mp4")
    cut(tmp_path / "turned.mp4", tmp_path / "out.mp4", start=0, end=1, width=180, height=320)
    turned, upright = (look(tmp_path / name, 0.5) for name in ("out.mp4", "upright.mp4"))
    assert hash_distance(turned, upright) < 0.06
    assert hash_distance(look(tmp_path / "turned.mp4", 0.5), upright) < 0.15
    wide = film(tmp_path / "wide.mp4", size="160x180", extra=["-vf", "setsar=2"])
    cut(wide, tmp_path / "square.mp4", start=0, end=1, width=320, height=180)
    assert hash_distance(look(tmp_path / "square.mp4", 0.5), look(wide, 0.5)) < 0.15


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_hostile_names(name: str, loud: Path, tmp_path: Path) -> None:
    path, out = tmp_path / name, tmp_path / "out"
    out.mkdir()
    shutil.copy(loud, path)
    assert cut(path, out / name, start=0.2, end=0.6).frame_count == 10
    assert [each.name for each in out.iterdir()] == [name]


def test_nothing_of_the_original_leaves_with_the_pictures(tmp_path: Path) -> None:
    chapters = tmp_path / "chapters.txt"
    chapters.write_text(
        ";FFMETADATA1\nlocation=+43.1234+131.4321/\n[CHAPTER]\nTIMEBASE=1/1\nSTART=0\nEND=1\ntitle=den\n"
    )
    path = tmp_path / "marked.mov"
    ffmpeg(
        *("-f", "lavfi", "-i", "testsrc2=s=64x64:d=2", "-i", chapters, "-map_metadata", "1", "-map_chapters", "1"),
        *("-movflags", "use_metadata_tags", "-metadata", "com.apple.quicktime.location.ISO6709=+43.1234+131.4321/"),
        *("-metadata", "creation_time=2026-01-14T05:12:00Z", "-metadata:s:v", "handler_name=Camera SN 4711", path),
    )
    assert "+43.1234" in str(probe(path).tags)
    cut(path, tmp_path / "out.mp4", start=0, end=1)
    data = (tmp_path / "out.mp4").read_bytes()
    assert not [word for word in (b"43.12", b"4711", b"den", b"2026", b"marked") if word in data]
    assert probe(tmp_path / "out.mp4").created is None


def trail() -> list[str]:
    folder = ROOT / "footage" / "trail"
    found = sorted(str(path.relative_to(ROOT)) for path in folder.rglob("*") if path.is_file())
    return found or ["footage/trail"]


@pytest.mark.parametrize("relative", trail())
def test_real_footage_from_the_trail(relative: str, tmp_path: Path) -> None:
    path = sample(relative)
    found = probe(path)
    start = found.duration / 2
    proof = cut(
        path, tmp_path / "out.mp4", start=start, end=start + 1, width=found.display_width, height=found.display_height
    )
    assert proof.frame_count == round(found.frame_rate)
    assert hash_distance(look(path, start), look(tmp_path / "out.mp4", 0.0)) < 0.1
