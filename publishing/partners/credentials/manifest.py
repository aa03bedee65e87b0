"""What a file says of its making: footage as ingredients, edits as actions, translations by their engines. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

CAPTURED = "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture"
COMPOSED = "http://cv.iptc.org/newscodes/digitalsourcetype/composite"
BY_MODEL = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
GENERATOR = "Pugmark"


@dataclass(frozen=True)
class Source:
    """A piece of footage: its number in the house and the fingerprint of its original, hex."""

    number: int
    fingerprint: str


@dataclass(frozen=True)
class Translation:
    """Captions that a machine translated first. checked: a person approved them since."""

    source: str
    target: str
    engine: str
    checked: bool


@dataclass(frozen=True)
class Story:
    """Everything that is told of one file. title: of the clip. edits: C2PA's names, such as `c2pa.trimmed`."""

    title: str
    download: str
    version: str
    sources: Sequence[Source]
    edits: Sequence[str] = ()
    translations: Sequence[Translation] = ()
    terms_hash: str = ""
    licensee: str = ""


def manifest(story: Story) -> dict[str, Any]:
    """The definition of a manifest, as c2pa's builder takes it. It tells no place and no time of the recording."""
    labels = [f"footage-{each.number}" for each in story.sources]
    return {
        "claim_generator_info": [{"name": GENERATOR, "version": story.version}],
        "title": story.title,
        "format": "video/mp4",
        "ingredients": [
            {
                "title": f"Footage {each.number}",
                "format": "video/mp4",
                "relationship": "componentOf",
                "label": label,
                "instance_id": f"urn:pugmark:footage:{each.number}:{each.fingerprint}",
            }
            for each, label in zip(story.sources, labels, strict=True)
        ],
        "assertions": [
            {"label": "c2pa.actions.v2", "data": {"actions": list(_actions(story, labels))}},
            {
                "label": "org.pugmark.download",
                "data": {"id": story.download, "terms": f"sha256:{story.terms_hash}", "licensee": story.licensee},
            },
        ],
    }


def _actions(story: Story, labels: list[str]) -> Iterable[dict[str, Any]]:
    yield {"action": "c2pa.created", "digitalSourceType": CAPTURED if len(labels) == 1 else COMPOSED}
    for label in labels:
        yield {"action": "c2pa.placed", "parameters": {"ingredientIds": [label]}}
    for name in dict.fromkeys(story.edits):
        yield {"action": name}
    for each in story.translations:
        said = "checked by a person" if each.checked else "not checked by a person"
        yield {
            "action": "c2pa.translated",
            "digitalSourceType": BY_MODEL,
            "softwareAgent": {"name": each.engine or "machine translation"},
            "description": f"Captions translated by machine from {each.source} into {each.target}, {said}.",
            "parameters": {"sourceLanguage": each.source, "targetLanguage": each.target},
        }
