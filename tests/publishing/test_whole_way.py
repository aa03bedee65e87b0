"""One real file through everything, headless, as `manage.py whole_way` does it."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from curation.clips.models import Clip
from publishing.delivery.models import Delivery, SandboxPost
from tests.samples import sample

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(300)]


@pytest.fixture
def catalogue(transactional_db):
    """Transactional tests leave an empty database: bring the taxa back."""
    call_command("load_taxa", verbosity=0)


def travel(*arguments: str) -> dict:
    out = StringIO()
    call_command("whole_way", *arguments, "--json", stdout=out)
    return json.loads(out.getvalue())


def test_a_real_file_ends_published_in_every_language(catalogue):
    story = travel(str(sample("footage/ACP0006s6f-small-cat.mp4")), "--languages", "en,ru,ko")
    assert story["state"] == "published"
    steps = {step["step"]: step for step in story["steps"]}
    assert list(steps) == ["ingest", "tag", "cut", "caption", "translate", "render", "schedule", "publish"]
    assert all(step["ok"] and step["seconds"] >= 0 for step in steps.values())
    for made in steps["render"]["result"]["renditions"].values():
        assert made["frames"] == made["frames_wanted"]
    assert {post.language for post in SandboxPost.objects.all()} == {"zh-Hans", "en", "ru", "ko"}
    assert "cat" in SandboxPost.objects.get(language="en").text.lower()
    assert set(Delivery.objects.values_list("state", flat=True)) == {"published"}


def test_what_is_no_video_stops_at_the_first_step_and_says_why(catalogue, tmp_path):
    path = tmp_path / "-not a 'video'.mp4"
    path.write_text("hello")
    out = StringIO()
    with pytest.raises(CommandError, match="ingest"):
        call_command("whole_way", str(path), "--json", stdout=out)
    story = json.loads(out.getvalue())
    assert story["state"] == "failed"
    assert "not a video" in story["steps"][-1]["result"]["error"]
    assert not Clip.objects.exists()
