"""Partner organisations and what is agreed with them. May import: `posts` and everything beneath it."""
