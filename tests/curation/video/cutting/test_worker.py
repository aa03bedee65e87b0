"""Random cuts of many kinds of stream, compared picture by picture with the source; in this process, to be quick."""

import random
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy
import pytest

from curation.video.cutting.worker import cut_file
from tests.curation.video.cutting.streams import KINDS, Shown, pictures, sound, wanted
from tests.curation.video.filming import ffmpeg

CUTS = 2
RATE = 48_000


def cut_here(path: Path, out: Path, *ranges: tuple[Fraction, Fraction], **options: Any) -> dict[str, Any]:
    """What the child would answer."""
    asked = {"form": path.suffix[1:], "whole": True, "pixels": 10**9, "footage": 10**6} | options
    return cut_file(path, out, ranges=[[str(start), str(end)] for start, end in ranges], **asked)


def places(source: Shown, *, seed: int) -> list[tuple[Fraction, Fraction]]:
    """In and out points anywhere, at least a fifth of a second apart."""
    chance = random.Random(seed)
    last = int(source.end * 1000)
    found = []
    for _ in range(CUTS):
        start, end = sorted(chance.sample(range(0, last), 2))
        found.append((Fraction(min(start, last - 300), 1000), Fraction(max(end, min(start, last - 300) + 200), 1000)))
    return found


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_random_cuts_hold_exactly_their_pictures_at_their_times(
    kind: str, stream: Callable[[str], tuple[Path, Shown]], tmp_path: Path
) -> None:
    path, source = stream(kind)
    for place, (start, end) in enumerate(places(source, seed=len(kind))):
        out = tmp_path / f"{place}{path.suffix}"
        told = cut_here(path, out, (start, end))
        assert "unfit" not in told, told
        assert all(told["checks"].values()), told
        numbers, times = wanted(source, start, end)
        got = pictures(out)
        assert got.numbers == numbers, (start, end)
        assert got.times == times, (start, end)
        assert told["frames_wanted"] == told["frames_got"] == told["frames_decoded"] >= len(numbers)


