"""`manage.py ingest`: hostile names and broken files, each with its own sentence; the others go on."""

import json
import os
import tempfile
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from curation.footage.folders import FoundFile, Unreadable, Walk
from curation.footage.intake import take_in
from curation.footage.models import Arrival, Footage
from curation.jobs.models import Job
from tests.curation.video.filming import ffmpeg, film

HOSTILE = [
    'it\'s "quoted".mp4',
    "new\nline.mp4",
    "东北虎 老虎.mp4",
    "амурский тигр.mp4",
    "-y -f null.mp4",
    "%(x)s $HOME `id`;.mp4",
]


@pytest.fixture
def card(tmp_path: Path, tiny: Path) -> Path:
    """A camera's card with everything that can be wrong."""
    root = tmp_path / "Card 7"
    inner = root / "珲春" / "Jan's folder"
    inner.mkdir(parents=True)
    content = tiny.read_bytes()
    (inner / "good.mp4").write_bytes(content)
    for name in HOSTILE:
        (root / name).write_bytes(content)  # the same film: read once, linked six times
    (root / "words.mp4").write_text("not a film at all")
    (root / "empty.mp4").touch()
    (root / "cut off.mp4").write_bytes(content[: len(content) // 2])
    ffmpeg("-f", "lavfi", "-i", "sine=d=1", "-c:a", "aac", f"file:{root / 'only sound.mp4'}")
    for sidecar in ["notes.txt", "list.csv", "photo.jpg", ".hidden.mp4"]:
        (root / sidecar).write_text("x")
    return root


def run(*arguments: str) -> tuple[str, str, int]:
    out, err = StringIO(), StringIO()
    try:
        call_command("ingest", *arguments, "--workers", "1", stdout=out, stderr=err)
    except CommandError as error:
        return out.getvalue(), err.getvalue(), error.returncode
    return out.getvalue(), err.getvalue(), 0


@pytest.mark.django_db
def test_every_file_gets_its_own_answer(card):
    out, err, status = run(str(card), "--json")
    told = {Path(one["path"]).name: one for one in json.loads(out)}
    assert status == 1
    states = {name: one["state"] for name, one in told.items()}
    assert {states[name] for name in [*HOSTILE, "good.mp4"]} == {"ready", "duplicate"}
    assert list(states.values()).count("ready") == 1
    broken = {"words.mp4", "empty.mp4", "cut off.mp4", "only sound.mp4"}
    assert {name for name, state in states.items() if state == "failed"} == broken
    assert len({told[name]["reason"] for name in broken}) == 4
    assert "4 other files skipped" in err
    assert Footage.objects.count() == 5 and Arrival.objects.count() == len(HOSTILE) + 5
    good = Arrival.objects.get(original_name="good.mp4")
    assert good.folder == "Card 7/珲春/Jan's folder"
    assert set(Arrival.objects.values_list("original_name", flat=True)) >= set(HOSTILE)


@pytest.mark.django_db
def test_one_line_a_file_whatever_it_is_called(tmp_path, tiny):
    (tmp_path / "two\nlines\x1b[31m.mp4").write_bytes(tiny.read_bytes())
    out, _err, status = run(str(tmp_path))
    assert status == 0
    assert len(out.strip().splitlines()) == 1 and r"two\nlines\x1b[31m.mp4" in out and out.startswith("ready")


@pytest.mark.django_db
def test_the_hierarchy_is_kept_and_a_second_run_stores_nothing(tmp_path, tiny, station):
    folder = tmp_path / "Winter" / "snow"
    folder.mkdir(parents=True)
    (folder / "a.mp4").write_bytes(tiny.read_bytes())
    assert run(str(tmp_path / "Winter"), "--station", "HC-0042")[2] == 0
    footage = Footage.objects.get()
    assert (footage.tags, footage.folder, footage.station) == (["Winter", "snow"], "Winter/snow", station)
    out, _err, status = run(str(tmp_path / "Winter"))
    assert status == 0 and out.startswith("duplicate") and Footage.objects.count() == 1


@pytest.mark.django_db
def test_an_unknown_station_or_path_is_said_plainly(tmp_path, tiny):
    with pytest.raises(CommandError, match="no station with the code NOWHERE"):
        call_command("ingest", str(tiny), "--station", "NOWHERE")
    out, _err, status = run(str(tmp_path / "gone.mp4"), str(tiny))
    assert status == 1 and "Nothing of this name is there" in out and "ready" in out


@pytest.mark.django_db
def test_thirty_hours_by_a_wrong_clock_is_no_thirty_hours(tmp_path):
    late = film(tmp_path / "late.mkv", size="64x36", rate="10", seconds=1, extra=["-output_ts_offset", "108000"])
    jump = ["-vf", "setpts='PTS+if(eq(N,9),108000/TB,0)'", "-fps_mode", "vfr", "-t", "200000", "-frames:v", "10"]
    gap = film(tmp_path / "gap.mkv", size="64x36", rate="10", seconds=1, extra=jump)
    out, _err, status = run(str(late), str(gap), "--json")
    first, second = json.loads(out)
    assert status == 1
    assert first["state"] == "ready" and first["duration"] == pytest.approx(1.0, abs=0.2)
    assert second["state"] == "failed" and "time stamps" in second["reason"]


@pytest.mark.django_db
def test_a_pipe_called_mp4_does_not_stop_everything(tmp_path, tiny):
    os.mkfifo(tmp_path / "pipe.mp4")
    (tmp_path / "z.mp4").write_bytes(tiny.read_bytes())
    out, _err, status = run(str(tmp_path))
    assert status == 1 and "This is not a file" in out and "ready" in out
    assert Footage.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_several_files_are_read_at_a_time(tmp_path):
    paths = [film(tmp_path / f"{n}.mp4", size="64x36", rate="10", seconds=n) for n in (1, 2)]
    taken = list(take_in([FoundFile(path, "", ()) for path in paths], workers=2))
    assert {one.state for one in taken} == {"ready"} and {round(one.duration) for one in taken} == {1, 2}


def test_a_folder_that_may_not_be_opened_is_told_and_the_rest_is_walked():
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        root.chmod(0o755)
        for folder in ["closed", "open"]:
            (root / folder).mkdir()
            (root / folder / "a.mp4").touch()
        (root / "closed").chmod(0)
        was = os.geteuid()
        try:
            if was == 0:
                os.seteuid(65534)  # root may open everything
            found = list(Walk([root]))
        finally:
            os.seteuid(was)
            (root / "closed").chmod(0o755)
    assert [type(one) for one in found] == [Unreadable, FoundFile] or [type(one) for one in found] == [
        FoundFile,
        Unreadable,
    ]
    denied = next(one for one in found if isinstance(one, Unreadable))
    assert (denied.path, denied.code) == (root / "closed", "folder_unreadable")


@pytest.mark.django_db(transaction=True)
def test_the_same_film_twice_at_the_same_moment_is_stored_and_read_once(tmp_path, tiny):
    for name in "abcd":
        (tmp_path / f"{name}.mp4").write_bytes(tiny.read_bytes())
    taken = list(take_in(Walk([tmp_path]), workers=4))
    assert [one.state for one in taken].count("ready") == 1 and {one.state for one in taken} == {"ready", "duplicate"}
    assert Footage.objects.count() == 1 and Arrival.objects.count() == 4
    assert list(Job.objects.values_list("state", flat=True)) == ["done"]
