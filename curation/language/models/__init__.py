"""The rows of this chapter: terms and their forms, the translation memory, rules by language."""

from curation.language.models.memory import MemoryUnit
from curation.language.models.rule import LanguageRule
from curation.language.models.term import Term, TermForm

__all__ = ["LanguageRule", "MemoryUnit", "Term", "TermForm"]
