"""Models that a media company may not use are refused wherever they come from, unless the operator says so in words."""

import json
import shutil
from pathlib import Path

import pytest

from curation.translation.checkpoint import inspected
from curation.translation.errors import LicenceRefused, ModelUnusable
from curation.translation.installation import install
from curation.translation.licences import NONCOMMERCIAL_WORDS, REGIONAL_WORDS, licence_of
from curation.translation.registry import SHIPPED, installed, load


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    folder = tmp_path / "models" / "copy"
    shutil.copytree(SHIPPED, folder)
    return folder


def say(folder: Path, **facts: object) -> None:
    record = json.loads((folder / "model.json").read_text(encoding="utf-8"))
    (folder / "model.json").write_text(json.dumps(record | facts), encoding="utf-8")


@pytest.mark.parametrize("facts", [{"licence": "CC-BY-NC-4.0"}, {"licence": "Non-commercial"}, {"id": "nllb-600M"}])
def test_a_folder_that_says_so_is_refused_and_not_listed(copied: Path, facts: dict[str, str]) -> None:
    say(copied, **facts)
    with pytest.raises(LicenceRefused, match="may not be used commercially"):
        load(copied)
    assert [folder for folder, _ in installed(copied.parent)] == [SHIPPED]


def test_words_in_the_record_let_it_in(copied: Path) -> None:
    say(copied, licence="CC-BY-NC-4.0", accepted=NONCOMMERCIAL_WORDS)
    assert [folder for folder, _ in installed(copied.parent)] == [SHIPPED, copied]


@pytest.mark.parametrize("licence", ["MIT", "Apache-2.0", "CC-BY-4.0", "CC-BY-4.0 or Apache-2.0", "local", "BSD-3"])
def test_free_licences_are_not_mistaken(copied: Path, licence: str) -> None:
    say(copied, licence=licence)
    assert len(installed(copied.parent)) == 2


def test_regional_licences_ask_for_their_own_words() -> None:
    with pytest.raises(LicenceRefused) as caught:
        licence_of("tencent/Hunyuan-MT-7B", accept_noncommercial=NONCOMMERCIAL_WORDS)
    assert caught.value.code == "licence_regional"
    assert REGIONAL_WORDS in str(caught.value)
    assert licence_of("tencent/Hunyuan-MT-7B", accept_noncommercial=REGIONAL_WORDS).family == "hunyuan"


@pytest.mark.parametrize(
    "model", ["cohereforai/aya-expanse-8b", "facebook/seamless-m4t-v2-large", "Unbabel/TowerInstruct-7B"]
)
def test_other_noncommercial_models_are_known(model: str) -> None:
    with pytest.raises(LicenceRefused) as caught:
        licence_of(model)
    assert caught.value.code == "licence_refused"


def checkpoint(folder: Path, config: object, *, tokenizer: object = None) -> Path:
    folder.mkdir(parents=True)
    (folder / "config.json").write_text(config if isinstance(config, str) else json.dumps(config))
    if tokenizer is not None:
        (folder / "tokenizer_config.json").write_text(json.dumps(tokenizer))
    for name in ("vocab.json", "sentencepiece.bpe.model"):
        shutil.copyfile(SHIPPED / name, folder / name)
    return folder


@pytest.mark.parametrize(
    ("config", "tokenizer"),
    [
        ({"model_type": "m2m_100", "_name_or_path": "facebook/nllb-200-distilled-600M"}, None),
        ({"model_type": "m2m_100"}, {"tokenizer_class": "NllbTokenizer"}),
        ({"model_type": "m2m_100", "license": "cc-by-nc-4.0"}, None),
    ],
)
def test_a_checkpoint_that_was_renamed_is_known_by_what_it_says(
    config: dict[str, str], tokenizer: dict[str, str] | None, tmp_path: Path
) -> None:
    folder = checkpoint(tmp_path / "innocent", config, tokenizer=tokenizer)
    with pytest.raises(LicenceRefused):
        install(str(folder), directory=tmp_path / "models")
    assert not list((tmp_path / "models").iterdir())
    assert inspected(folder, licence_words=NONCOMMERCIAL_WORDS) == "m2m100"


@pytest.mark.parametrize(
    ("config", "code"),
    [
        ({"model_type": "llama"}, "model_foreign"),
        ({}, "model_foreign"),
        ([], "model_damaged"),
        ("{", "model_damaged"),
        ("[" * 100_000, "model_damaged"),
    ],
)
def test_a_checkpoint_of_another_kind_is_told(config: object, code: str, tmp_path: Path) -> None:
    with pytest.raises(ModelUnusable) as caught:
        inspected(checkpoint(tmp_path / "other", config))
    assert caught.value.code == code


def test_a_checkpoint_without_tokenizer_says_what_it_lacks(tmp_path: Path) -> None:
    folder = checkpoint(tmp_path / "half", {"model_type": "m2m_100"})
    (folder / "vocab.json").unlink()
    with pytest.raises(ModelUnusable, match=r"vocab\.json"):
        inspected(folder)


def test_a_small100_checkpoint_is_recognised(tmp_path: Path) -> None:
    config = {"model_type": "m2m_100", "_name_or_path": "alirezamsh/small100"}
    assert inspected(checkpoint(tmp_path / "mine", config)) == "small100"
