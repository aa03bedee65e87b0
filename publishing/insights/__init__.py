"""Reports: what was published, where, and what happened. May import: `posts` and everything beneath it; reads `delivery`'s rows."""
