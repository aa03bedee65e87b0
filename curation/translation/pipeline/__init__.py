"""The way of a sentence from its source to a proposal: memory, engine, glossary, mending, or a person.

Public: `propose`, `Proposal`, `Alternative`, `TermUse`, `REASONS`, `METHODS`. Imports the rest of
`curation.translation` but no engine of its own.
"""

from curation.translation.pipeline.proposal import METHODS, REASONS, Alternative, Proposal, TermUse
from curation.translation.pipeline.propose import propose

__all__ = ["METHODS", "REASONS", "Alternative", "Proposal", "TermUse", "propose"]
