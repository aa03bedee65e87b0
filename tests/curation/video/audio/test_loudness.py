"""Sound comes to the loudness that was asked for, and what cannot be levelled is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from curation.video.audio.loudness import measure
from curation.video.producing.production import Output, Production, RenderProof, Shot, produce
from tests.curation.video.filming import ffmpeg

PICTURES = ("-f", "lavfi", "-i", "color=gray:s=64x64:r=10")


def heard(folder: Path, sound: str, *, seconds: float) -> Path:
    """A film whose sound is `sound`, a lavfi source."""
    path = folder / "in.mkv"
    ffmpeg(*PICTURES, "-f", "lavfi", "-i", sound, "-t", str(seconds), "-c:a", "pcm_s16le", path)
    return path


def levelled(path: Path, out: Path, *, target: float, end: float, **changes: float) -> RenderProof:
    output = Output(out, 64, 64, loudness=target, **changes)
    return produce(Production((Shot(path, 0, end),), (output,)))[0]


QUIET = "anoisesrc=color=pink:amplitude=0.08:seed=1:r=48000"
LOUD = "anoisesrc=color=pink:amplitude=0.9:seed=1:r=48000"
# A branch cracks once a second over a quiet wood: the peaks stand 40 dB above the rest.
CRACKS = "aevalsrc='0.02*(random(0)-0.5)+0.9*lt(mod(t,1),0.003)*sin(2*PI*1500*t)':s=48000:c=mono"


@pytest.mark.parametrize("target", [-14.0, -16.0, -23.0])
@pytest.mark.parametrize("sound", [QUIET, LOUD])
def test_the_target_is_met_within_one_lu(sound: str, target: float, tmp_path: Path) -> None:
    proof = levelled(heard(tmp_path, sound, seconds=5), tmp_path / "out.mp4", target=target, end=5)
    assert proof.loudness == pytest.approx(target, abs=1.0)
    assert proof.loudness_target == target
    assert proof.loudness_note == ""
    assert proof.true_peak is not None
    assert proof.true_peak <= -0.5


def test_peaks_are_held_down_where_the_level_would_clip_them(tmp_path: Path) -> None:
    path = heard(tmp_path, CRACKS, seconds=8)
    assert (measure(path).peak or 0) > -3
    proof = levelled(path, tmp_path / "out.mp4", target=-23.0, end=8)
    assert proof.true_peak is not None
    assert proof.true_peak <= 0.0
    assert proof.loudness == pytest.approx(-23, abs=1.0) or proof.loudness_note == "limited"


@pytest.mark.parametrize(
    ("sound", "seconds", "note"),
    [
        ("anullsrc=r=48000", 3.0, "too_quiet"),
        ("anoisesrc=amplitude=0.0005:seed=1:r=48000", 3.0, "too_quiet"),
        ("sine=r=48000", 0.3, "too_short"),
    ],
)
def test_what_cannot_be_levelled_is_left_and_told(sound: str, seconds: float, note: str, tmp_path: Path) -> None:
    path = heard(tmp_path, sound, seconds=max(1.0, seconds))
    proof = levelled(path, tmp_path / "out.mp4", target=-14.0, end=seconds)
    assert proof.loudness_note == note
    assert proof.loudness is None or proof.loudness < -45


def test_outputs_of_one_production_have_their_own_levels(tmp_path: Path) -> None:
    path = heard(tmp_path, QUIET, seconds=4)
    outputs = tuple(
        Output(tmp_path / f"{number}.mp4", 64, 64, loudness=target, rate=rate)
        for number, (target, rate) in enumerate([(-14.0, None), (None, None), (-23.0, None), (-14.0, None)])
    )
    proofs = produce(Production((Shot(path, 0, 4),), outputs))
    assert [proof.loudness and round(proof.loudness) for proof in proofs] == [-14, None, -23, -14]
    assert (measure(tmp_path / "1.mp4").integrated or 0) == pytest.approx(measure(path).integrated, abs=1)
