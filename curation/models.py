"""Hands on the models of the chapters, so that Django finds them."""

from curation.clips.models import CaptionTrack, Clip, ClipVersion, Cue, Rendition, Segment
from curation.footage.models import Arrival, Deployment, Footage, Observation, Station, Upload
from curation.jobs.models import Job
from curation.species.models import Taxon, TaxonName

__all__ = [
    "Arrival",
    "CaptionTrack",
    "Clip",
    "ClipVersion",
    "Cue",
    "Deployment",
    "Footage",
    "Job",
    "Observation",
    "Rendition",
    "Segment",
    "Station",
    "Taxon",
    "TaxonName",
    "Upload",
]
