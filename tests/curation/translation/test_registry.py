"""Models at hand, damaged ones, licences, and installation from a local folder."""

import importlib.util
import json
import shutil
from pathlib import Path

import pytest

from curation.translation.errors import InstallationFailed, LicenceRefused, ModelUnusable, UnsupportedPair
from curation.translation.installation import install
from curation.translation.licences import NONCOMMERCIAL_WORDS, licence_of
from curation.translation.registry import SHIPPED, default_engine, engine_for, installed, load

TIGER, WALKS = "一只东北虎在雪地里行走。", "An Amur tiger walks in the snow."


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A copy of the shipped model that a test may damage."""
    folder = tmp_path / "copy"
    shutil.copytree(SHIPPED, folder)
    return folder


def test_the_shipped_model_is_loaded_once() -> None:
    assert load(SHIPPED) is default_engine()


def test_an_installed_model_is_listed_and_preferred(tmp_path: Path) -> None:
    place = install(str(SHIPPED), directory=tmp_path / "models")
    models = installed(tmp_path / "models")
    assert [folder for folder, _ in models] == [SHIPPED, place]
    engine = engine_for(source="zh-Hans", target="en", directory=tmp_path / "models")
    assert engine is load(place)
    assert engine.translate([TIGER], source="zh-Hans", target="en")[0].text == WALKS


def test_a_pair_that_no_model_covers_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnsupportedPair):
        engine_for(source="fr", target="de", directory=tmp_path)


def test_installing_twice_is_refused_and_leaves_the_first(tmp_path: Path) -> None:
    place = install(str(SHIPPED), directory=tmp_path)
    with pytest.raises(InstallationFailed) as caught:
        install(str(SHIPPED), directory=tmp_path)
    assert caught.value.code == "already_installed"
    assert (place / "model.bin").is_file()


@pytest.mark.parametrize("name", ["model.bin", "vocab.json", "sentencepiece.bpe.model", "config.json"])
def test_a_model_without_a_file_says_which(copied: Path, name: str) -> None:
    (copied / name).unlink()
    with pytest.raises(ModelUnusable) as caught:
        load(copied)
    assert caught.value.code == "model_incomplete"
    assert name in str(caught.value)


@pytest.mark.parametrize("name", ["model.bin", "sentencepiece.bpe.model", "field.npy", "vocab.json"])
def test_a_model_with_a_damaged_file_is_refused(copied: Path, name: str) -> None:
    (copied / name).write_bytes(b"not what it was")
    with pytest.raises(ModelUnusable) as caught:
        load(copied).translate([TIGER], source="zh-Hans", target="en")
    assert caught.value.code == "model_damaged"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("vocab.json", b"[1]"),
        ("vocab.json", b'{"a": "b"}'),
        ("vocab.json", b"[" * 100_000),
        ("config.json", b"{}"),
        ("shared_vocabulary.json", b'["a"]'),
        ("model.bin", b"\x06\x00\x00\x00\x0c\x00WhisperSpec\x00" + b"\x00" * 64),
    ],
)
def test_a_file_of_another_kind_is_refused(copied: Path, name: str, content: bytes) -> None:
    (copied / name).write_bytes(content)
    with pytest.raises(ModelUnusable, match="The model in copy cannot be read: "):
        load(copied).translate([TIGER], source="zh-Hans", target="en")


@pytest.mark.parametrize("end", [0, 5, 1000, 2_000_000, -5])
def test_weights_that_were_cut_off_are_refused(copied: Path, end: int) -> None:
    whole = (copied / "model.bin").read_bytes()
    (copied / "model.bin").write_bytes(whole[:end])
    with pytest.raises(ModelUnusable, match="The model in copy cannot be read: "):
        load(copied).translate([TIGER], source="zh-Hans", target="en")


def test_a_damaged_model_is_not_installed(copied: Path, tmp_path: Path) -> None:
    (copied / "model.bin").write_bytes(b"not what it was")
    with pytest.raises(ModelUnusable):
        install(str(copied), directory=tmp_path / "models")
    assert list((tmp_path / "models").iterdir()) == []


def test_a_foreign_folder_is_no_model(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("nothing here")
    with pytest.raises(ModelUnusable) as caught:
        load(tmp_path)
    assert caught.value.code == "model_foreign"


def test_a_record_of_the_future_is_refused(copied: Path) -> None:
    record = json.loads((copied / "model.json").read_text())
    (copied / "model.json").write_text(json.dumps(record | {"format": 9}))
    with pytest.raises(ModelUnusable) as caught:
        load(copied)
    assert caught.value.code == "model_foreign"


@pytest.mark.parametrize("model_id", ["facebook/m2m100_418M", "alirezamsh/small100", "Helsinki-NLP/opus-mt-zh-en"])
def test_free_models_may_be_installed(model_id: str) -> None:
    assert licence_of(model_id).commercial


def test_a_noncommercial_model_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(LicenceRefused) as caught:
        install("facebook/nllb-200-distilled-600M", directory=tmp_path)
    assert "CC-BY-NC-4.0" in str(caught.value)
    assert NONCOMMERCIAL_WORDS in str(caught.value)
    with pytest.raises(LicenceRefused):
        licence_of("facebook/nllb-200-distilled-600M", accept_noncommercial="yes")
    assert not licence_of("facebook/nllb-200-distilled-600M", accept_noncommercial=NONCOMMERCIAL_WORDS).commercial


def test_an_unknown_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LicenceRefused) as caught:
        install("somebody/some-model", directory=tmp_path)
    assert caught.value.code == "licence_unknown"
    assert list(tmp_path.iterdir()) == []


def checkpoint(folder: Path) -> Path:
    """A Hugging Face checkpoint with the shipped tokenizer and fresh weights."""
    from curation.translation.training.train import tiny_checkpoint

    return tiny_checkpoint(folder, tokenizer=SHIPPED)


def test_a_local_checkpoint_is_converted_and_proven(tmp_path: Path) -> None:
    if importlib.util.find_spec("torch") is None:
        pytest.skip("PyTorch is absent (dependency group train)")
    place = install(str(checkpoint(tmp_path / "tiny")), directory=tmp_path / "models")
    suggestion = load(place).translate([TIGER], source="zh-Hans", target="en")[0]
    assert suggestion.model.startswith("tiny")


def test_without_pytorch_the_command_that_brings_it_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "tiny").mkdir()
    (tmp_path / "tiny" / "config.json").write_text('{"model_type": "m2m_100"}')
    for name in ("vocab.json", "sentencepiece.bpe.model"):
        shutil.copyfile(SHIPPED / name, tmp_path / "tiny" / name)
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(InstallationFailed) as caught:
        install(str(tmp_path / "tiny"), directory=tmp_path / "models")
    assert caught.value.code == "converter_missing"
    assert "--group train" in str(caught.value)