@pytest.mark.parametrize("kind", sorted(kind for kind, recipe in KINDS.items() if recipe.copies))
def test_a_cut_over_key_pictures_copies_most_of_it(
    kind: str, stream: Callable[[str], tuple[Path, Shown]], tmp_path: Path
) -> None:
    path, source = stream(kind)
    middle = source.times[len(source.times) // 6]
    told = cut_here(path, tmp_path / f"out{path.suffix}", (middle, source.end))
    assert all(told["checks"].values())
    assert told["frames_copied"] > told["frames_encoded"]
    assert told["bytes_copied"] > 0


@pytest.mark.parametrize(
    "kind", ["rotated", "anamorphic", "ten_bit", "four_two_two", "full_range", "hevc_ten_bit", "ntsc", "no_b_pictures"]
)
def test_all_pictures_are_shown_as_the_source_shows_them(
    kind: str, stream: Callable[[str], tuple[Path, Shown]], tmp_path: Path
) -> None:
    path, source = stream(kind)
    out = tmp_path / f"out{path.suffix}"
    told = cut_here(path, out, (source.times[20], source.times[100]))
    assert told["frames_copied"] and told["frames_encoded"]
    assert ways_of_showing(out) == ways_of_showing(path)


def ways_of_showing(path: Path) -> set[tuple[Any, ...]]:
    """Rotation, pixels, range, aspect and size of all pictures of a file, and its rate."""
    with av.open(str(path)) as container:
        video = container.streams.video[0]
        return {
            (
                frame.rotation,
                frame.format.name,
                frame.color_range,
                frame.width,
                video.sample_aspect_ratio,
                video.average_rate,
            )
            for frame in container.decode(video)
        }


@pytest.mark.parametrize("kind", ["closed", "late_sound", "late_pictures", "edit_list", "quicktime", "ntsc"])
def test_copied_sound_stays_with_the_pictures_to_the_sample(
    kind: str, stream: Callable[[str], tuple[Path, Shown]], tmp_path: Path
) -> None:
    path, source = stream(kind)
    out = tmp_path / f"out{path.suffix}"
    start, end = source.times[40], source.times[90]
    told = cut_here(path, out, (start, end))
    assert told["sound"] == "copied"
    assert told["sound_offset"] == 0.0
    assert 0 <= told["sound_rest"] < 0.03
    whole, part = sound(path), sound(out)
    begin = round(start * RATE)
    length = round((end - start) * RATE) - 100
    # AAC is lossless neither way, but the same packets decode to the same samples.
    assert len(part) >= length
    assert numpy.abs(part[:length] - whole[begin : begin + length]).max() < 0.001


def test_joined_ranges_have_one_continuous_sound(stream: Callable[[str], tuple[Path, Shown]], tmp_path: Path) -> None:
    path, source = stream("closed")
    out = tmp_path / "out.mp4"
    ranges = [(Fraction(3), Fraction(5)), (Fraction(3, 5), Fraction(2)), (Fraction(3, 5), Fraction(1))]
    told = cut_here(path, out, *ranges)
    assert all(told["checks"].values()), told
    assert told["sound"] == "encoded"
    got = pictures(out)
    assert got.numbers == [number for start, end in ranges for number in wanted(source, start, end)[0]]
    assert got.times == [Fraction(place, 25) for place in range(95)]
    whole, part = sound(path), sound(out)
    # Joins click where a wave is cut in mid-swing, so both sides fade: look at the middle of each range.
    for at, start in ((0.5, 3.5), (2.4, 1.0), (3.5, 0.7)):
        mine, theirs = (track[round(time * RATE) :][:9600] for track, time in ((part, at), (whole, start)))
        assert numpy.corrcoef(mine, theirs)[0, 1] > 0.98
    assert len(part) == pytest.approx(3.8 * RATE, abs=1100)


@pytest.mark.parametrize("kind", ["closed", "hevc_open", "variable_rate"])
def test_many_ranges_in_any_order_keep_their_pictures(
    kind: str, stream: Callable[[str], tuple[Path, Shown]], tmp_path: Path
) -> None:
    path, source = stream(kind)
    chance = random.Random(11)
    last = int(source.end * 1000)
    ranges = [
        (Fraction(start, 1000), Fraction(end, 1000))
        for start, end in (sorted(chance.sample(range(last), 2)) for _ in range(8))
    ]
    ranges.append((Fraction(1, 2), Fraction(501, 1000)))  # a single picture
    out = tmp_path / "out.mp4"
    told = cut_here(path, out, *ranges)
    assert all(told["checks"].values()), told
    assert pictures(out).numbers == [number for start, end in ranges for number in wanted(source, start, end)[0]]


def test_an_out_point_past_the_last_picture_is_the_end(
    stream: Callable[[str], tuple[Path, Shown]], tmp_path: Path
) -> None:
    path, source = stream("closed")
    told = cut_here(path, tmp_path / "out.mp4", (source.end - Fraction(1, 10), source.end))
    assert told["frames_got"] == 3  # the picture shown a tenth before the end began earlier
    assert told["duration"] == pytest.approx(0.12)


def test_what_a_cut_says_of_place_and_person_is_left_behind(
    stream: Callable[[str], tuple[Path, Shown]], tmp_path: Path
) -> None:
    path, _source = stream("closed")
    tagged, out = tmp_path / "tagged.mp4", tmp_path / "out.mp4"
    ffmpeg(
        *("-i", f"file:{path}", "-c", "copy", "-metadata", "location=+43.1234+131.4321/"),
        *("-metadata", "comment=Nadezhda's camera", f"file:{tagged}"),
    )
    assert b"loci" in tagged.read_bytes() and b"Nadezhda" in tagged.read_bytes()
    cut_here(tagged, out, (Fraction(1), Fraction(4)))
    assert b"loci" not in out.read_bytes() and b"Nadezhda" not in out.read_bytes()


def test_colour_and_mastering_light_of_the_source_go_with_every_picture(tmp_path: Path) -> None:
    path, out = tmp_path / "light.mp4", tmp_path / "out.mp4"
    colours = "colorprim=bt2020:transfer=smpte2084:colormatrix=bt2020nc"
    light = "master-display=G(8500,39850)B(6550,2300)R(35400,14600)WP(15635,16450)L(10000000,1):max-cll=1000,400"
    ffmpeg(
        *("-f", "lavfi", "-i", "testsrc2=s=128x72:r=25:d=3", "-pix_fmt", "yuv420p10le", "-c:v", "libx265"),
        *(
            "-preset",
            "ultrafast",
            "-x265-params",
            f"{colours}:log-level=none:keyint=20:repeat-headers=1:hdr10=1:{light}",
        ),
        f"file:{path}",
    )
    told = cut_here(path, out, (Fraction(2, 5), Fraction(2)))
    assert all(told["checks"].values()) and told["frames_copied"] and told["frames_encoded"]
    with av.open(str(out)) as container:
        frames = list(container.decode(video=0))
    assert {(frame.color_primaries, frame.color_trc, frame.colorspace) for frame in frames} == {(9, 16, 9)}
    kinds = [{side.type.name for side in frame.side_data} for frame in frames]
    assert all({"MASTERING_DISPLAY_METADATA", "CONTENT_LIGHT_LEVEL"} <= kind for kind in kinds)
