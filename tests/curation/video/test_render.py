"""Renders show the pictures that were asked for, as many as were asked for, and carry nothing of the original along."""

from __future__ import annotations

import dataclasses
import shutil
from fractions import Fraction
from importlib.resources import files
from pathlib import Path

import pytest

from curation.video.encode import Picture
from curation.video.errors import VideoError
from curation.video.frames import hash_distance
from curation.video.limits import Limits
from curation.video.probe import probe
from curation.video.progress import Progress
from curation.video.proof import prove
from curation.video.render import RenderProof, RenderSpec, Segment, render
from curation.video.shapes import even, fitting_shape, inside, shape
from tests.curation.video.filming import ffmpeg, film, leftovers, levels_film, look, loudness, numbers, shown
from tests.samples import ROOT, sample

HOSTILE_NAMES = [
    'it\'s "quoted"\nand broken.mp4',
    "東北虎 [1]; 冬,天:夜=x.mp4",
    "-Амурский тигр.mp4",
    "https:back\\slash %d $(touch x) `y`.mp4",
    "long" * 62 + ".mp4",
]


def cut(path: Path, out: Path, *, start: float, end: float, **options: object) -> RenderProof:
    options = {"width": 64, "height": 64, "crf": 8, **options}
    return render(RenderSpec((Segment(path, start, end),), **options), out)


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
    cut(path, tmp_path / "out.mp4", start=1.0, end=3.0, frame_rate=Fraction(25))
    assert numbers(tmp_path / "out.mp4") == [max(each for each in kept if each <= slot) for slot in range(25, 75)]


def test_segments_follow_one_another(levels: Path, loud: Path, tmp_path: Path) -> None:
    segments = (Segment(levels, 2.0, 2.4), Segment(loud, 0.5, 1.5), Segment(levels, 0.4, 0.8))
    proof = render(RenderSpec(segments, 64, 64, crf=8), tmp_path / "out.mp4")
    shown = numbers(tmp_path / "out.mp4")
    assert shown[:10] == list(range(50, 60))
    assert shown[35:] == list(range(10, 20))
    assert (proof.frame_count, proof.audio_codec) == (45, "aac")
    heard = loudness(tmp_path / "out.mp4")
    assert max(heard[:3]) < 0.01 < 0.05 < min(heard[5:13])
    assert max(heard[15:18]) < 0.01


def test_the_same_range_may_come_twice(loud: Path, tmp_path: Path) -> None:
    proof = render(RenderSpec((Segment(loud, 0.2, 0.6),) * 3, 320, 180), tmp_path / "out.mp4")
    assert proof.frame_count == 30
    once, again = (look(tmp_path / "out.mp4", at) for at in (0.2, 1.0))
    assert hash_distance(once, again) < 0.03


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


@pytest.mark.parametrize(("name", "fit"), [("16:9", "crop"), ("9:16", "crop"), ("1:1", "pad"), ("4:5", "pad")])
def test_every_shape_has_its_size(name: str, fit: str, plain: Path, tmp_path: Path) -> None:
    wanted = shape(name)
    proof = cut(plain, tmp_path / "out.mp4", start=0, end=0.2, width=wanted.width, height=wanted.height, fit=fit)
    assert (proof.width, proof.height) == (wanted.width, wanted.height)


def test_padding_shows_everything_and_cropping_fills(tmp_path: Path) -> None:
    path = tmp_path / "grey.mp4"
    ffmpeg("-f", "lavfi", "-i", "color=gray:s=320x180:d=1", path)
    top = {}
    for fit in ("pad", "crop"):
        cut(path, tmp_path / f"{fit}.mp4", start=0, end=0.2, width=180, height=320, fit=fit)
        import av

        with av.open(str(tmp_path / f"{fit}.mp4")) as container:
            top[fit] = next(container.decode(video=0)).to_ndarray(format="rgb24")[2, 90].mean()
    assert top["pad"] < 5
    assert top["crop"] == pytest.approx(128, abs=4)


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


CAPTIONS = """[Script Info]
ScriptType: v4.00+
PlayResX: 320
PlayResY: 180

[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, Bold, BorderStyle, Outline, Alignment, MarginV
Style: Default,Noto Sans,60,&H00FFFFFF,1,1,3,5,0

[Events]
Format: Layer, Start, End, Style, Text
Dialogue: 0,0:00:00.00,0:00:00.50,Default,TIGER
"""


def font() -> Path:
    """A font that came with the installation: a machine may have none of its own."""
    return next(Path(str(files("fontpkg_noto_sans"))).rglob("*.ttf"))


HOSTILE_FOLDER = 'it\'s [a]: 东北虎, "x"; \\back=slash\nline %d'


