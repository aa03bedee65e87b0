"""Brings in the handlers of all kinds of jobs. A chapter that has jobs is named here."""

import curation.clips.hearing
import curation.clips.producing
import curation.clips.translating
import curation.footage.bulk.edits
import curation.footage.events.due
import curation.footage.events.grouping
import curation.footage.ingest
import curation.footage.reasons  # (sentences of errors and notes)
import curation.footage.waveforms
import curation.language.importing  # noqa: F401
