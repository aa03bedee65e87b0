"""Letters as pictures: which font draws what, in which direction, where lines end, and the titles made of them.

- `faces`: the fonts of a folder and the characters that they draw; `direction`: runs from left or from right;
  `wrapping`: where a line may end; `text`: a block of text as a mask; `cards`: the titles' designs; `movement`: how
  they come and go; `watermark`.

Letters are shaped and drawn by HarfBuzz, whose wheel holds all it needs, so that Arabic joins and Thai stacks on any
machine. Runs inside the limited child only. May import HarfBuzz, numpy, Pillow and MoviePy, and
of `curation.video` what `titles` may.
"""
