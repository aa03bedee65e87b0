"""Channels, campaigns, posts and variants."""

from publishing.posts.models.campaign import Campaign
from publishing.posts.models.channel import Channel
from publishing.posts.models.post import Post
from publishing.posts.models.variant import Variant

__all__ = ["Campaign", "Channel", "Post", "Variant"]
