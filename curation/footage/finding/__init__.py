"""Finding footage: the catalogue's rows and change log on one side, the query of an address on the other, and between
them the index of `curation.search`.

`finder` gives the index (its server, or one in this process), `changes` keeps it up to date, `rows` reads the catalogue
for it, `asking` puts the question, `expression` and `names` read what people type. Used by `curation.footage.search`.
"""
