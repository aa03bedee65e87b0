"""What the API takes and gives, by the names of Camtrap DP 1.0.2 where it has them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

Identifier = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Share = Annotated[float, Field(ge=0, le=1)]
Alarm = Literal["human", "vehicle", "fire", "smoke"]


# Items are plain pydantic models: ninja's Schema looks at each value twice, which thousands of items feel.
class ObservationItem(BaseModel):
    """One observation: of footage by Pugmark's number or by the sender's `mediaID`, or of an event."""

    model_config = ConfigDict(extra="forbid")

    observationID: Identifier = Field(description="The sender's own number; sent again, it changes the observation")
    footage: int | str | None = Field(None, description="Pugmark's number of the footage, such as 12 or “F12”")
    mediaID: str = Field("", max_length=200, description="The number under which this client registered the footage")
    deploymentID: str = Field("", max_length=200)
    eventID: str = Field("", max_length=200)
    eventStart: AwareDatetime | None = None
    eventEnd: AwareDatetime | None = None
    observationType: str = Field("animal", description="animal, human, vehicle, blank, unknown, unclassified")
    scientificName: str = Field("", max_length=200, description="Any name, in any language; synonyms too")
    count: int | None = Field(None, ge=1)
    sex: str = ""
    lifeStage: str = ""
    behavior: str = Field("", max_length=120)
    individualID: str = Field("", max_length=120)
    bboxX: float | None = None
    bboxY: float | None = None
    bboxWidth: float | None = None
    bboxHeight: float | None = None
    classificationMethod: Literal["machine", "human"] = "machine"
    classifiedBy: str = Field("", max_length=200, description="Model and version; default: the client's name")
    classificationTimestamp: AwareDatetime | None = Field(None, description="Default: now")
    classificationProbability: Share | None = None
    observationTags: str = Field("", max_length=1000, description="Tags with “|” between them; fire and smoke alarm")
    observationComments: str = Field("", max_length=5000)
    alarm: Alarm | None = Field(None, description="Puts the footage into quarantine at once, whatever the probability")


class FootageItem(BaseModel):
    """One file that lies in the object store already."""

    model_config = ConfigDict(extra="forbid")

    mediaID: Identifier = Field(description="The sender's own number; observations may name it")
    filePath: str = Field(min_length=1, max_length=300, description="Its key in the store, below an allowed prefix")
    fileName: str = Field("", max_length=500, description="Its original name; default: the last part of filePath")
    fileMediatype: str = Field("", max_length=60, description="Such as video/mp4; default: by the name")
    size: int | None = Field(None, ge=0, description="Bytes; where given, the stored file must have as many")
    timestamp: AwareDatetime | None = Field(None, description="When it was filmed, if the sender knows")
    deploymentID: str = Field("", max_length=200)
    station: str = Field("", max_length=40, description="Code of the station")
    folder: str = Field("", max_length=1000)
    read: bool = Field(True, description="False leaves it in the archive, unread, until somebody wants it")
    alarm: Alarm | None = None


class ObservationBatch(BaseModel):
    model_config = ConfigDict(extra="forbid")
    observations: list[ObservationItem] = Field(min_length=1, max_length=5000)


class FootageBatch(BaseModel):
    model_config = ConfigDict(extra="forbid")
    footage: list[FootageItem] = Field(min_length=1, max_length=1000)


class ItemProblem(Schema):
    """Why an item was left out: `index` counts from 0, `field` is empty where it is the item as a whole."""

    index: int
    id: str
    field: str
    code: str
    message: str


class ObservationAnswer(Schema):
    """What became of a batch of observations. Items that are not in `problems` are stored."""

    stored: int
    refused: int
    problems: list[ItemProblem]


class RegisteredItem(Schema):
    mediaID: str
    footage: str


class FootageAnswer(Schema):
    """What became of a batch of files, in the order of the items, without those in `problems`."""

    stored: int
    refused: int
    footage: list[RegisteredItem]
    problems: list[ItemProblem]


class FootageState(Schema):
    """A piece of footage that this client registered. In quarantine nothing is told but that."""

    footage: str
    mediaID: str = ""
    state: str
    captured_at: datetime | None = None
    duration: float | None = Field(default=None, description="Seconds")
    width: int | None = None
    height: int | None = None
    error: str = Field(default="", description="Why it could not be read")


class BatchAnswer(Schema):
    """The answer that a request was given; `status` is null while it is under way."""

    key: str
    status: int | None
    answer: dict[str, Any]
    received_at: datetime


class ProblemDetails(Schema):
    """RFC 9457; `code` is the last part of `type`."""

    type: str
    title: str
    status: int
    code: str
    detail: str
