"""What the guard holds is let pass by two people, with a reason, and only that."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from curation.clips.edit import Edit, ShotEdit
from curation.clips.models import ClipVersion, Segment
from curation.clips.pieces import begun_look
from curation.footage.models import Footage
from curation.species.models import Taxon
from curation.video.looks.look import Look
from publishing.guard import lifting
from publishing.guard.models import Lifting
from publishing.posts import readiness
from publishing.posts.models import Variant
from tests.publishing import stage

pytestmark = pytest.mark.django_db
WHY = "Global Tiger Day is a date that the whole world knows."


@pytest.fixture
def post():
    """A post that names a day, of an animal whose days are not to be told."""
    Taxon.objects.filter(scientific_name="Panthera tigris altaica").update(sensitivity=2)
    made = stage.approved(stage.sandbox(), languages=("en",))
    Variant.objects.filter(post=made).update(text="Join us on 29 July. Filmed on 3 August.")
    return made


def found(post) -> set[str]:
    told = readiness.obstacles(post, at=timezone.now())
    return {each.params["found"].rstrip(".") for each in told if each.source == "guard"}


def test_times_that_are_too_fine_hold_a_post_until_two_people_let_them_pass(post, person) -> None:
    assert found(post) == {"29 July", "3 August"}
    one, two = person("Publisher"), person("Rights manager")
    row = lifting.ask(post.clip, code="date", found="29 July", reason=WHY, user=one)
    assert "29 July" in found(post)
    with pytest.raises(lifting.LiftingRefused, match="second person"):
        lifting.confirm(row, user=one)
    lifting.confirm(row, user=two)
    assert found(post) == {"3 August"}
    Variant.objects.filter(post=post).update(text="On 29  JULY, ２９ July")
    assert found(post) == set()
    lifting.end(row, user=two)
    assert found(post) == {"29 JULY", "２９ July"}
    told = [each.data["lifting"] for each in ModelLogEntry.objects.order_by("pk") if "lifting" in each.data]
    assert told == ["asked", "confirmed", "ended"]


def test_it_takes_the_right_a_reason_and_a_finding_that_is_there(post, person, signed_in) -> None:
    with pytest.raises(lifting.LiftingRefused, match="may not"):
        lifting.ask(post.clip, code="date", found="29 July", reason=WHY, user=person("Editor"))
    with pytest.raises(lifting.LiftingRefused, match="at least 10"):
        lifting.ask(post.clip, code="date", found="29 July", reason="because", user=person("Publisher"))
    client = signed_in("Publisher", username="second-publisher")
    address = reverse("posts:guard", args=[post.clip_id])
    assert "29 July" in client.get(address).content.decode()
    ask = reverse("posts:guard_ask", args=[post.clip_id])
    client.post(ask, {"code": "date", "found": "30 July", "reason": WHY})
    assert not Lifting.objects.exists()
    client.post(ask, {"code": "date", "found": "29 July.", "reason": WHY})
    row = Lifting.objects.get()
    decide = reverse("posts:guard_decide", args=[row.pk])
    client.post(decide, {"decision": "confirm"})
    assert found(post) == {"29 July", "3 August"}
    signed_in("Ranger").post(decide, {"decision": "confirm"})
    assert found(post) == {"3 August"}
    page = client.get(address).content.decode()
    assert WHY in page and "may pass" in page
    signed_in("Editor", username="another-editor").post(decide, {"decision": "end"})
    assert found(post) == {"3 August"}


def test_what_passes_for_one_clip_is_held_for_another(post, person) -> None:
    row = lifting.ask(post.clip, code="date", found="29 July", reason=WHY, user=person("Publisher"))
    lifting.confirm(row, user=person("Ranger"))
    other = stage.approved(stage.sandbox(name="Other"), languages=("en",))
    Variant.objects.filter(post=other).update(text="Join us on 29 July.")
    assert found(other) == {"29 July"}


STRIP = {"edge": "bottom", "x": 0.0, "y": 0.93, "w": 1.0, "h": 0.07}


@pytest.mark.parametrize(
    ("look", "held"),
    [
        ({}, True),
        ({"strip": "crop", "strip_bottom": 0.07}, False),
        ({"strip": "blur", "strip_bottom": 0.1}, False),
        ({"strip": "blur", "strip_bottom": 0.03}, True),  # half of it is still to be read
        ({"strip": "crop", "strip_top": 0.1}, True),
        ({"strip": "keep", "strip_bottom": 0.07}, True),
    ],
)
def test_what_the_camera_printed_into_the_picture_holds_a_post(look: dict[str, object], held: bool) -> None:
    post = stage.approved(stage.sandbox(), languages=("en",))
    segment = post.clip.version.segments.get()
    Footage.objects.filter(pk=segment.footage_id).update(motion={"strip": STRIP})
    ClipVersion.objects.update(edit=Edit(look=Look.from_dict(look)).to_dict())
    told = readiness.obstacles(post, at=timezone.now())
    assert [each.code for each in told if each.source == "guard"] == (["strip_shown"] if held else [])
    if held:
        assert "Crop or blur it" in told[0].message
        shot = ShotEdit(look=Look(strip="blur", strip_bottom=0.08)).to_dict()
        Segment.objects.update(settings=shot)  # for this shot alone
        assert not [each for each in readiness.obstacles(post, at=timezone.now()) if each.source == "guard"]


def test_a_clip_that_is_begun_has_its_strips_cropped_already() -> None:
    found = [{"top": 0.0, "bottom": 0.06}, None, {"top": 0.04, "bottom": 0.05}]
    look = begun_look(found)
    assert (look.strip, look.strip_top, look.strip_bottom) == ("crop", 0.04, 0.06)
    assert begun_look([None]) == Look() and begun_look([{"top": 0.3, "bottom": 0.3}]) == Look()
