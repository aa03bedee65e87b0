"""The address that says the web server is there."""

from django.http import HttpRequest, HttpResponse


def alive(request: HttpRequest) -> HttpResponse:
    """Plain "ok", without a look at the database: for a supervisor or a load balancer."""
    return HttpResponse("ok", content_type="text/plain")
