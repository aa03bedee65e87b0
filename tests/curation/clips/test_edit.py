"""What an editor sets beside the cut is checked when it comes in and stays as it was saved."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.clips import services
from curation.clips.edit import Edit, ShotEdit
from curation.clips.errors import ClipError
from curation.clips.models import CaptionTrack, Clip, Cue
from curation.footage.models import Footage

LOOK = {"mode": "infrared", "shadows": 0.5, "strip": "crop", "strip_bottom": 0.08}
TITLE = {"id": "t1", "kind": "lower_third", "start": 0.5, "end": 2.0, "text": {"zh-Hans": "东北虎"}, "place": "left"}
END_CARD = {"id": "t2", "kind": "end_card", "start": 0.0, "end": 2.5, "text": {"en": "Thank you"}}


def test_an_edit_comes_out_as_it_went_in() -> None:
    edit = Edit.from_dict({"look": LOOK, "titles": [TITLE, END_CARD], "gain": -3, "watermark": True})
    assert Edit.from_dict(edit.to_dict()) == edit
    assert (edit.look.mode, edit.ending, edit.titles[0][1].text["zh-Hans"]) == ("infrared", 2.5, "东北虎")


def test_a_shot_comes_out_as_it_went_in() -> None:
    keys = [{"time": 2.0, "x": 0.7, "y": 0.5, "zoom": 1.5}, {"time": 1.0, "x": 0.2, "y": 0.5, "zoom": 1.0}]
    shot = ShotEdit.from_dict({"id": "a", "speed": 0.5, "framing": {"9:16": keys}, "look": LOOK})
    assert ShotEdit.from_dict(shot.to_dict()) == shot
    assert [key.time for key in shot.framing["9:16"]] == [1.0, 2.0]


@pytest.mark.parametrize(
    ("shot", "field"),
    [
        ({"speed": 0}, "shot.speed"),
        ({"speed": "fast"}, "shot.speed"),
        ({"gain": 900}, "shot.gain"),
        ({"framing": {"3:7": []}}, "shot.framing.3:7"),
        ({"framing": {"9:16": [{"time": 1, "x": 2}]}}, "shot.framing.9:16.0.x"),
        ({"look": {"mode": "sepia"}}, "shot.look.mode"),
        ({"surprise": 1}, "shot.surprise"),
    ],
)
def test_what_cannot_be_is_refused_by_name(shot: dict[str, Any], field: str) -> None:
    with pytest.raises(ClipError) as refused:
        ShotEdit.from_dict(shot)
    assert (refused.value.code, refused.value.params["field"]) == ("bad_edit", field)
    assert field in str(refused.value)


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
FIELDS = ["id", "speed", "gain", "mute", "framing", "look", "titles", "brand", "watermark"]


@given(st.dictionaries(st.sampled_from(FIELDS), JSON, max_size=4) | JSON)
def test_nothing_that_a_browser_sends_breaks_it(values: Any) -> None:
    for kind in (ShotEdit, Edit):
        try:
            read = kind.from_dict(values)
        except ClipError as error:
            assert error.code == "bad_edit"
        else:
            assert kind.from_dict(read.to_dict()) == read


@pytest.mark.django_db
def test_speed_and_end_card_count_in_the_length(footage: Footage) -> None:
    part = services.Range(footage, 0.0, 3.0, ShotEdit(speed=2.0))
    version = services.save_clip(title="Fast", ranges=[part], edit=Edit.from_dict({"titles": [END_CARD]}), user=None)
    assert version.duration == pytest.approx(1.5 + 2.5)


@pytest.mark.django_db
def test_another_look_is_a_version_and_leaves_the_captions_alone(clip: Clip, footage: Footage, captioned: Any) -> None:
    track = captioned("一只东北虎")
    version = services.save_clip(
        title="Tiger",
        ranges=[services.Range(footage, 0.5, 3.5)],
        edit=Edit.from_dict({"look": LOOK}),
        user=None,
        clip=clip,
        base_version=1,
    )
    track = CaptionTrack.objects.get(pk=track.pk)
    assert (version.number, clip.versions.get(number=1).edit.get("look", {}).get("mode")) == (2, "none")
    assert {cue.state for cue in track.cues.all()} == {Cue.State.EDITED}
    again = services.save_clip(
        title="Tiger", ranges=[services.Range(footage, 0.5, 3.5)], user=None, clip=clip, base_version=2
    )
    assert again == version, "without an edit the newest one's is kept"
