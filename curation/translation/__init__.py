"""Machine translation of captions, without Django: engines, terms, memory, and the corpus that the small model knows.

Public: `curation.translation.engine` (`Engine`, `Suggestion`, `Capabilities`), `curation.translation.registry`
(`engine`, `default_engine`, `load`, `installed`), `curation.translation.pipeline` (`propose`, `Proposal`),
`curation.translation.glossary`, `curation.translation.memory`, `curation.translation.installation` (`install`),
`curation.translation.cache`, `curation.translation.corpus` (`Scene`, `realise`, `scenes`),
`curation.translation.errors`.
May import the standard library, NumPy, CTranslate2, SentencePiece, transformers, httpx, regex, rapidfuzz and
defusedxml; `training` and `engines.transformers` alone import PyTorch.
"""
