"""The rows of this chapter: clips and their versions, captions, renditions, drafts, remarks, brand kits."""

from curation.clips.models.brand import BrandKit
from curation.clips.models.caption_remark import CaptionRemark
from curation.clips.models.captions import CaptionTrack, Cue
from curation.clips.models.clip import Clip, ClipVersion, Segment
from curation.clips.models.draft import ClipDraft
from curation.clips.models.remark import Remark
from curation.clips.models.rendition import Rendition
from curation.clips.models.replacement import CaptionReplacement

__all__ = [
    "BrandKit",
    "CaptionRemark",
    "CaptionReplacement",
    "CaptionTrack",
    "Clip",
    "ClipDraft",
    "ClipVersion",
    "Cue",
    "Remark",
    "Rendition",
    "Segment",
]
