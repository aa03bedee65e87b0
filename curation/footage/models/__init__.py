"""The catalogue, in the shape of Camtrap DP 1.0.2: deployments, media (footage), observations; and what people and
machines add to it. One noun per file; import from here."""

from curation.footage.models.alarm import AlarmContact, AlarmNotice, AlarmRelease
from curation.footage.models.arrival import Arrival, Upload
from curation.footage.models.bulk import BulkBefore, BulkEdit
from curation.footage.models.collection import Collection, CollectionItem, CollectionShare, SavedSearch
from curation.footage.models.event import Event, EventDue, EventSetting
from curation.footage.models.footage import Footage, FootageText
from curation.footage.models.individual import Individual, IndividualMerge, IndividualName, IndividualPicture
from curation.footage.models.licensing import TermsAttachment
from curation.footage.models.likeness import NotDuplicate
from curation.footage.models.machine import MachineResult
from curation.footage.models.monitoring import ApiClient, ApiRequest, WatchedFile, WatchedPlace
from curation.footage.models.observation import Observation
from curation.footage.models.package import Package
from curation.footage.models.place import Deployment, Station
from curation.footage.models.review import ReviewEntry, ReviewPosition

__all__ = [
    "AlarmContact",
    "AlarmNotice",
    "AlarmRelease",
    "ApiClient",
    "ApiRequest",
    "Arrival",
    "BulkBefore",
    "BulkEdit",
    "Collection",
    "CollectionItem",
    "CollectionShare",
    "Deployment",
    "Event",
    "EventDue",
    "EventSetting",
    "Footage",
    "FootageText",
    "Individual",
    "IndividualMerge",
    "IndividualName",
    "IndividualPicture",
    "MachineResult",
    "NotDuplicate",
    "Observation",
    "Package",
    "ReviewEntry",
    "ReviewPosition",
    "SavedSearch",
    "Station",
    "TermsAttachment",
    "Upload",
    "WatchedFile",
    "WatchedPlace",
]
