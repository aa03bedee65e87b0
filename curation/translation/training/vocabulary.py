"""The SentencePiece model of the caption corpus, in the layout that the M2M100 tokenizer reads."""

import json
import random
from pathlib import Path

import sentencepiece

from curation.translation.corpus import LANGUAGES, phrases, variants
from curation.translation.corpus.scene import random_scene

SPECIALS = ("<s>", "<pad>", "</s>", "<unk>")
"""The first ids of every M2M100 vocabulary, in its order."""

LINES = 110_000
SEAM = "\u2581\u2581"
"""Marks where no piece may reach across, in training lines only."""


def seamed(text: str, *, rng: random.Random) -> str:
    """Chinese or Japanese, cut at random: without spaces, whole clauses would else become single pieces."""
    return "".join(letter + (SEAM if rng.random() < 0.45 else "") for letter in text[:-1]) + text[-1:]


def write_vocabulary(folder: Path, *, size: int, seed: int) -> None:
    """Train on captions of every language and write sentencepiece.bpe.model and vocab.json into `folder`."""
    rng = random.Random(seed)  # noqa: S311 - repeatable lines, not secrets
    lines = [text for language in LANGUAGES for text in phrases(language=language) for _ in range(20)]
    while len(lines) < LINES:
        scene = random_scene(rng)
        language = rng.choice(LANGUAGES)
        if not scene.held_out:
            text = variants(scene, language=language, rng=rng)
            lines.append(seamed(text, rng=rng) if language in ("zh-Hans", "ja") else text)
    prefix = folder / "sentencepiece"
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(lines),
        model_prefix=str(prefix),
        vocab_size=size,
        model_type="bpe",
        character_coverage=1.0,
        max_sentencepiece_length=14,
        split_digits=True,
        pretokenization_delimiter=SEAM,
        num_threads=2,
        hard_vocab_limit=False,
        minloglevel=2,
    )
    model = folder / "sentencepiece.bpe.model"
    prefix.with_suffix(".model").rename(model)
    prefix.with_suffix(".vocab").unlink()
    processor = sentencepiece.SentencePieceProcessor(model_file=str(model))
    pieces = [processor.id_to_piece(at) for at in range(processor.get_piece_size())]
    words = [*SPECIALS, *(piece for piece in pieces if piece not in SPECIALS)]
    vocabulary = {word: at for at, word in enumerate(words)}
    (folder / "vocab.json").write_text(json.dumps(vocabulary, ensure_ascii=False, indent=0), encoding="utf-8")
