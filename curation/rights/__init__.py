"""May this be used, for what, where, in which languages and until when: `usage_allowed(...) -> Decision`.

Licence terms are data (`terms.Terms`), kept in versions with a fingerprint (`services.write_terms`), said in words
(`words`), written as ODRL (`odrl`) and as IPTC properties in XMP (`packet`). What they are attached to is a matter of
`curation.footage.licensing`. Every change is a row of RightsChange and is told by `signals.rights_changed`.

Public: `usage_allowed`, `usage_of_all_allowed`, `RightsFacts`, `Decision`, `Question`, `Reason`, `Terms`.
May import: `species`, `jobs`, `files`.
"""

from curation.rights.decision import (
    Decision,
    Question,
    Reason,
    RightsFacts,
    usage_allowed,
    usage_of_all_allowed,
)
from curation.rights.terms import Terms

__all__ = ["Decision", "Question", "Reason", "RightsFacts", "Terms", "usage_allowed", "usage_of_all_allowed"]
