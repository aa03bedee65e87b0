"""Channels, campaigns, posts, their master texts and variants, and the templates between them."""

from publishing.posts.models.campaign import Campaign
from publishing.posts.models.channel import Channel
from publishing.posts.models.master import Master
from publishing.posts.models.post import Post
from publishing.posts.models.template import HouseTags, TextTemplate
from publishing.posts.models.variant import Variant

__all__ = ["Campaign", "Channel", "HouseTags", "Master", "Post", "TextTemplate", "Variant"]
