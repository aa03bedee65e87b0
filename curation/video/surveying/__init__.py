"""What is in the pictures, found in one pass: who moves where, how it is lit, what it looks like.

Public: `survey.survey`; `motion.Motion`, `Sighting`, `Span`, `Strip`, `Exposure`; `likeness.Likeness`, `distance`,
`bands`, `ALIKE`. The child's `surveyor` reads by `samples`, finds the `strip`, `exposure` and the `study` of
`backdrop`, `blobs` and `track`, and hashes a `portrait`.

May import what `curation.video` may.
"""
