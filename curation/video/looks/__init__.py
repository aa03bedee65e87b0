"""How pictures are made to look: light, colour, steadiness, the maker's strip.

Public: `look.Look`, `curve` (the tones that a browser previews), `measure`; `stabilise.measure`, `steady`;
`treatment.prepare`, both made ready for one shot; `still.make_still`. `lighting` and `shaking` are the child's part.

May import what `curation.video` may.
"""
