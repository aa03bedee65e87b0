"""From sentences to proposals."""

from collections.abc import Sequence

from curation.translation.engine import Cancelled, Engine, OnProgress
from curation.translation.glossary import Glossary
from curation.translation.memory import Index
from curation.translation.pipeline.proposal import Proposal


def propose(
    sentences: Sequence[str],
    *,
    source: str,
    target: str,
    engine: Engine | None,
    memory: Index | None = None,
    glossary: Glossary | None = None,
    cancelled: Cancelled | None = None,
    on_progress: OnProgress | None = None,
) -> list[Proposal]:
    """A proposal for each sentence, in order; without an engine from the memory alone."""
    raise NotImplementedError
