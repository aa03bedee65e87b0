"""Train the small caption model: `python -m curation.translation.training.train OUTPUT [--minutes 50]`.

Needs the `train` dependency group (PyTorch). Runs on CPU; two cores and 50 minutes made the model that ships.
OUTPUT becomes a Hugging Face M2M100 checkpoint, saved every few minutes, that `convert` turns into CTranslate2.
"""

import argparse
import math
import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import torch
from transformers import M2M100Config, M2M100ForConditionalGeneration, M2M100Tokenizer

from curation.translation.codes import MODEL_CODES
from curation.translation.training.pairs import Pair, training_pairs
from curation.translation.training.vocabulary import write_vocabulary

POOL = 12_000
"""Pairs that are drawn and sorted by length at once, so that a batch holds little padding."""

PAD, EOS, UNKNOWN, IGNORED = 1, 2, 3, -100


def fresh_model(
    tokenizer: M2M100Tokenizer, *, width: int, encoder: int, decoder: int
) -> M2M100ForConditionalGeneration:
    """An untrained M2M100 of caption size, for this tokenizer's vocabulary."""
    return M2M100ForConditionalGeneration(
        M2M100Config(  # type: ignore[call-arg]
            vocab_size=tokenizer.encoder_size + len(tokenizer.lang_code_to_id) + tokenizer.num_madeup_words,
            d_model=width,
            encoder_layers=encoder,
            decoder_layers=decoder,
            encoder_attention_heads=width // 64,
            decoder_attention_heads=width // 64,
            encoder_ffn_dim=width * 3,
            decoder_ffn_dim=width * 3,
            dropout=0.0,
            attention_dropout=0.0,
            activation_dropout=0.0,
            encoder_layerdrop=0.0,
            decoder_layerdrop=0.0,
            max_position_embeddings=160,
            scale_embedding=True,
            attn_implementation="eager",  # on CPU the fused kernel's backward pass costs more than all else
            decoder_start_token_id=EOS,
            pad_token_id=PAD,
            eos_token_id=EOS,
            bos_token_id=0,
        )
    )


def tiny_checkpoint(folder: Path, *, tokenizer: Path) -> Path:
    """An untrained checkpoint of the least size with the tokenizer of another folder: proves the conversion."""
    folder.mkdir(parents=True)
    words = M2M100Tokenizer(str(tokenizer / "vocab.json"), str(tokenizer / "sentencepiece.bpe.model"))
    words.save_pretrained(folder)
    torch.manual_seed(7)
    fresh_model(words, width=64, encoder=1, decoder=1).save_pretrained(folder)
    return folder


def encoded(tokenizer: M2M100Tokenizer, pair: Pair) -> tuple[list[int], list[int]]:
    """Token ids of both sides: language token, pieces, end."""

    words: Any = tokenizer.encoder

    def side(text: str, language: str) -> list[int]:
        # straight from SentencePiece: the same ids as tokenizer.tokenize gives, five times as fast
        pieces = [words.get(piece, UNKNOWN) for piece in tokenizer.sp_model.encode(text, out_type=str)]
        return [tokenizer.get_lang_id(MODEL_CODES[language]), *pieces, EOS]

    return side(pair.source_text, pair.source), side(pair.target_text, pair.target)


def batches(tokenizer: M2M100Tokenizer, *, rng: random.Random, tokens: int) -> Iterator[dict[str, torch.Tensor]]:
    """Batches of about `tokens` tokens a side, of like lengths, in random order, without end."""
    pairs = training_pairs(rng)
    while True:
        pool = sorted(
            (encoded(tokenizer, next(pairs)) for _ in range(POOL)), key=lambda ids: (len(ids[1]), len(ids[0]))
        )
        cut: list[list[tuple[list[int], list[int]]]] = [[]]
        for ids in pool:
            if (len(cut[-1]) + 1) * max(len(ids[0]), len(ids[1])) > tokens:
                cut.append([])
            cut[-1].append(ids)
        rng.shuffle(cut)
        for rows in cut:
            yield padded(rows)


