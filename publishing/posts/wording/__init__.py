"""How posts are worded: master texts, the house's templates, hashtags, links and alternative texts.

Public: `masters` (one text per language), `deriving` (all variants of a post out of them), `patterns` (placeholders, no
Django), `house` (templates and hashtags of the house), `hashtags`, `links` (no Django), `alternatives`, `copying`.
May import: the models, drafts and services of `posts`, `connectors`, `curation`.
"""
