"""A Hugging Face M2M100 checkpoint into a CTranslate2 folder. Needs PyTorch, which is never installed by default."""

import importlib.util
import shutil
from pathlib import Path
from typing import Any

from curation.translation.errors import InstallationFailed
from curation.translation.families import TOKENIZER_FILES

TRAIN_COMMAND = "uv pip install --group train"
"""Installs the dependency group with PyTorch."""

QUANTIZATIONS = ("int8", "int8_float32", "float16", "float32")


def convert(checkpoint: Path, *, output: Path, quantization: str = "int8") -> None:
    """Write model.bin, config.json, vocabulary and tokenizer files of `checkpoint` into the new folder `output`.

    Raises `InstallationFailed`: `converter_missing` without PyTorch, `conversion_failed` for a checkpoint
    that is no M2M100.
    """
    if importlib.util.find_spec("torch") is None:
        raise InstallationFailed("converter_missing", command=TRAIN_COMMAND)
    from ctranslate2.converters import TransformersConverter
    from ctranslate2.converters import transformers as loaders

    class LanguageTokens(loaders.M2M100Loader):  # type: ignore[misc]
        """transformers 5 no longer lists the language tokens among the special ones; they belong at their ids."""

        def get_vocabulary(self, model: Any, tokenizer: Any) -> list[str]:
            languages = [token for _, token in sorted(tokenizer.id_to_lang_token.items())]
            words = sorted(tokenizer.encoder, key=tokenizer.encoder.get)
            tokens = [*words, *languages]
            filling = model.config.vocab_size - len(tokens)
            return tokens + [f"madeupword{at}" for at in range(filling)]

    kept = loaders._MODEL_LOADERS["M2M100Config"]
    loaders._MODEL_LOADERS["M2M100Config"] = LanguageTokens()
    try:
        converter = TransformersConverter(str(checkpoint))
        converter.convert(str(output), quantization=quantization)
    except (OSError, ValueError, RuntimeError, NotImplementedError, KeyError, AttributeError) as error:
        raise InstallationFailed("conversion_failed", model=checkpoint.name, detail=str(error)) from error
    finally:
        loaders._MODEL_LOADERS["M2M100Config"] = kept
    for name in TOKENIZER_FILES:
        if (checkpoint / name).is_file():
            shutil.copyfile(checkpoint / name, output / name)
