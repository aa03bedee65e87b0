"""The pages of footage: what is shown, to whom, and what nobody may read out of them."""

import json
import re

import pytest
from django.urls import reverse

from curation.clips import services as clips
from curation.footage.models import Arrival, Observation, Upload
from curation.jobs.models import Job
from tests.curation.footage.conftest import BOAR, LEOPARD, TIGER, day, ended, machine_saw, saw

pytestmark = pytest.mark.django_db
SECRETS = ["HC-0042", "Hidden ridge", "43.12", "131.23", "Secret valley", "IMG_SECRET"]


@pytest.fixture
def secret(piece, station):
    """A piece that knows exactly where it was filmed."""
    footage = piece(
        station=station,
        folder="Secret valley/HC-0042",
        tags=["Winter", "HC-0042 east"],  # tagged before the station was known
        original_name="IMG_SECRET.mp4",
        probe={"tags": {"location": "+43.1234+131.2345/"}, "video_codec": "h264"},
        captured_at=day("2026-01-14T05:12"),
        captured_source="container",
        light="night",
    )
    Arrival.objects.create(footage=footage, original_name="IMG_SECRET.mp4", folder="Secret valley", origin="folder")
    saw(footage, TIGER, count=3, life_stage="juvenile", behavior="playing")
    return footage


def urls(footage) -> list[str]:
    index = reverse("footage:index")
    own = [reverse(f"footage:{name}", args=[footage.pk]) for name in ("detail", "card", "observations")]
    return [
        index,
        f"{index}?sort=rarest",
        f"{index}?q=tiger",
        f"{index}?station=HC-00",
        *(reverse(f"footage:{name}") for name in ("facets", "map", "timeline", "choices", "collections", "saved")),
        reverse("footage:upload"),
        *own,
    ]


@pytest.mark.parametrize("role", ["Editor", "Translator", "Publisher", "Rights manager"])
def test_nobody_but_rangers_reads_a_place_out_of_any_page(signed_in, secret, role):
    client = signed_in(role)
    for url in urls(secret):
        body = client.get(url, follow=True).content.decode()
        told = [word for word in SECRETS if word in body and word not in url]
        assert not told, f"{url} tells {told}"
    assert "Hunchun" in client.get(reverse("footage:detail", args=[secret.pk])).content.decode()


def test_rangers_see_the_exact_place(signed_in, secret):
    client = signed_in("Ranger")
    body = client.get(reverse("footage:detail", args=[secret.pk])).content.decode()
    assert all(word in body for word in ["HC-0042", "43.12346", "131.23457", "Secret valley", "IMG_SECRET.mp4"])
    assert "HC-0042" in client.get(reverse("footage:facets")).content.decode()  # as a filter


def test_ones_own_names_are_shown_to_oneself(signed_in, person, piece, client):
    editor = person("Editor")
    footage = piece()
    Arrival.objects.create(footage=footage, original_name="mine.mp4", origin="upload", arrived_by=editor)
    client.force_login(editor)
    url = reverse("footage:detail", args=[footage.pk])
    assert "mine.mp4" in client.get(url).content.decode()
    assert "mine.mp4" not in signed_in("Publisher").get(url).content.decode()


def test_a_card_says_what_is_seen_in_at_most_five_facts(signed_in, secret):
    body = signed_in("Editor").get(reverse("footage:index"), {"sort": "newest"}).content.decode()
    for fact in ["Amur tiger ×3 (juvenile)", "playing", "Hunchun · Jan. 14, 2026 05:12", "Approved", "0:10", "Night"]:
        assert fact in body, fact


@pytest.mark.parametrize(
    "name", ["东北虎", "Amur tiger", "амурский тигр", "호랑이", "アムールトラ", "Tigre de Sibérie"]
)
def test_the_tiger_is_found_by_its_names(signed_in, piece, name):
    tiger, boar = piece(), piece()
    saw(tiger, TIGER)
    saw(boar, BOAR)
    answer = signed_in("Editor").get(reverse("footage:index"), {"q": name})
    assert [card.footage for card in answer.context["cards"]] == [tiger]
    assert answer.context["found"].total == 1 and f'value="{name}"' in answer.content.decode()


