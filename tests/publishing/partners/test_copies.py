"""Files that leave for partners: signed, counted, revocable, and every moment in the ledger."""

from __future__ import annotations

import io
import subprocess
import zipfile
from datetime import timedelta
from urllib.parse import urlparse

import pytest
from django.core import signing
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from curation.clips.models import CaptionTrack, Cue
from curation.footage.licensing import services as licensing
from curation.rights.services import write_terms
from curation.rights.terms import Terms
from curation.video.probe import probe
from publishing.partners import acceptances, copies, letters, links
from publishing.partners.credentials.signing import read
from publishing.partners.ledger import Kind, Origin
from publishing.partners.models import Copy, DownloadMoment, PartnerLetter
from publishing.partners.refusals import NotGiven
from tests.publishing.partners import house

pytestmark = pytest.mark.django_db
HERE = Origin("192.0.2.1", "test")


@pytest.fixture
def stage_set(settings, tmp_path):
    """A member whose agreement covers an offered clip, its licence accepted."""
    settings.CREDENTIALS_FOLDER = tmp_path / "credentials"
    cache.clear()  # counts of requests
    anna = house.member()
    agreed = house.agreement(anna)
    offer = house.offered(real=True)
    agreed.clips.add(offer.clip)
    acceptances.accept(anna, agreed.pk, terms_hash=agreed.terms_hash, origin=HERE)
    return anna, agreed, offer


def choice(agreed, offer, *, languages=("en",), formats=("vtt",)) -> copies.Choice:
    return copies.Choice(agreed.pk, house.rendition_of(offer).pk, tuple(languages), tuple(formats))


def ready(stage_set, **chosen) -> Copy:
    anna, agreed, offer = stage_set
    copy = house.finish(copies.ask(anna, offer.pk, choice(agreed, offer, **chosen), origin=HERE))
    assert copy.state == "ready", (copy.error_code, copy.job.error_detail)
    return copy


def path_of(copy: Copy, place: int = 0) -> str:
    return urlparse(links.address(copy, place)).path


def kinds() -> list[tuple[str, str]]:
    return list(DownloadMoment.objects.order_by("id").values_list("kind", "reason"))


# --------------------------------------------------------------------------------------------------- what is given
def test_a_chosen_clip_is_prepared_signed_and_taken_home_through_the_pages(stage_set) -> None:
    anna, agreed, offer = stage_set
    client = house.signed_in(anna)
    page = client.get(reverse("portal:clip", args=[offer.pk])).content.decode()
    assert "<video" in page and house.body(client.get(reverse("portal:poster", args=[offer.pk])))[:2] == b"\xff\xd8"
    film = house.body(client.get(reverse("portal:preview", args=[offer.pk])))
    form = {
        "agreement": agreed.pk,
        "rendition": house.rendition_of(offer).pk,
        "languages": ["en", "ru"],
        "formats": "srt",
    }
    answer = client.post(reverse("portal:choose", args=[offer.pk]), form)
    copy = Copy.objects.get()
    assert answer["Location"].endswith(f"/partner/downloads/#copy-{copy.pk}")
    state = reverse("portal:download", args=[copy.pk])
    assert client.get(state).json()["state"] == "preparing"
    house.finish(copy)
    assert client.get(state).json()["state"] == "ready"
    page = client.get(reverse("portal:downloads")).content.decode()
    assert f"pugmark-a-tiger-in-the-snow-v1-{copy.pk.hex[:8]}.en.srt" in page and str(copy.pk) in page
    taken = house.body(Client().get(path_of(copy)))
    assert taken != film and str(copy.pk).encode() in taken
    captions = house.body(Client().get(path_of(copy, 2))).decode()
    assert "Амурский тигр" in captions
    table = house.body(client.get(reverse("portal:ledger"))).decode()
    assert str(copy.pk) in table and "127.0.0.1" in table and "fetched" in table


