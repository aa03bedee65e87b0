"""The command line renders a specification, or says what is wrong with it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from curation.video.probe import probe


def test_the_command_line_renders_a_specification(loud: Path, tmp_path: Path) -> None:
    from curation.video.__main__ import main

    (tmp_path / "in.mp4").write_bytes(loud.read_bytes())
    spec = {
        "shots": [{"path": "in.mp4", "start": 0.2, "end": 0.6}],
        "outputs": [{"file": "o.mp4", "width": 64, "height": 36}],
    }
    (tmp_path / "spec.json").write_text(json.dumps(spec))
    assert main(["render", str(tmp_path / "spec.json"), "--quiet"]) == 0
    assert probe(tmp_path / "o.mp4").frame_count == 10


@pytest.mark.parametrize("text", ["", "[", "null", "[" * 100_000, '{"shots": 3}', '{"outputs": [{"file": "o"}]}'])
def test_the_command_line_refuses_what_is_no_specification(
    text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from curation.video.__main__ import main

    (tmp_path / "spec.json").write_text(text)
    assert main(["render", str(tmp_path / "spec.json"), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["error"] == "bad_request"
    assert main(["render", str(tmp_path / "none.json"), "--json"]) == 1
