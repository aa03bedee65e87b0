"""Taxa of the park: scientific names, names in every language, protection, sensitivity.

Public: `models.Taxon`, `models.TaxonName`, `selectors.find_taxa`, `services.load_taxa`;
without Django: `taxonomy.load`, `taxonomy.TaxonRecord`, `names.normalise`, `names.NameIndex`. The data lie in `data/`.
May import: `jobs`, `files`.
"""
