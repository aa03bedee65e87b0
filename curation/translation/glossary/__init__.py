"""Terms of the house: what species, places and animals are called in every language, and what they are never called.

Public: `Form`, `Entry`, `Hit`, `TermFinding`, `FINDINGS`, `Glossary`, `corpus_entries`, `mistaken_entries`;
modules `tbx` and `csv` (`read`, `write`). Imports the standard library, the corpus and `curation.translation.exchange`.
"""

from curation.translation.glossary.entry import FINDINGS, Entry, Form, Hit, TermFinding
from curation.translation.glossary.matching import Glossary
from curation.translation.glossary.species import corpus_entries, mistaken_entries

__all__ = ["FINDINGS", "Entry", "Form", "Glossary", "Hit", "TermFinding", "corpus_entries", "mistaken_entries"]
