"""The captions of a clip, as the workbench asks for them.

`tracks`: read, write, translate, approve · `work`: who does what until when, and remarks · `repairs`: mends, find and
replace · `beginnings`: files, tags and speech as first drafts · `sights`: pictures, shots, sound and its labels.
"""