def test_the_address_holds_the_search(signed_in, piece):
    for n in range(30):
        saw(piece(light="night", captured_at=day(f"2026-01-{n + 1:02}T10:00")), TIGER)
    piece(light="day")
    client = signed_in("Editor")
    address = reverse("footage:index") + "?q=tiger&light=night&since=2026-01-03&sort=newest"
    page = client.get(address)
    assert page.context["found"].total == 28 and len(page.context["cards"]) == 24
    assert "<strong>28</strong> of 31" in page.content.decode()
    more = client.get(reverse("footage:index") + page.context["more"], headers={"X-Requested-With": "XMLHttpRequest"})
    assert more.content.decode().count("<article") == 4 and "<html" not in more.content.decode()
    assert len(set(re.findall(r'data-id="(\d+)"', page.content.decode() + more.content.decode()))) == 28


def test_the_rarest_come_first_and_say_why(signed_in, piece):
    for _ in range(3):
        saw(piece(captured_at=day("2026-05-01T10:00")), BOAR)
    cub = piece(captured_at=day("2020-01-01T10:00"))
    machine_saw(cub, LEOPARD, life_stage="juvenile", classification_probability=0.71)
    page = signed_in("Editor").get(reverse("footage:index"), {"sort": "rarest"})
    first = page.context["cards"][0]
    assert first.footage == cub and first.why == "young Amur leopard"
    assert "the only observation of Amur leopard" in first.all_reasons
    assert "AI 0.71" in page.content.decode()


def test_empty_pages_say_what_to_do_next(signed_in, piece):
    client = signed_in("Editor")
    assert "No footage yet" in client.get(reverse("footage:index")).content.decode()
    piece()
    body = client.get(reverse("footage:index"), {"q": "nothing has this name"}).content.decode()
    assert "Nothing fits this search" in body and "Show all footage" in body


def test_an_address_that_is_not_understood_is_told(signed_in, piece):
    piece()
    answer = signed_in("Editor").get(reverse("footage:index") + "?light=dusk&after=nonsense&since=<script>")
    assert (
        answer.status_code == 200
        and "light=dusk" in answer.content.decode()
        and "<script>" not in answer.content.decode().split("results")[1]
    )


def test_failed_footage_is_listed_with_its_reason_and_read_again(signed_in, tmp_path, take):
    path = tmp_path / "x.mp4"
    path.write_text("words")
    footage = take(path)
    client = signed_in("Editor")
    assert client.get(reverse("footage:index")).context["found"].total == 0
    body = client.get(reverse("footage:index"), {"state": "failed"}).content.decode()
    assert "not a video" in body and "Read again" in body
    assert "not a video" in client.get(reverse("footage:detail", args=[footage.pk])).content.decode()
    answer = client.post(reverse("footage:retry", args=[footage.pk])).json()
    job = Job.objects.get(pk=answer["job"])
    assert job.state == "queued" and client.get(reverse("jobs:detail", args=[job.pk])).status_code == 200
    assert (
        client.get(reverse("footage:index"), {"state": "waiting"}).context["found"].total == 0
    )  # failed until it is read
    ended(job)
    assert client.get(reverse("footage:index"), {"state": "failed"}).context["found"].total == 1


def test_reading_that_broke_off_for_good_counts_as_failed(signed_in, piece):
    lost, waiting, arriving = piece(state="probing"), piece(state="registered"), piece(state="probing")
    Job.objects.create(kind="ingest", subject=lost.pk, state="failed", error_code="worker_died")
    Job.objects.create(kind="ingest", subject=waiting.pk)
    client = signed_in("Editor")
    job = Job.objects.create(kind="receive", state="running")
    Upload.objects.create(
        pk="00000000-0000-4000-8000-000000000000",
        owner_id=client.session["_auth_user_id"],
        name="a",
        size=1,
        footage=arriving,
        job=job,
    )
    found = {
        state: client.get(reverse("footage:index"), {"state": state}).context["found"].items
        for state in ("failed", "waiting")
    }
    assert found["failed"] == [lost] and set(found["waiting"]) == {waiting, arriving}
    assert client.post(reverse("footage:retry", args=[lost.pk])).status_code == 200


