"""A look can be judged by a picture that is made as the render will make it."""

from __future__ import annotations

import io
import json
from collections.abc import Callable

import numpy
import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from curation.footage.models import Footage
from curation.video.probe import probe

pytestmark = pytest.mark.django_db


def picture(client: Client, footage: Footage, time: float = 1.0, **look: object) -> numpy.ndarray:
    address = reverse("clips:still", args=[footage.pk])
    answer = client.get(address, {"time": time, "look": json.dumps(look)})
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg"), answer.content
    return numpy.asarray(Image.open(io.BytesIO(answer.content)), dtype=int)


def test_it_shows_the_moment_and_the_look(signed_in: Callable[..., Client], filmed: Footage, reel: object) -> None:
    filmed.probe = probe(reel).to_dict()  # type: ignore[arg-type]
    filmed.save()
    client = signed_in("Editor")
    plain, later, infrared = (
        picture(client, filmed),
        picture(client, filmed, 3.0),
        picture(client, filmed, mode="infrared"),
    )
    assert plain.shape == infrared.shape == (180, 320, 3)
    assert abs(plain - later).mean() > 1
    colour = numpy.ptp(plain, axis=2).mean(), numpy.ptp(infrared, axis=2).mean()
    assert colour[1] < 4 < colour[0]
    assert picture(client, filmed, 4.0).shape == plain.shape, "the very end shows the last picture"


@pytest.mark.parametrize(
    "asked", [{"time": "soon"}, {"time": "1", "look": "{"}, {"look": '{"mode": "sepia"}'}, {"time": "99"}]
)
def test_nonsense_is_refused(signed_in: Callable[..., Client], filmed: Footage, reel: object, asked: dict) -> None:
    filmed.probe = probe(reel).to_dict()  # type: ignore[arg-type]
    filmed.save()
    answer = signed_in("Editor").get(reverse("clips:still", args=[filmed.pk]), asked)
    assert answer.status_code == 400
    assert answer.json()["error"]


def test_nobody_sees_what_they_may_not(signed_in: Callable[..., Client], client: Client, filmed: Footage) -> None:
    address = reverse("clips:still", args=[filmed.pk])
    assert client.get(address).status_code == 302
    Footage.objects.update(alarm="human")
    assert signed_in("Editor").get(address).status_code == 404
