"""Packages for people who post by hand."""

import hashlib
import shutil
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publishing.connectors.base import Account, ByHand, Connector, Draft, Media, Published
from publishing.connectors.checklist import WORDS, pasted
from publishing.connectors.checks import check
from publishing.connectors.errors import Rejected
from publishing.connectors.exchange import HttpLimits
from publishing.connectors.registry import connect
from publishing.connectors.targets import TARGETS
from tests.publishing.connectors.contract import PATIENT, ConnectorContract, Walk

PLATFORMS = [each.platform for each in TARGETS]
BY_NAME = {each.platform: each for each in TARGETS}


class Shelf:
    """Keeps packages in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def keep(self, key: str, path: Path) -> str:
        shutil.copy(path, self.folder / f"{key}.zip")
        return f"{key}.zip"

    def has(self, name: str) -> bool:
        return (self.folder / name).exists()


class HandoffStage:
    """A person who posts what is in the package, word by word."""

    def __init__(self, platform: str, folder: Path) -> None:
        self.platform, self.shelf = platform, Shelf(folder)
        self.feed: list[str] = []

    def connect(self, *, http: HttpLimits = PATIENT, language: str = "zh-Hans") -> Connector:
        account = Account({"handle": "虎豹公园", "language": language})
        return connect(self.platform, account, http=http, packages=self.shelf)

    def posted(self, outcome: ByHand) -> Published:
        with zipfile.ZipFile(self.shelf.folder / outcome.package) as package:
            self.feed.append(package.read("text/text.txt").decode())
        return Published(outcome.checkpoint, "seen-by-a-person", "https://weibo.com/1/abc")

    def texts(self) -> list[str]:
        # Weibo closes a hashtag with a second sign; what was meant is the same.
        return [each.replace("#tiger#", "#tiger") for each in self.feed]

    def misbehave(self, kind: str, *, on: str = "publish", times: int = 1) -> None:
        raise NotImplementedError

    def secrets(self) -> list[str]:
        return []


@pytest.fixture(params=PLATFORMS)
def stage(request: pytest.FixtureRequest, tmp_path: Path) -> HandoffStage:
    folder = tmp_path / "shelf"
    folder.mkdir()
    return HandoffStage(request.param, folder)


def unpacked(stage: HandoffStage, draft: Draft, **settings: str) -> dict[str, bytes]:
    with stage.connect(**settings) as connector:  # type: ignore[arg-type]
        done = connector.run("pack", draft, {}, save=lambda checkpoint: None)
    with zipfile.ZipFile(stage.shelf.folder / done.checkpoint["package"]) as package:
        assert package.testzip() is None
        return {name: package.read(name) for name in package.namelist()}


class TestHandoff(ConnectorContract):
    can_look = False
    text_alone = False

    def test_takes_down_and_stays_quiet_when_it_is_gone(self, stage: HandoffStage, draft: Draft) -> None:  # type: ignore[override]
        published = Walk(stage, draft, {}).all()
        with stage.connect() as connector, pytest.raises(Rejected) as by_hand:
            connector.take_down(published.remote_id, published.checkpoint)
        assert by_hand.value.code == "take_down_by_hand"

    def test_the_package_holds_everything_and_no_name_of_ours(
        self, stage: HandoffStage, draft: Draft, tmp_path: Path
    ) -> None:
        poster = tmp_path / "HC-0417 poster.jpg"
        poster.write_bytes(b"\xff\xd8\xff\xd9")
        assert draft.media is not None
        found = unpacked(stage, replace(draft, title="雪中虎", media=replace(draft.media, poster=poster)))
        languages = [f"captions/{tag}.{kind}" for tag in ("en", "ru", "zh-Hans") for kind in ("vtt", "srt")]
        texts = ["checklist.txt", *(f"text/{each}.txt" for each in ("title", "text", "tags", "alternative-text"))]
        assert sorted(found) == sorted([*texts, *languages, "video.mp4", "poster.jpg"])
        assert hashlib.sha256(found["video.mp4"]).hexdigest() == draft.media.sha256
        assert found["captions/ru.srt"].decode().startswith("1\n00:00:00,000")
        assert found["text/title.txt"].decode() == "雪中虎"
        assert not any(b"HC-0417" in content for content in found.values())

    def test_the_checklist_is_in_the_channels_language(self, stage: HandoffStage, draft: Draft) -> None:
        chinese = unpacked(stage, draft)["checklist.txt"].decode()
        english = unpacked(stage, draft, language="en")["checklist.txt"].decode()
        assert "发布清单" in chinese and "虎豹公园" in chinese and BY_NAME[stage.platform].page in chinese
        assert english.startswith("Checklist:") and "folder captions" in english
        assert draft.key in chinese and "{" not in chinese + english

    def test_the_same_draft_makes_the_same_bytes(self, stage: HandoffStage, draft: Draft) -> None:
        sums = set()
        for _time in range(2):
            unpacked(stage, draft)
            (path,) = stage.shelf.folder.iterdir()
            sums.add(hashlib.sha256(path.read_bytes()).hexdigest())
        assert len(sums) == 1

    def test_a_file_that_was_changed_at_the_same_length_is_noticed(
        self, stage: HandoffStage, draft: Draft, clip: Media
    ) -> None:
        clip.path.write_bytes(b"x" * clip.size)
        with pytest.raises(Rejected) as changed:
            unpacked(stage, draft)
        assert changed.value.code == "media_changed"

    def test_a_package_that_was_swept_away_is_made_again(self, stage: HandoffStage, draft: Draft) -> None:
        walk = Walk(stage, draft, {})
        walk.before_publishing()
        for path in stage.shelf.folder.iterdir():
            path.unlink()
        walk.through("hand_over")
        assert len(stage.feed) == 1

    def test_a_language_tag_cannot_lead_out_of_the_folder(self, stage: HandoffStage, draft: Draft) -> None:
        wild = tuple(replace(track, language="../../etc/passwd") for track in draft.subtitles[:1])
        assert "captions/track-1.vtt" in unpacked(stage, replace(draft, subtitles=wild))

    def test_over_by_one_is_refused_before(self, stage: HandoffStage, draft: Draft) -> None:
        with stage.connect() as connector:
            limits = {each.field: each.limit for each in connector.capabilities.text}
            fitting = replace(draft, title="虎" * limits["title"], text="虎" * limits["text"])
            refused = replace(draft, title="虎" * (limits["title"] + 1), text="虎" * (limits["text"] + 1))
            assert [each.code for each in check(fitting, connector.capabilities)] == []
            found = {each.code: each.params["over"] for each in check(refused, connector.capabilities)}
        assert found == {"text_too_long": 1, "title_too_long": 1}


def test_weibo_closes_its_hashtags_and_nothing_else() -> None:
    weibo = BY_NAME["weibo"]
    assert pasted("#东北虎 and #豹# https://a.example/#top a#b\r\n#tiger.", weibo) == (
        "#东北虎# and #豹# https://a.example/#top a#b\n#tiger#."
    )


@settings(deadline=None)
@given(st.text())
def test_only_hashtags_and_line_ends_are_touched(text: str) -> None:
    for target in TARGETS:
        if target.hashtag == "#{}":
            assert pasted(text, target).replace("＃", "#") == "\n".join(text.splitlines()).replace("＃", "#")
        else:
            assert pasted(text, target).replace("#", "").replace("＃", "") == "\n".join(text.splitlines()).replace(
                "#", ""
            ).replace("＃", "")


def test_every_sentence_of_the_checklist_is_there_in_both_languages() -> None:
    assert set(WORDS["zh-Hans"]) == set(WORDS["en"])
    assert {step for target in TARGETS for step in target.steps} <= set(WORDS["en"])
