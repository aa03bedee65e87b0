"""Pictures with the look that an editor tries."""

from __future__ import annotations

import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from curation.clips.api.request import BadJson, permitted
from curation.clips.edit import checked
from curation.clips.stills import still
from curation.footage.selectors import usable_by
from curation.video.looks.look import Look


@require_GET
@permitted("curation.view_clip")
def frame(request: HttpRequest, footage_id: int) -> HttpResponse:
    """`?time=SECONDS&look=JSON`: the picture as a render will show it, a JPEG at most 1280 pixels wide."""
    footage = get_object_or_404(usable_by(request.user), pk=footage_id)
    try:
        seconds = float(request.GET.get("time", "0"))
        with checked():
            look = Look.from_dict(json.loads(request.GET.get("look", "{}")))
    except ValueError as error:
        raise BadJson from error
    response = HttpResponse(still(footage, seconds=seconds, look=look), content_type="image/jpeg")
    response["Cache-Control"] = "private, max-age=3600"
    return response
