"""Channels, campaigns, posts, their master texts and variants, the templates between them; approval and comments."""

from publishing.posts.models.campaign import Campaign
from publishing.posts.models.channel import Channel
from publishing.posts.models.comment import Comment
from publishing.posts.models.master import Master
from publishing.posts.models.notice import Notice
from publishing.posts.models.post import Post
from publishing.posts.models.review import Review
from publishing.posts.models.template import HouseTags, TextTemplate
from publishing.posts.models.variant import Variant

__all__ = [
    "Campaign",
    "Channel",
    "Comment",
    "HouseTags",
    "Master",
    "Notice",
    "Post",
    "Review",
    "TextTemplate",
    "Variant",
]
