"""Machine translation of captions, without Django: engines, models, and the corpus that the small model knows.

Public: `curation.translation.engine` (`Engine`, `Suggestion`, `Capabilities`), `curation.translation.registry`
(`default_engine`, `load`, `installed`), `curation.translation.installation` (`install`),
`curation.translation.corpus` (`Scene`, `realise`, `scenes`), `curation.translation.errors`.
May import the standard library, NumPy, CTranslate2, SentencePiece and transformers; `training` alone imports PyTorch.
"""
