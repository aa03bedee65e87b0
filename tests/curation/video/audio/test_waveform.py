"""The waveform shows the sound where it is, and nothing where there is none."""

from pathlib import Path

import numpy
import pytest

from curation.video.audio.waveform import make_waveform, read_waveform
from curation.video.errors import VideoError
from curation.video.probe import Probe, probe
from tests.curation.video.filming import ffmpeg, leftovers
from tests.samples import sample


def beep(path: Path, *, sound: str = "sine=frequency=440:sample_rate=44100,volume='between(t,2,3)':eval=frame") -> Path:
    """Five seconds; the sound is a beep from second 2 to 3 unless told."""
    ffmpeg(
        *("-f", "lavfi", "-i", "testsrc2=s=64x64:r=25", "-f", "lavfi", "-i", sound, "-t", "5"),
        *("-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac", f"file:{path}"),
    )
    return path


def test_the_beep_stands_where_it_is_heard(tmp_path: Path) -> None:
    path = beep(tmp_path / "beep.mp4")
    told = make_waveform(path, tmp_path / "waveform.dat", probe=probe(path), samples_per_second=20)
    read, pixels = read_waveform(tmp_path / "waveform.dat")
    assert (told.channels, told.sample_rate, told.samples_per_pixel) == (1, 44100, 2205)
    assert (read.length, read.samples_per_pixel) == (told.length, 2205)
    assert told.length == pytest.approx(100, abs=2)
    loud = numpy.flatnonzero(pixels[:, 1] > 4)
    assert loud.min() == pytest.approx(40, abs=1)
    assert loud.max() == pytest.approx(59, abs=1)
    assert pixels[loud[5], 0] == pytest.approx(-pixels[loud[5], 1], abs=1)
    assert told.peak == pytest.approx(0.125, abs=0.02)  # what the generator makes


def test_sound_that_begins_late_is_drawn_late(tmp_path: Path) -> None:
    path = beep(tmp_path / "beep.mp4")
    late = tmp_path / "late.mp4"
    ffmpeg(
        *("-i", path, "-itsoffset", "1.5", "-i", path, "-map", "0:v", "-map", "1:a", "-c", "copy", f"file:{late}"),
    )
    make_waveform(late, tmp_path / "waveform.dat", probe=probe(late), samples_per_second=20)
    _waveform, pixels = read_waveform(tmp_path / "waveform.dat")
    assert numpy.flatnonzero(pixels[:, 1] > 4).min() == pytest.approx(70, abs=1)


def test_the_quietest_sound_differs_from_silence(tmp_path: Path) -> None:
    quiet = beep(tmp_path / "quiet.mkv", sound="sine=frequency=440,volume=-36dB")
    silent = beep(tmp_path / "silent.mkv", sound="anullsrc=r=48000")
    for path in (quiet, silent):
        make_waveform(path, path.with_suffix(".dat"), probe=probe(path))
    assert read_waveform(quiet.with_suffix(".dat"))[1][20:-20].any(axis=1).all()
    assert not read_waveform(silent.with_suffix(".dat"))[1].any()


def test_a_long_file_is_drawn_more_coarsely(loud: Path, tmp_path: Path) -> None:
    known = probe(loud)
    fine = make_waveform(loud, tmp_path / "fine.dat", probe=known)
    coarse = make_waveform(loud, tmp_path / "coarse.dat", probe=_lasting(known, 20_000.0))
    assert fine.sample_rate / fine.samples_per_pixel == pytest.approx(100, rel=0.01)
    assert coarse.sample_rate / coarse.samples_per_pixel == pytest.approx(20, rel=0.01)


def _lasting(known: Probe, duration: float) -> Probe:
    return Probe.from_dict(known.to_dict() | {"duration": duration})


def test_without_sound_there_is_no_waveform(plain: Path, tmp_path: Path) -> None:
    with pytest.raises(VideoError) as caught:
        make_waveform(plain, tmp_path / "waveform.dat", probe=probe(plain))
    assert caught.value.code == "no_sound"
    assert not list(tmp_path.iterdir())


def test_sound_that_is_gone_since_the_probe_leaves_nothing(loud: Path, tmp_path: Path) -> None:
    known, broken = probe(loud), tmp_path / "broken.mp4"
    broken.write_bytes(loud.read_bytes()[:3000])
    with pytest.raises(VideoError) as caught:
        make_waveform(broken, tmp_path / "waveform.dat", probe=known)
    assert caught.value.code == "no_sound"
    with pytest.raises(VideoError) as caught:
        make_waveform(loud, tmp_path / "waveform.dat", probe=known, cancelled=lambda: True)
    assert caught.value.code == "cancelled"
    assert [path.name for path in tmp_path.iterdir()] == ["broken.mp4"]
    assert not leftovers(tmp_path)


def test_a_probe_stored_before_is_still_read(loud: Path, tmp_path: Path) -> None:
    stored = {
        name: value
        for name, value in probe(loud).to_dict().items()
        if name not in {"audio_rate", "colour", "interlaced"}
    }
    assert make_waveform(loud, tmp_path / "waveform.dat", probe=Probe.from_dict(stored)).sample_rate == 48000


def test_a_real_clip(tmp_path: Path) -> None:
    path = sample("footage/ACP0006s6f-small-cat.mp4")
    told = make_waveform(path, tmp_path / "waveform.dat", probe=probe(path))
    assert told.length * told.samples_per_pixel / told.sample_rate == pytest.approx(15, abs=0.1)


@pytest.mark.parametrize("data", [b"", b"x" * 24, b"\2\0\0\0\1" + b"\0" * 40])
def test_what_is_no_waveform_is_refused(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "no.dat").write_bytes(data)
    with pytest.raises(ValueError, match="not a waveform"):
        read_waveform(tmp_path / "no.dat")
