"""A clip whose footage went into quarantine stays, and says so."""

import pytest
from django.urls import reverse

from curation.footage.alarms.raising import raise_as

pytestmark = pytest.mark.django_db


def test_a_clip_says_that_its_footage_is_in_quarantine(signed_in, clip, footage):
    editor, page = signed_in("Editor"), reverse("clips:edit", args=[clip.pk])
    assert "quarantine" not in editor.get(page).content.decode()
    raise_as({footage.pk: "human"})
    body = editor.get(page).content.decode()
    assert "gone into quarantine" in body and str(footage) in body and "HC-0042" not in body
    again = editor.post(
        reverse("clips:save_version", args=[clip.pk]),
        {"title": "Tiger", "segments": [{"footage": footage.pk, "start": 0.5, "end": 2}], "base_version": 1},
        content_type="application/json",
    )
    assert again.status_code >= 400


def test_the_guard_lets_nothing_of_it_out(clip, footage):
    from django.utils import timezone

    from publishing.guard.services import rights_of

    assert rights_of(clip.version, at=timezone.now()).allowed
    raise_as({footage.pk: "smoke"})
    assert not rights_of(clip.version, at=timezone.now()).allowed
