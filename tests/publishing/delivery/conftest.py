"""Rows that other processes can see."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection

from curation.clips.models import Clip, Rendition
from curation.footage.models import Footage, Station
from curation.jobs.models import Job
from publishing.delivery.models import Delivery, SandboxPost
from publishing.posts.models import Channel, Post


@pytest.fixture
def committed(request: pytest.FixtureRequest, django_db_setup, django_db_blocker) -> Iterator[None]:
    """The database without a transaction around the test; what was made is deleted, what migrations made stays.

    `django_db(transaction=True)` would empty every table afterwards, also of what migrations put there. Needs at least
    one test with the mark `django_db` in the module, for without it pytest-django makes no test database.
    """
    with django_db_blocker.unblock():
        assert str(connection.settings_dict["NAME"]).startswith("test_"), "this is no test database"
        assert not connection.in_atomic_block
        yield
        for model in (SandboxPost, Delivery, Post, Channel, Rendition, Clip, Footage, Station, Job):
            model.objects.all().delete()
        connection.close()