def test_captions_are_burnt_in_while_they_last(plain: Path, tmp_path: Path) -> None:
    place = tmp_path / HOSTILE_FOLDER
    place.mkdir()
    captions = place / "captions 字幕's [1].ass"
    captions.write_text(CAPTIONS)
    fonts = place / "fonts"
    fonts.mkdir()
    shutil.copy(font(), fonts / "font.ttf")
    for number, burnt in enumerate((None, captions)):
        cut(plain, tmp_path / f"{number}.mp4", start=0.5, end=1.5, width=320, height=180, captions=burnt, fonts=fonts)
    without, burnt_in = (shown(tmp_path / f"{number}.mp4").astype(int) for number in (0, 1))
    difference = abs(without - burnt_in)
    assert difference[:12].mean() > 5
    assert difference[13:].mean() < 1


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


def test_the_same_request_gives_the_same_bytes(loud: Path, tmp_path: Path) -> None:
    one, two = (cut(loud, tmp_path / name, start=0.2, end=1.4) for name in ("one.mp4", "two.mp4"))
    assert one.sha256 == two.sha256
    assert (tmp_path / "one.mp4").read_bytes() == (tmp_path / "two.mp4").read_bytes()


@pytest.mark.parametrize(("start", "end"), [(1, 1), (-0.1, 1), (0, 2.03), (float("nan"), 1), (0, float("inf"))])
def test_bad_ranges(start: float, end: float, plain: Path, tmp_path: Path) -> None:
    with pytest.raises(VideoError) as caught:
        cut(plain, tmp_path / "out.mp4", start=start, end=end)
    assert caught.value.code == "bad_range"
    assert "2.000 seconds" in str(caught.value)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "change",
    [
        {"fit": "stretch"},
        {"crf": 99},
        {"preset": "-y"},
        {"width": 4},
        {"captions": Path("/none.ass")},
        {"frame_rate": Fraction(0)},
    ],
)
def test_bad_requests(change: dict[str, object], plain: Path, tmp_path: Path) -> None:
    with pytest.raises(VideoError) as caught:
        cut(plain, tmp_path / "out.mp4", start=0, end=1, **change)
    assert caught.value.code == "bad_request"


def test_no_segment_at_all(tmp_path: Path) -> None:
    with pytest.raises(VideoError, match="segments"):
        render(RenderSpec((), 320, 180), tmp_path / "out.mp4")


def test_progress_covers_the_proof_too_and_cancelling_works(long: Path, plain: Path, tmp_path: Path) -> None:
    seen: list[Progress] = []
    render(RenderSpec((Segment(plain, 0, 2),), 320, 180), tmp_path / "out.mp4", on_progress=seen.append)
    assert [each.fraction for each in seen] == sorted(each.fraction for each in seen)
    assert seen[-1].fraction == 1.0
    started: list[Progress] = []
    with pytest.raises(VideoError, match="cancelled"):
        render(
            RenderSpec((Segment(long, 0, 600),), 320, 180),
            tmp_path / "never.mp4",
            on_progress=started.append,
            cancelled=lambda: bool(started),
        )
    assert not (tmp_path / "never.mp4").exists()
    assert leftovers(tmp_path) == []


def test_an_output_limit_leaves_nothing(long: Path, tmp_path: Path) -> None:
    spec = RenderSpec((Segment(long, 0, 600),), 640, 360, limits=dataclasses.replace(Limits(), output=200_000))
    with pytest.raises(VideoError) as caught:
        render(spec, tmp_path / "out.mp4")
    assert caught.value.code == "too_large"
    assert list(tmp_path.iterdir()) == []


def test_the_proof_sees_what_is_wrong(loud: Path, tmp_path: Path) -> None:
    picture = Picture(64, 64, Fraction(25))
    cut(loud, tmp_path / "out.mp4", start=0, end=1)
    for frames, sound, wanted, complaint in (
        (26, True, picture, "frame_count"),
        (25, False, picture, "sound"),
        (25, True, dataclasses.replace(picture, width=66), "size"),
        (25, True, dataclasses.replace(picture, rate=Fraction(24)), "constant_frame_rate"),
    ):
        with pytest.raises(VideoError, match=complaint):
            prove(tmp_path / "out.mp4", picture=wanted, frames=frames, sound=sound, limits=Limits())
    marked = tmp_path / "marked.mp4"
    ffmpeg("-i", tmp_path / "out.mp4", "-c", "copy", "-metadata", "title=den", "-movflags", "+faststart", marked)
    with pytest.raises(VideoError, match="no_metadata"):
        prove(marked, picture=picture, frames=25, sound=True, limits=Limits())


def test_shapes() -> None:
    assert fitting_shape(720, 404).name == "16:9"
    assert fitting_shape(404, 720).name == "9:16"
    assert inside(3840, 2160, box_width=1280, box_height=1280) == (1280, 720)
    assert inside(35, 19, box_width=1280, box_height=1280) == (36, 18) or even(19) in (18, 20)
    with pytest.raises(VideoError, match="shape"):
        shape("3:1")


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
