"""The waveform is drawn once, when footage is read or first asked for, and only shown to who may see the footage."""

from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse

from curation.footage import waveforms
from curation.footage.models import Footage
from curation.jobs.models import Job
from curation.video.audio.waveform import read_waveform
from tests.curation.footage.conftest import ended
from tests.curation.video.filming import film

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def calling(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One second with a tone."""
    return film(tmp_path_factory.mktemp("calls") / "calling.mp4", size="64x36", rate="10", seconds=1, sound=True)


def address(footage: Footage) -> str:
    return reverse("footage:waveform", args=[footage.pk])


def drawn(answer, folder: Path) -> int:
    """The length of the waveform that was answered."""
    assert answer.status_code == 200 and answer["Content-Type"] == "application/octet-stream"
    (folder / "answer.dat").write_bytes(b"".join(answer.streaming_content))
    return read_waveform(folder / "answer.dat")[0].length


def as_before(footage: Footage) -> Footage:
    """As it was left by a reading that drew none."""
    default_storage.delete(footage.waveform or "none")
    footage.waveform = ""
    footage.save()
    return footage


def test_what_is_read_is_drawn_at_once(signed_in, take, calling, tiny, tmp_path):
    footage, silent, editor = take(calling), take(tiny), signed_in("Editor")
    assert drawn(editor.get(address(footage)), tmp_path) == pytest.approx(100, abs=5)
    assert silent.waveform == "" and editor.get(address(silent)).status_code == 404
    assert not Job.objects.filter(kind=waveforms.KIND).exists()


def test_older_footage_is_drawn_when_it_is_first_asked_for(signed_in, take, calling, tmp_path):
    footage, editor = as_before(take(calling)), signed_in("Editor")
    first, second = editor.get(address(footage)), editor.get(address(footage))
    assert (first.status_code, first["Retry-After"]) == (202, "1")
    assert "no-store" in first["Cache-Control"]
    assert first.json()["job"] == second.json()["job"]
    assert ended(Job.objects.get(pk=first.json()["job"])).state == "done"
    assert drawn(editor.get(address(footage)), tmp_path) == pytest.approx(100, abs=5)
    assert Job.objects.filter(kind=waveforms.KIND).count() == 1


def test_sound_that_cannot_be_read_is_asked_for_once_only(signed_in, take, calling, tmp_path):
    footage, editor = as_before(take(calling)), signed_in("Editor")
    footage.probe["audio_stream"] = 7
    footage.save()
    assert ended(Job.objects.get(pk=editor.get(address(footage)).json()["job"])).state == "done"
    assert drawn(editor.get(address(footage)), tmp_path) == 0


def test_a_failure_is_told_and_tried_again_later(signed_in, take, calling):
    footage, editor = as_before(take(calling)), signed_in("Editor")
    Footage.objects.update(file="originals/gone.mp4")
    job = ended(Job.objects.get(pk=editor.get(address(footage)).json()["job"]))
    assert (job.state, job.error_code) == ("failed", "file_gone")
    assert editor.get(address(footage)).status_code == 404
    Job.objects.update(finished_at=job.finished_at - waveforms.AGAIN)
    assert editor.get(address(footage)).json()["job"] > job.pk


def test_who_may_not_see_the_footage_hears_of_no_sound(signed_in, piece, person, client):
    loud = {"audio_codec": "aac", "audio_stream": 1}
    silent, hidden = piece(probe={"audio_codec": None}), piece(state="withdrawn", probe=loud)
    editor = signed_in("Editor")
    assert editor.get(address(silent)).status_code == 404
    assert editor.get(address(hidden)).status_code == 404
    client.force_login(person())
    assert client.get(address(piece(probe=loud))).status_code in {302, 403, 404}
    assert not Job.objects.exists()