def test_what_is_ready_is_not_read_again(signed_in, piece):
    assert signed_in("Editor").post(reverse("footage:retry", args=[piece().pk])).status_code == 409


@pytest.mark.parametrize(
    ("state", "role", "sees"),
    [("quarantined", "Editor", False), ("quarantined", "Ranger", True), ("withdrawn", "Editor", False)],
)
def test_quarantined_and_withdrawn_footage(signed_in, piece, state, role, sees):
    footage, client = piece(state=state, probe={"browser_playable": True}), signed_in(role)
    for name in ["detail", "card", "observations"]:
        assert client.get(reverse(f"footage:{name}", args=[footage.pk])).status_code == (200 if sees else 404)
    assert client.get(reverse("footage:index"), {"state": "quarantined"}).context["found"].total == (1 if sees else 0)
    assert client.get(reverse("footage:index")).context["found"].total == 0


def test_a_stranger_sees_nothing(person, client, piece):
    footage = piece()
    client.force_login(person())
    for url in [
        reverse("footage:index"),
        reverse("footage:file", args=[footage.pk]),
        reverse("footage:poster", args=[footage.pk]),
    ]:
        assert client.get(url).status_code in {302, 403, 404}


def test_the_video_is_served_in_ranges_and_only_to_those_who_may(signed_in, tiny, take, person, client):
    footage = take(tiny)
    editor = signed_in("Editor")
    url = reverse("footage:file", args=[footage.pk])
    part = editor.get(url, headers={"Range": "bytes=4-11"})
    assert (
        part.status_code == 206
        and b"".join(part.streaming_content) == tiny.read_bytes()[4:12]
        and part["Content-Type"] == "video/mp4"
    )
    for name in ["poster", "scrub"]:
        picture = editor.get(reverse(f"footage:{name}", args=[footage.pk]))
        assert picture["Content-Type"] == "image/jpeg" and b"".join(picture.streaming_content)[:2] == b"\xff\xd8"
    body = editor.get(reverse("footage:detail", args=[footage.pk])).content.decode()
    assert url in body and f"{reverse('clips:new')}?footage={footage.pk}" in body
    assert footage.file not in body  # names in the store are nobody's business
    type(footage).objects.update(state="withdrawn")
    assert editor.get(url).status_code == 404


def test_the_page_of_a_piece_tells_its_story(signed_in, secret):
    machine_saw(secret, LEOPARD)
    clips.save_clip(title="Three cubs", ranges=[clips.Range(secret, 0.5, 3.5)], user=None)
    Arrival.objects.create(footage=secret, original_name="b.mp4", origin="upload", duplicate=True)
    body = signed_in("Editor").get(reverse("footage:detail", args=[secret.pk])).content.decode()
    for said in [
        "Three cubs",
        "the same file again",
        "from the file itself",
        "Free for our own channels",
        secret.fingerprint[:16],
    ]:
        assert said in body, said
    start = body.index('id="footage-data"')
    data = json.loads(body[body.index(">", start) + 1 : body.index("</script>", start)])
    assert {one["layer"] for one in data["observations"]} == {"human", "machine"}


def test_an_embargo_is_told(signed_in, piece):
    footage = piece(embargo_until=day("2099-01-01T00:00"))
    assert (
        "under embargo until" in signed_in("Editor").get(reverse("footage:detail", args=[footage.pk])).content.decode()
    )


def test_a_hostile_name_stays_text(signed_in, piece, station):
    footage = piece(
        tags=["<script>alert(1)</script>"], notes="</script><img src=x onerror=alert(1)>", original_name='"><b>'
    )
    Observation.objects.create(footage=footage, observation_type="human", classified_by="<b>x</b></script>")
    body = signed_in("Ranger").get(reverse("footage:detail", args=[footage.pk])).content.decode()
    assert "<script>alert" not in body and "<img src=x" not in body and '"><b>' not in body and "<b>x" not in body
