"""Addresses at which platforms fetch a video themselves (Threads): signed, for one delivery, while it is under way."""

from __future__ import annotations

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from curation.clips.models import Rendition
from curation.files.ranged import ranged_response
from publishing.delivery.models import Delivery
from publishing.posts.drafts import FETCH_SALT

LASTS = 24 * 3600  # seconds; platforms that fetch do so within minutes, their containers last a day
UNDER_WAY = (Delivery.State.PREPARING, Delivery.State.PUBLISHING, Delivery.State.WAITING, Delivery.State.UNCONFIRMED)


@require_safe
def fetched(request: HttpRequest, token: str) -> HttpResponseBase:
    """The video of a delivery that is on its way; 404 for any other, for a forged token and for one too old."""
    try:
        key = signing.loads(token, salt=FETCH_SALT, max_age=LASTS)
    except signing.BadSignature:
        raise Http404 from None
    delivery = Delivery.objects.select_related("variant__rendition").filter(key=key, state__in=UNDER_WAY).first()
    rendition = delivery.variant.rendition if delivery else None
    if rendition is None or rendition.state != Rendition.State.READY:
        raise Http404
    response = ranged_response(request, rendition.file, content_type="video/mp4")
    response["X-Robots-Tag"] = "noindex"
    return response
