"""The pages of channels: cards, the form, and the question whether a channel works."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import ProtectedError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin.auth import permission_required

from publishing.connectors.errors import ConnectorError
from publishing.connectors.registry import UnknownPlatform, connectors
from publishing.posts import cards, channels, sign_in
from publishing.posts.drafts import capabilities_of
from publishing.posts.forms import ChannelForm
from publishing.posts.models import Channel


@require_safe
@permission_required("publishing.view_channel")
def index(request: HttpRequest) -> HttpResponse:
    platforms = [(name, kind.capabilities) for name, kind in connectors().items()]
    context = {"cards": cards.channel_cards(), "platforms": platforms}
    return render(request, "publishing/posts/channels.html", context)


@require_http_methods(["GET", "POST"])
@permission_required("publishing.add_channel")
def add(request: HttpRequest, platform: str) -> HttpResponse:
    return _form(request, Channel(platform=platform))


@require_http_methods(["GET", "POST"])
@permission_required("publishing.change_channel")
def edit(request: HttpRequest, channel_id: int) -> HttpResponse:
    return _form(request, get_object_or_404(Channel, pk=channel_id))


def _form(request: HttpRequest, channel: Channel) -> HttpResponse:
    try:
        capabilities = capabilities_of(channel.platform)
    except UnknownPlatform:
        raise Http404 from None
    form = ChannelForm(request.POST or None, capabilities=capabilities, channel=channel)
    if request.method == "POST" and form.is_valid():
        channels.write_channel(
            channel, name=form.cleaned_data["name"], time_zone=form.cleaned_data["time_zone"],
            languages=form.cleaned_data["languages"], settings=form.part("setting"), secrets=form.part("secret"),
            two_person=form.cleaned_data["two_person"], takedown=form.cleaned_data["takedown"],
            user=request.user,  # type: ignore[arg-type]
        )  # fmt: skip
        if sign_in.signs_in(channel) and "sign_in" in request.POST:
            return _sign_in(request, channel)
        _ask(request, channel)
        return redirect("posts:channels")
    context = {
        "form": form,
        "channel": channel,
        "capabilities": capabilities,
        "return_address": sign_in.return_address() if capabilities.oauth else "",
    }
    return render(request, "publishing/posts/channel_form.html", context)


def _ask(request: HttpRequest, channel: Channel) -> None:
    """Ask the platform who we are, and tell the person what it said."""
    try:
        identity = channels.verify(channel, user=request.user, feed=None)  # type: ignore[arg-type]
    except ConnectorError as error:
        messages.error(request, channels.error_sentence(error))
    else:
        words = {"channel": channel.name, "handle": identity.handle or identity.name}
        messages.success(request, _("%(channel)s works: it answers as %(handle)s.") % words)


def _sign_in(request: HttpRequest, channel: Channel) -> HttpResponse:
    try:
        return redirect(sign_in.begin(channel, request.session))
    except ConnectorError as error:
        messages.error(request, channels.error_sentence(error))
    return redirect("posts:channel_edit", channel.pk)


@require_POST
@permission_required("publishing.change_channel")
def sign_in_again(request: HttpRequest, channel_id: int) -> HttpResponse:
    """Send the person to the platform, for a channel whose permission is gone or never was given."""
    return _sign_in(request, get_object_or_404(Channel, pk=channel_id))


@require_safe
@permission_required("publishing.change_channel")
def came_back(request: HttpRequest) -> HttpResponse:
    """Where platforms send people back to."""
    try:
        channel = sign_in.finish(request.GET.dict(), request.session)
    except sign_in.NotOurs:
        messages.error(request, _("This sign-in took too long or was begun elsewhere. Begin it again."))
    except ConnectorError as error:
        messages.error(request, channels.error_sentence(error))
    else:
        _ask(request, channel)
    return redirect("posts:channels")


@require_POST
@permission_required("publishing.change_channel")
def verify(request: HttpRequest, channel_id: int) -> HttpResponse:
    _ask(request, get_object_or_404(Channel, pk=channel_id))
    return redirect("posts:channels")


@require_POST
@permission_required("publishing.change_channel")
def pause(request: HttpRequest, channel_id: int) -> HttpResponse:
    channel = get_object_or_404(Channel, pk=channel_id)
    if channel.state == Channel.State.PAUSED:
        channels.resume(channel, user=request.user)  # type: ignore[arg-type]
        messages.success(request, _("%(channel)s publishes again.") % {"channel": channel.name})
    else:
        channels.pause(channel)
        messages.success(
            request, _("%(channel)s is paused: what is due there is held back.") % {"channel": channel.name}
        )
    return redirect("posts:channels")


@require_POST
@permission_required("publishing.delete_channel")
def delete(request: HttpRequest, channel_id: int) -> HttpResponse:
    channel = get_object_or_404(Channel, pk=channel_id)
    try:
        channel.delete()
    except ProtectedError:
        messages.error(
            request, _("Posts were written for %(channel)s, so it stays. Pause it instead.") % {"channel": channel.name}
        )
    else:
        messages.success(request, _("%(channel)s is removed.") % {"channel": channel.name})
    return redirect("posts:channels")
