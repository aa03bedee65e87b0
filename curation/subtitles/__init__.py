"""Timed text: cues, the formats they travel in, how they are laid out, drawn and checked. An engine without Django.

Public names, by module:

- `cues`: `Cue`, `Block`, `Document`, `shift`, `clip`, `merge`
- `formats`: `read`, `parse`, `write` by a file's ending; `ass`: `write` for burning in with libass
- `markup`: the tags and escapes inside a cue's text
- `layout`: `wrap` (by pixels), `wrap_characters` (by reading limits)
- `fonts`: `font_for`, `missing_glyphs`, `prepare`
- `limits`, `quality`: `limits_for`, `check`, `MESSAGES`
- `languages`: `LANGUAGES`, `language`
- `errors`: `SubtitleError`

May import the standard library, fontTools, uharfbuzz, regex and the font packages; never Django, Celery, or another
package of Pugmark.
"""
