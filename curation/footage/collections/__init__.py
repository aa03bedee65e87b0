"""Collections: footage put together by people, shared with colleagues who may look or also change.

Public: `selectors` (readable_by, changeable_by, listed), `services` (make, describe, share, put_in, take_out, arrange,
remove, bring_back), `views` and `api` (addresses under footage/collections/).
May import: what `curation.footage` may, and its models, selectors and cards.
"""
