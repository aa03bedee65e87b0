"""Trail-camera captions by grammar: what the small model learns from, and what drafts captions from tags.

Public: `Scene`, `SceneError`, `SEVERAL`, `scenes(seed=, count=)`, `realise(scene, language=)`,
`variants(scene, language=)`, `phrases(language=)`, `LANGUAGES`, `ANIMALS`. Imports the standard library only.
"""

from curation.translation.corpus.fauna import ANIMALS
from curation.translation.corpus.realisation import LANGUAGES, phrases, realise, variants
from curation.translation.corpus.scene import SEVERAL, Scene, SceneError, scenes

__all__ = ["ANIMALS", "LANGUAGES", "SEVERAL", "Scene", "SceneError", "phrases", "realise", "scenes", "variants"]
