"""The evidence must see what is wrong: results that were tampered with after they were written."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import pytest

from curation.video.cutting.evidence import Found, examine
from curation.video.cutting.muxing import Written, write
from curation.video.cutting.pictures import Looks, PictureMaker, Take
from curation.video.cutting.plan import plan
from curation.video.cutting.sound import Heard, SoundMaker
from curation.video.cutting.source import Source
from tests.curation.video.cutting.streams import Shown


class Made:
    """A cut of pictures 20 to 110, and what was noted while it was written."""

    def __init__(self, path: Path, out: Path) -> None:
        source = Source(path)
        stretch = source.stretch(Fraction(20, 25), Fraction(110, 25))
        take = Take(stretch, plan(stretch.samples, first=stretch.first, end=stretch.end), 0)
        self.base, self.length, self.out = source.base, stretch.end - stretch.first, out
        maker = PictureMaker(source, [take], long=False)
        sound = SoundMaker(
            source, [Heard(stretch.first * source.base, stretch.end * source.base, Fraction(0))], form="mp4"
        )
        made = list(write(out, form="mp4", source=source, takes=[take], length=self.length, maker=maker, sound=sound))
        self.written: Written = made[-1]
        sound.close()
        source.close()
        self.looks: Looks = maker.looks

    def found(self, *, whole: bool = False) -> Found:
        """What the evidence says."""
        return examine(
            self.out,
            written=self.written,
            looks=self.looks,
            length=self.length,
            base=self.base,
            whole=whole,
            tick=lambda: None,
        )

    def failed(self, *, whole: bool = False) -> set[str]:
        """The checks that do not hold."""
        return {name for name, held in self.found(whole=whole).checks.items() if not held}


@pytest.fixture
def made(stream: Callable[[str], tuple[Path, Shown]], tmp_path: Path) -> Made:
    return Made(stream("closed")[0], tmp_path / "out.mp4")


def test_a_good_cut_passes_every_check(made: Made) -> None:
    assert made.failed() == made.failed(whole=True) == set()
    assert made.found().decoded < made.found(whole=True).decoded == 90


def test_a_changed_byte_in_a_copied_picture_is_seen(made: Made) -> None:
    with av.open(str(made.out)) as container:
        places = [packet.pos for packet in container.demux(video=0) if packet.size]
    data = bytearray(made.out.read_bytes())
    data[places[70] + 20] ^= 0xFF
    made.out.write_bytes(data)
    assert "unchanged" in made.failed()


def test_another_picture_at_the_boundary_is_seen(made: Made) -> None:
    stamp, look = next(iter(made.looks.encoded.items()))
    made.looks.encoded[stamp] = bytes(255 - value for value in look)
    assert made.failed() == {"boundary_pictures"}


def test_a_missing_picture_and_shifted_times_are_seen(made: Made) -> None:
    made.written = replace(made.written, stamps=[*made.written.stamps, made.length])
    assert {"frame_count", "time_stamps"} <= made.failed()


def test_a_wrong_length_is_seen(made: Made) -> None:
    made.length += 100
    assert made.failed() == {"duration"}


def test_sound_that_is_off_is_seen(made: Made) -> None:
    made.written = replace(made.written, sound_stamps=[stamp + 480 for stamp in made.written.sound_stamps])
    assert made.failed() == {"sound_offset"}


def test_a_file_that_cannot_be_read_is_no_cut(made: Made) -> None:
    made.out.write_bytes(made.out.read_bytes()[:1000])
    assert made.failed() == {"decodes"}