def test_the_file_says_what_it_is_made_of_and_who_has_it(stage_set, tmp_path, capsys) -> None:
    _anna, agreed, offer = stage_set
    Cue.objects.filter(track__clip=offer.clip, track__language="en").update(
        method="machine", engine="pugmark-desk-zh-en"
    )
    source = CaptionTrack.objects.get(clip=offer.clip, language="zh-Hans")
    CaptionTrack.objects.filter(clip=offer.clip, language="en").update(source=source)
    terms = write_terms(Terms(name="House", owner="National Park", credit_line="© National Park"))
    licensing.attach(terms, [each.footage for each in offer.version.segments.all()], user=None)
    copy = ready(stage_set)
    path = house.stored(copy)
    assert probe(path).frame_count == 24  # it still plays
    reading = read(path, anchors=copies.certificate().anchor.decode())
    assert reading.state == "Trusted"
    assert reading.assertion("org.pugmark.download") == {
        "id": str(copy.pk), "terms": f"sha256:{agreed.terms_hash}", "licensee": "Museum",
    }  # fmt: skip
    footage = offer.version.segments.get().footage
    ingredient = reading.manifest["ingredients"][0]
    assert footage.fingerprint in ingredient["instance_id"]
    actions = {each["action"]: each for each in reading.assertion("c2pa.actions.v2")["actions"]}
    assert {"c2pa.created", "c2pa.placed", "c2pa.trimmed", "c2pa.translated"} <= set(actions)
    assert actions["c2pa.translated"]["softwareAgent"]["name"] == "pugmark-desk-zh-en"
    content = path.read_bytes()
    assert b"National Park" in content and b"plus:DataMining" in content  # the rights are in it as XMP
    for secret in (b"HC-0417", b"Secret Spring", b"IMG_0001", b"43.1", b"130.9"):
        assert secret not in content
    call_command("credentials", "verify", str(path))
    said = capsys.readouterr().out
    assert "is as it was signed" in said and f"Footage {footage.pk}" in said and str(copy.pk) in said
    changed = bytearray(content)
    changed[len(changed) // 2] ^= 1
    bad = tmp_path / "bad.mp4"
    bad.write_bytes(changed)
    with pytest.raises(CommandError, match=r"not as it was signed|cannot be read"):
        call_command("credentials", "verify", str(bad))
    plain = tmp_path / "plain.mp4"
    plain.write_bytes(house.film(0.5))
    with pytest.raises(CommandError, match="no content credentials"):
        call_command("credentials", "verify", str(plain))


def test_the_package_is_a_whole_zip_of_a_length_that_is_told_before(stage_set) -> None:
    copy = ready(stage_set, languages=("en", "zh-Hans"), formats=("vtt", "srt"))
    answer = Client().get(path_of(copy, links.PACKAGE))
    content = house.body(answer)
    assert len(content) == int(answer["Content-Length"])
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        assert packed.testzip() is None
        names = packed.namelist()
        assert len(names) == 6 and "LICENCE.txt" in names
        licence = packed.read("LICENCE.txt").decode()
        assert packed.read(copy.files[0]["name"]) == house.stored(copy).read_bytes()
    assert "Licensed to: Museum" in licence and copy.terms_hash in licence and "Show it indoors." in licence


def test_a_file_is_resumed_by_range(stage_set) -> None:
    copy = ready(stage_set)
    path, whole = path_of(copy), house.stored(copy).read_bytes()
    size = len(whole)
    first = Client().get(path, headers={"range": "bytes=0-99"})
    assert first.status_code == 206 and first["Content-Range"] == f"bytes 0-99/{size}"
    rest = Client().get(path, headers={"range": "bytes=100-", "if-range": first["ETag"]})
    assert house.body(first) + house.body(rest) == whole
    assert house.body(Client().get(path, headers={"range": "bytes=-5"})) == whole[-5:]
    changed = Client().get(path, headers={"range": "bytes=100-", "if-range": '"another"'})
    assert changed.status_code == 200 and house.body(changed) == whole
    outside = Client().get(path, headers={"range": f"bytes={size}-"})
    assert outside.status_code == 416 and outside["Content-Range"] == f"bytes */{size}"
    assert house.body(Client().get(path, headers={"range": "bytes=9-3"})) == whole  # no range at all
    head = Client().head(path)
    assert int(head["Content-Length"]) == size and head["Accept-Ranges"] == "bytes"
    moment = DownloadMoment.objects.filter(kind=Kind.RESUMED).last()
    assert moment.start == 100 and moment.download == copy.pk


def test_nginx_sends_the_bytes_where_it_is_told_to(stage_set, settings) -> None:
    copy = ready(stage_set)
    settings.NGINX_PREFIX = "/protected/"
    answer = Client().get(path_of(copy))
    assert answer["X-Accel-Redirect"] == f"/protected/{copy.files[0]['stored']}" and answer.content == b""
    assert copy.files[0]["name"] in answer["Content-Disposition"]


# ----------------------------------------------------------------------------------------------------- what is not
def test_nothing_is_prepared_without_acceptance_language_or_quota(stage_set) -> None:
    anna, agreed, offer = stage_set
    agreed.languages, agreed.monthly_downloads = ["en"], 1
    agreed.save()
    with pytest.raises(NotGiven) as changed:
        copies.ask(anna, offer.pk, choice(agreed, offer), origin=HERE)
    assert changed.value.code == "terms_changed"
    acceptances.accept(anna, agreed.pk, terms_hash=agreed.terms_hash, origin=HERE)
    for wanted, code in (
        (choice(agreed, offer, languages=["ru"]), "language_not_agreed"),
        (choice(agreed, offer, formats=["exe"]), "format_unknown"),
        (copies.Choice(agreed.pk, 10**9), "rendition_missing"),
        (copies.Choice(10**9, 1), "not_covered"),
    ):
        with pytest.raises(NotGiven) as refused:
            copies.ask(anna, offer.pk, wanted, origin=HERE)
        assert refused.value.code == code
    assert copies.left(agreed) == 1
    copies.ask(anna, offer.pk, choice(agreed, offer), origin=HERE)
    assert copies.left(agreed) == 0
    with pytest.raises(NotGiven) as spent:
        copies.ask(anna, offer.pk, choice(agreed, offer), origin=HERE)
    assert spent.value.code == "quota_spent" and "agreement: 1, all of them used" in str(spent.value)
    assert ("refused", "quota_spent") in kinds() and ("refused", "language_not_agreed") in kinds()


def test_tampered_expired_revoked_and_shared_links_each_have_their_answer(stage_set, monkeypatch) -> None:
    copy = ready(stage_set)
    path = path_of(copy)
    damaged = path.replace("/files/", "/files/A")
    forged = reverse("portal:file", args=[signing.dumps([copy.pk.hex, 0], salt="another"), "x.mp4"])
    for address in (damaged, forged):
        answer = Client().get(address)
        assert answer.status_code == 403 and "damaged" in answer.content.decode()
        assert copy.title not in answer.content.decode()
    for number in range(links.PLACES):
        assert Client(REMOTE_ADDR=f"198.51.100.{number}").get(path).status_code == 200
    shared = Client(REMOTE_ADDR="198.51.100.77").get(path)
    assert shared.status_code == 403 and "in 3 places already" in shared.content.decode()
    assert Client(REMOTE_ADDR="198.51.100.1").get(path).status_code == 200  # whoever had it goes on
    with monkeypatch.context() as later:
        later.setattr(links, "LASTS", -1)
        expired = Client(REMOTE_ADDR="198.51.100.1").get(path)
        assert expired.status_code == 410 and "has expired" in expired.content.decode()
    copies.revoke(copy, why="a mistake", origin=HERE)
    revoked = Client(REMOTE_ADDR="198.51.100.1").get(path)
    assert revoked.status_code == 410 and "taken back" in revoked.content.decode()
    reasons = [reason for kind, reason in kinds() if kind == "refused"]
    assert reasons == ["link_damaged", "link_damaged", "shared", "link_expired", "download_revoked"]


def test_links_are_limited_by_the_minute(stage_set, monkeypatch) -> None:
    copy = ready(stage_set)
    monkeypatch.setattr(links, "A_MINUTE", 3)
    answers = [Client().get(path_of(copy)).status_code for _try in range(5)]
    assert answers == [200, 200, 200, 429, 429]
    assert kinds().count(("refused", "too_often")) == 1


def test_a_change_of_rights_stops_links_takes_copies_back_and_tells_who_had_them(stage_set, mailoutbox) -> None:
    _anna, _agreed, offer = stage_set
    copy = ready(stage_set)
    assert letters.review_copies() == 0
    terms = write_terms(Terms(name="Ended", until=timezone.now() - timedelta(hours=1)))
    licensing.attach(terms, [each.footage for each in offer.version.segments.all()], user=None)
    refused = Client().get(path_of(copy))
    assert refused.status_code == 403 and "rights do not allow" in refused.content.decode()
    assert letters.review_copies() == 1 and letters.review_copies() == 0
    copy.refresh_from_db()
    assert copy.state == "revoked"
    assert letters.send_due() == 1 and "may not be used any more" in mailoutbox[0].body
    stored = copy.files[0]["stored"]
    assert copies.forget_old() == 1 and not default_storage.exists(stored)


def test_an_agreement_that_ends_during_a_download_breaks_it_off(stage_set, monkeypatch) -> None:
    _anna, agreed, _offer = stage_set
    copy = ready(stage_set)
    monkeypatch.setattr(links, "LOOK_EVERY", 0.0)
    link = links.opened(path_of(copy).split("/files/")[1].split("/")[0], origin=HERE)

    def pieces():
        yield b"one"
        agreed.ends_on = timezone.localdate() - timedelta(days=1)
        agreed.save()
        yield b"two"

    sent = []
    with pytest.raises(ConnectionAbortedError):
        sent.extend(links.watched(pieces(), link=link, origin=HERE))
    assert ("broken_off", "agreement_ended") in kinds()
    assert Client().get(path_of(copy)).status_code == 403


def test_partners_are_warned_before_an_agreement_ends_each_time_once(stage_set) -> None:
    _anna, agreed, _offer = stage_set
    today = timezone.localdate()
    agreed.ends_on = today + timedelta(days=30)
    agreed.save()
    told = [letters.warn_of_ends(today=today + timedelta(days=day)) for day in range(33)]
    assert [day for day, number in enumerate(told) if number] == [0, 23, 29, 31]
    assert list(PartnerLetter.objects.order_by("pk").values_list("kind", flat=True))[-1] == "agreement_ended"


def test_a_certificate_that_has_ended_signs_nothing_and_says_so(stage_set, settings, tmp_path) -> None:
    from datetime import UTC, datetime

    from publishing.partners.credentials import certificate

    old = datetime(2010, 1, 1, tzinfo=UTC)
    certificate.development(tmp_path / "old", now=old)
    settings.CREDENTIALS_CERTIFICATE = str(tmp_path / "old" / "development.pem")
    settings.CREDENTIALS_KEY = str(tmp_path / "old" / "development.key")
    anna, agreed, offer = stage_set
    copy = house.finish(copies.ask(anna, offer.pk, choice(agreed, offer), origin=HERE))
    assert (copy.state, copy.error_code) == ("failed", "certificate_expired")
    page = house.signed_in(anna).get(reverse("portal:downloads")).content.decode()
    assert "could not be signed" in page
    assert copies.left(agreed) is None and not copy.files


def test_what_tells_a_place_does_not_leave(stage_set, tmp_path) -> None:
    anna, agreed, offer = stage_set
    rendition = house.rendition_of(offer)
    path = default_storage.path(rendition.file)
    import imageio_ffmpeg

    told = tmp_path / "told.mp4"
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-i", path, "-c", "copy"]
    subprocess.run([*command, "-metadata", "location=+43.1234+130.9876/", str(told)], check=True)
    told.replace(path)
    copy = house.finish(copies.ask(anna, offer.pk, choice(agreed, offer), origin=HERE))
    assert (copy.state, copy.error_code) == ("failed", "guard")


def test_rights_that_name_a_place_do_not_leave_with_a_file(stage_set) -> None:
    anna, agreed, offer = stage_set
    terms = write_terms(Terms(name="House", notes="Filmed at station HC-0417; ask first."))
    licensing.attach(terms, [each.footage for each in offer.version.segments.all()], user=None)
    copy = house.finish(copies.ask(anna, offer.pk, choice(agreed, offer), origin=HERE))
    assert (copy.state, copy.error_code) == ("failed", "guard") and not copy.files


def test_the_ledger_is_only_added_to(stage_set) -> None:
    row = DownloadMoment.objects.first()
    for statement in ("UPDATE publishing_downloadmoment SET member = ''", "DELETE FROM publishing_downloadmoment"):
        with pytest.raises(IntegrityError) as refused, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
        assert "only added to" in str(refused.value)
    row.refresh_from_db()
    assert row.member


def test_the_desk_reads_the_ledger_and_takes_downloads_back(stage_set, signed_in) -> None:
    anna, _agreed, _offer = stage_set
    copy = ready(stage_set)
    desk = signed_in("Rights manager")
    page = desk.get(reverse("partners:ledger"), {"organisation": anna.organisation_id}).content.decode()
    assert str(copy.pk) in page and "anna@museum.example" in page
    assert str(copy.pk) in house.body(desk.get(reverse("partners:ledger"), {"format": "csv"})).decode()
    desk.post(reverse("partners:copy_revoke", args=[copy.pk]), {"why": "wrong clip"})
    assert Client().get(path_of(copy)).status_code == 410
    editor = signed_in("Editor")
    assert str(copy.pk) not in editor.get(reverse("partners:ledger"), follow=True).content.decode()
