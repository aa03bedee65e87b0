"""`python -m publishing.connectors`."""

import json
from pathlib import Path

import pytest

from publishing.connectors.__main__ import main
from publishing.connectors.capabilities import TextLimit
from publishing.connectors.checks import RULE_NAMES
from publishing.connectors.registry import connectors
from tests.curation.video.filming import film
from tests.samples import sample

HEAVY = {
    "graphemes": ("e\u0301", 1),
    "characters": ("🐅", 1),
    "bytes": ("虎", 3),
    "utf16": ("🐅", 2),
    "mastodon": ("👨‍👩‍👧‍👦", 1),
    "threads": ("🐅", 4),
    "weighted": ("虎", 2),
}
"""What a rule counts otherwise than as one character, and what it counts for it."""
LIMITS = [
    pytest.param(platform, limit, id=f"{platform}-{limit.field}-{limit.rule}")
    for platform, each in connectors().items()
    for limit in each.capabilities.text
    if limit.when != "media"
]


def test_lists_every_platform_with_sources(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert {each["platform"] for each in found} >= {"mastodon", "bluesky", "telegram", "sandbox"}
    assert all(limit["source"]["checked"] for each in found for limit in each["text"])
    assert main(["list"]) == 0


def test_refuses_a_text_over_the_limit_by_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = tmp_path / "post 虎.txt"
    text.write_text("虎" * 300 + "\n", encoding="utf-8-sig")
    command = ["check", "--platform", "bluesky", "--text-file", str(text), "--json"]
    assert main(command) == 0
    assert json.loads(capsys.readouterr().out)["refused"] is False
    text.write_text("虎" * 301, encoding="utf-8")
    assert main(command) == 1
    answer = json.loads(capsys.readouterr().out)
    assert [problem["code"] for problem in answer["problems"]] == ["text_too_long"]
    assert answer["lengths"][0] == {"field": "text", "rule": "graphemes", "limit": 300, "length": 301}


@pytest.mark.parametrize(("platform", "limit"), LIMITS)
def test_every_text_of_every_platform_may_have_its_limit_and_not_one_more(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], platform: str, limit: TextLimit
) -> None:
    sign, weight = HEAVY[limit.rule]
    # All of it heavy, and what is left over light.
    full = sign * (limit.limit // weight) + "a" * (limit.limit % weight)
    for text, over in ((full, 0), (full + "a", 1)):
        command = ["check", "--platform", platform, "--json"]
        if limit.field == "text":
            path = tmp_path / "post.txt"
            path.write_text(text, encoding="utf-8")
            command += ["--text-file", str(path)]
        else:
            command += [f"--{limit.field.replace('_', '-')}={text}"]
        status = main(command)
        answer = json.loads(capsys.readouterr().out)
        told = [
            each
            for each in answer["problems"]
            if each["code"] == f"{limit.field}_too_long" and each["params"]["rule"] == RULE_NAMES[limit.rule]
        ]
        assert [each["params"]["over"] for each in told] == [1] * over
        assert all(str(limit.limit) in each["message"] for each in told)
        assert answer["refused"] is (status == 1)
        assert status == 1 or not over


@pytest.fixture(scope="module")
def films(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("films")
    made = {
        "short": {"seconds": 1},
        "slow": {"seconds": 4, "rate": 10},
        "strip": {"seconds": 4, "size": "1280x80"},
        "wide": {"seconds": 4, "size": "2560x360", "rate": 24},
        "small": {"seconds": 4, "size": "160x284", "rate": 24},
        "silent": {"seconds": 4, "size": "720x1280", "rate": 24, "sound": False},
    }
    for name, how in made.items():
        film(folder / f"{name}.mp4", **how)  # type: ignore[arg-type]
    return {name: folder / f"{name}.mp4" for name in made}


@pytest.mark.parametrize(
    ("platform", "name", "option", "refusals"),
    [
        ("tiktok", "short", "", ["media_too_short", "picture_too_small"]),
        ("instagram", "wide", "", ["picture_too_large"]),
        ("linkedin", "short", "", ["media_too_short"]),
        ("x", "strip", "", ["picture_shape"]),
        ("instagram", "slow", "", ["rate_too_low"]),
        ("facebook", "small", "", []),
        ("facebook", "small", "kind=reel", ["picture_too_small"]),
        ("facebook", "silent", "kind=reel", []),
        ("facebook", "slow", "kind=reel", ["rate_too_low", "picture_too_small", "picture_shape"]),
        ("threads", "wide", "", ["picture_too_large"]),
    ],
)
def test_a_video_that_does_not_fit_is_refused_with_every_reason(
    films: dict[str, Path],
    capsys: pytest.CaptureFixture[str],
    platform: str,
    name: str,
    option: str,
    refusals: list[str],
) -> None:
    command = ["check", "--platform", platform, "--video", str(films[name]), "--json"]
    status = main([*command, *(["--option", option] if option else [])])
    answer = json.loads(capsys.readouterr().out)
    assert [each["code"] for each in answer["problems"] if each["severity"] == "error"] == refusals
    assert status == (1 if refusals else 0)


@pytest.mark.parametrize("platform", ["facebook", "linkedin", "threads", "tiktok", "youtube"])
def test_a_platform_says_what_of_a_real_video_it_takes(capsys: pytest.CaptureFixture[str], platform: str) -> None:
    video = sample("footage/ACP0006s6f-small-cat.mp4")
    status = main(["check", "--platform", platform, "--video", str(video), "--json", "--alt-text", "a cat"])
    answer = json.loads(capsys.readouterr().out)
    assert (status, answer["refused"]) == (0, False), answer["problems"]
    assert all(each["message"] for each in answer["problems"])


def test_an_option_that_nobody_knows_names_those_that_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--platform", "facebook", "--option", "kind=story"]) == 1
    assert "kind=auto|video|reel" in capsys.readouterr().err
    assert main(["check", "--platform", "mastodon", "--option", "api=https://evil.example"]) == 1


def test_reads_a_video_through_the_video_engine(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    video = sample("footage/ACP0006s6f-small-cat.mp4")
    assert main(["check", "--platform", "mastodon", "--video", str(video), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert [problem["code"] for problem in answer["problems"]] == ["alt_text_missing"]


def test_a_file_that_is_no_video_is_said_to_be_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fake = tmp_path / "-fake.mp4"
    fake.write_text("not a video", encoding="utf-8")
    assert main(["check", "--platform", "mastodon", f"--video={fake}"]) == 1
    assert "not a video" in capsys.readouterr().err
    assert main(["check", "--platform", "mastodon", f"--video={fake}", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["refused"] is True


def test_bad_input_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = tmp_path / "latin.txt"
    text.write_bytes("é".encode("latin-1"))
    assert main(["check", "--platform", "mastodon", "--text-file", str(text)]) == 1
    assert main(["check", "--platform", "mastodon", "--text-file", str(tmp_path / "none.txt")]) == 1
    assert main(["check", "--platform", "mastodon", "--track", "en"]) == 1
    assert len(capsys.readouterr().err.splitlines()) == 3
