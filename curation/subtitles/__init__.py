"""Timed text: cues, the formats they travel in, how they are laid out, drawn and checked. An engine without Django.

Public names, by module:

- `cues`: `Cue`, `Block`, `Document`, `Problem`, `Loss`, `shift`, `clip`, `merge`, `split`
- `formats`: `read`, `parse`, `write` by a file's ending; `ass`: `write` for burning in with libass
- `markup`: the tags and escapes inside a cue's text; `settings`, `regions`: where a cue stands
- `encoding`: which encoding a file is in
- `layout`: `wrap` (by pixels), `wrap_characters` (by reading limits), `reflow`, `picture_for`, `burnt_lines`, `SHAPES`
- `fonts`: `font_for`, `missing_glyphs`, `prepare`
- `limits`, `quality`: `limits_for`, `check`, `mend`, `mend_all`, `MESSAGES`, `SEVERITY`
- `languages`: `LANGUAGES`, `language`
- `errors`: `SubtitleError`

May import the standard library, ttconv, pysubs2, defusedxml, budoux, fontTools, uharfbuzz, regex and the font packages;
never Django, Celery, or another package of Pugmark.
"""