def padded(rows: list[tuple[list[int], list[int]]]) -> dict[str, torch.Tensor]:
    """Rows of ids as one batch; the decoder reads the target shifted right behind the end token."""
    width, length = max(len(row[0]) for row in rows), max(len(row[1]) for row in rows)
    sources = torch.tensor([row[0] + [PAD] * (width - len(row[0])) for row in rows])
    # the first token is the target language, which is given and not to be guessed
    labels = torch.tensor([[IGNORED, *row[1][1:]] + [IGNORED] * (length - len(row[1])) for row in rows])
    begun = torch.tensor([[EOS, *row[1][:-1]] + [PAD] * (length - len(row[1])) for row in rows])
    return {
        "input_ids": sources,
        "attention_mask": (sources != PAD).long(),
        "decoder_input_ids": begun,
        "labels": labels,
    }


def loss_of(model: M2M100ForConditionalGeneration, batch: dict[str, torch.Tensor]) -> torch.Tensor:
    """Cross entropy over the real target tokens."""
    labels = batch.pop("labels")
    with torch.autocast("cpu", dtype=torch.bfloat16):
        hidden = model.model(**batch, use_cache=False).last_hidden_state
        kept = labels != IGNORED
        logits = model.lm_head(hidden[kept])
    return torch.nn.functional.cross_entropy(logits.float(), labels[kept])


def train(
    output: Path,
    *,
    minutes: float,
    width: int,
    encoder: int,
    decoder: int,
    tokens: int,
    rate: float,
    resume: bool,
    seed: int,
) -> None:
    """Train for `minutes` of wall time and leave the checkpoint in `output`."""
    output.mkdir(parents=True, exist_ok=True)
    if not (output / "vocab.json").exists():
        write_vocabulary(output, size=5400, seed=7)
    tokenizer = M2M100Tokenizer(str(output / "vocab.json"), str(output / "sentencepiece.bpe.model"))
    tokenizer.save_pretrained(output)
    torch.manual_seed(7)
    if resume:
        model = M2M100ForConditionalGeneration.from_pretrained(output, attn_implementation="eager")
    else:
        model = fresh_model(tokenizer, width=width, encoder=encoder, decoder=decoder)
    model.train()
    print(f"{sum(p.numel() for p in model.parameters()):,} parameters, {len(tokenizer)} pieces", flush=True)
    optimiser = torch.optim.AdamW(model.parameters(), lr=rate, betas=(0.9, 0.98), weight_decay=0.01, fused=True)
    stream = batches(tokenizer, rng=random.Random(seed), tokens=tokens)  # noqa: S311
    begun = saved = shown = time.monotonic()
    step, total = 0, 0.0
    while (spent := time.monotonic() - begun) < minutes * 60:
        step += 1
        # warm up over 300 steps, then fall as a cosine towards the end of the time
        scale = min(step / 300, 0.5 + 0.5 * math.cos(math.pi * min(1.0, spent / (minutes * 60))))
        optimiser.param_groups[0]["lr"] = max(rate * scale, 1e-5)
        batch = next(stream)
        loss = loss_of(model, batch)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        optimiser.zero_grad(set_to_none=True)
        total += loss.item()
        if time.monotonic() - shown > 20:
            print(f"{spent:6.0f} s  step {step}  loss {loss.item():.4f}  rows {len(batch['input_ids'])}", flush=True)
            shown = time.monotonic()
        if time.monotonic() - saved > 300:
            model.save_pretrained(output)
            saved = time.monotonic()
    model.save_pretrained(output)
    print(f"done after {step} steps", flush=True)


def main() -> None:
    """Read the command line and train."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("output", type=Path)
    parser.add_argument("--minutes", type=float, default=50)
    parser.add_argument("--width", type=int, default=256)
    parser.add_argument("--encoder", type=int, default=2)
    parser.add_argument("--decoder", type=int, default=2)
    parser.add_argument("--tokens", type=int, default=1100)
    parser.add_argument("--rate", type=float, default=1.5e-3)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--resume", action="store_true", help="go on from the checkpoint in OUTPUT")
    parser.add_argument("--threads", type=int, default=1)
    options = vars(parser.parse_args())
    torch.set_num_threads(options.pop("threads"))
    train(options.pop("output"), **options)


if __name__ == "__main__":
    main()
