"""Files of terms and memories: a report first, then the import; whatever is in them, nothing breaks."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from curation.jobs import services as jobs
from curation.jobs.models import Job
from curation.language import concepts, services
from curation.language.models import MemoryUnit, Term
from curation.translation.glossary import tbx
from curation.translation.memory import tmx

pytestmark = pytest.mark.django_db

TMX = """<?xml version="1.0" encoding="UTF-8"?>
<tmx version="1.4"><header srclang="zh-CN" datatype="plaintext" segtype="sentence" adminlang="en" o-tmf="x"
creationtool="x" creationtoolversion="1"/><body>
<tu><tuv xml:lang="zh-CN"><seg>一只东北虎。</seg></tuv><tuv xml:lang="en-US"><seg>An Amur tiger.</seg></tuv></tu>
<tu><tuv xml:lang="zh-CN"><seg>一只狐狸。</seg></tuv><tuv xml:lang="tlh"><seg>qImlaq</seg></tuv></tu>
</body></tmx>"""
BOMB = """<?xml version="1.0"?><!DOCTYPE tmx [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<tmx version="1.4"><header srclang="en"/><body><tu><tuv xml:lang="en"><seg>&b;</seg></tuv></tu></body></tmx>"""


def rehearse(client: Client, what: str, name: str, content: str | bytes, **said: str) -> Job:
    """Bring a file in; the job that has looked at it."""
    data = content.encode() if isinstance(content, str) else content
    answer = client.post(reverse("language:import", args=[what]), {"file": SimpleUploadedFile(name, data), **said})
    assert answer.status_code == 302, answer.content.decode()
    job = Job.objects.latest("pk")
    return jobs.run(job.pk) or job


def carry_out(client: Client, rehearsal: Job) -> Job:
    client.post(reverse("language:import_run", args=[rehearsal.pk]))
    job = Job.objects.latest("pk")
    return jobs.run(job.pk) or job


def test_a_memory_is_looked_at_first_and_then_taken_in(signed_in: Callable[..., Client]) -> None:
    client = signed_in("Translator")
    rehearsal = rehearse(client, "memory", "agency.tmx", TMX)
    assert (rehearsal.result["new"], rehearsal.result["refused"]) == (1, 2)
    assert not MemoryUnit.objects.exists()
    page = client.get(reverse("language:import_job", args=[rehearsal.pk])).content.decode()
    assert "Import it now" in page
    assert "tlh" in page
    done = carry_out(client, rehearsal)
    assert done.state == Job.State.DONE
    assert services.memory("zh-Hans", "en").exact("一只东北虎。")[0].unit.target == "An Amur tiger."
    again = carry_out(client, rehearsal)
    assert again.error_code == "words_gone"


def test_what_people_approved_stays_unless_it_shall_be_replaced(signed_in: Callable[..., Client]) -> None:
    client = signed_in("Translator")
    services.remember(source_language="zh-Hans", target_language="en", source="一只东北虎。", target="Ours.", user=None)
    rehearsal = rehearse(client, "memory", "a.tmx", TMX)
    assert (rehearsal.result["kept"], rehearsal.result["changed"]) == (1, 0)
    carry_out(client, rehearsal)
    assert MemoryUnit.objects.get().target == "Ours."
    carry_out(client, rehearse(client, "memory", "a.tmx", TMX, replace="1"))
    assert MemoryUnit.objects.get().target == "An Amur tiger."


@pytest.mark.parametrize(
    ("what", "name", "content"),
    [
        ("memory", "bomb.tmx", BOMB), ("terms", "bomb.tbx", BOMB), ("memory", "other.tmx", "<html><body/></html>"),
        ("memory", "cut.tmx", TMX[:300]), ("terms", "x.csv", "a,b\n1,2\n"), ("terms", "x.csv", b"\xff\xfe\x00\x01\x02"),
        ("memory", "noise.tmx", bytes(range(256)) * 40),
    ],
)  # fmt: skip
def test_hostile_files_are_refused_in_words(
    signed_in: Callable[..., Client], what: str, name: str, content: str | bytes
) -> None:
    client = signed_in("Translator")
    job = rehearse(client, what, name, content)
    assert job.error_code != "internal", job.error_detail
    assert job.state == Job.State.FAILED or job.result["refused"] >= 1
    assert client.get(reverse("language:import_job", args=[job.pk])).status_code == 200
    assert not MemoryUnit.objects.exists()
    assert not Term.objects.exists()


@pytest.mark.parametrize(("what", "name"), [("memory", "x.exe"), ("terms", "x.tmx"), ("memory", "x.csv")])
def test_other_kinds_of_files_are_not_taken(signed_in: Callable[..., Client], what: str, name: str) -> None:
    answer = signed_in("Translator").post(
        reverse("language:import", args=[what]), {"file": SimpleUploadedFile(name, b"x")}
    )
    assert answer.status_code == 200
    assert "Wanted" in answer.content.decode()
    assert not Job.objects.exists()


def test_only_those_who_write_bring_files_in_and_each_sees_only_their_own(signed_in: Callable[..., Client]) -> None:
    mine = rehearse(signed_in("Translator", username="zhao"), "memory", "a.tmx", TMX)
    for client in (signed_in("Translator", username="li"), signed_in("Editor")):
        for name in ("import_job", "import_run", "import_cancel"):
            ask = client.get if name == "import_job" else client.post
            assert ask(reverse(f"language:{name}", args=[mine.pk])).status_code in (302, 403, 404)
    assert Job.objects.count() == 1


@pytest.mark.parametrize("ending", ["tbx", "csv"])
def test_terms_leave_and_come_back_the_same(signed_in: Callable[..., Client], park: Term, ending: str) -> None:
    client = signed_in("Translator")
    file = b"".join(client.get(reverse("language:export", args=["terms", ending])).streaming_content)  # type: ignore[arg-type]
    same = rehearse(client, "terms", f"back.{ending}", file)
    assert (same.result["new"], same.result["changed"]) == (0, 0), same.result
    before = concepts.concepts()["park"].own
    client.post(reverse("language:term_remove", args=["park"]))
    rehearsal = rehearse(client, "terms", f"back.{ending}", file)
    assert rehearsal.result["new"] == 1
    assert "park" not in concepts.concepts()
    carry_out(client, rehearsal)
    assert set(concepts.concepts()["park"].own) == set(before)


def test_a_memory_leaves_as_it_is(signed_in: Callable[..., Client]) -> None:
    services.remember(
        source_language="zh-Hans", target_language="ar", source="<虎> & 豹", target="نمر \u200f!", user=None
    )
    answer = signed_in("Editor").get(reverse("language:export", args=["memory", "tmx"]))
    units = [row.value for row in tmx.read(io.BytesIO(b"".join(answer.streaming_content)))]  # type: ignore[arg-type]
    assert [(unit.source, unit.target) for unit in units if unit] == [("<虎> & 豹", "نمر \u200f!")]


def test_exact_places_are_not_exported(signed_in: Callable[..., Client], written: Callable[..., Term]) -> None:
    from curation.footage.models import Station

    Station.objects.create(code="HC-0042", name="Black Spring Gully", zone="Hunchun")
    written("gully", en="Black Spring Gully")
    files: dict[str, Any] = {
        role: b"".join(signed_in(role).get(reverse("language:export", args=["terms", "tbx"])).streaming_content)
        for role in ("Editor", "Ranger")
    }
    assert b"Black Spring" not in files["Editor"]
    assert b"Black Spring" in files["Ranger"]
    assert any(row.value for row in tbx.read(io.BytesIO(files["Editor"])))
