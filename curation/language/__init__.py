"""What the house calls things in every language: terms, the translation memory, and each language's rules.

Public: `models.Term`, `TermForm`, `MemoryUnit`, `LanguageRule`; `services` (`glossary`, `memory`, `remember`, `forget`,
`propose`, `rule`); the pages under /studio/language/ and the suggestions of the caption workbench.
May import: the engine `translation`, the languages of `subtitles`; `footage` and everything beneath it.
"""
