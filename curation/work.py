"""Brings in the handlers of all kinds of jobs. A chapter that has jobs is named here."""

import curation.footage.ingest  # noqa: F401
import curation.footage.reasons  # noqa: F401  (sentences of errors and notes)
