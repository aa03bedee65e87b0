"""Template tags of publishing: pieces of a chapter that pages of the chapters beneath it show."""
