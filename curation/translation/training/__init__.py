"""How the small model is made: pairs from the corpus, vocabulary, training, conversion, measurement.

`train` and `convert` need PyTorch (dependency group `train`); `evaluate` needs sacrebleu (group dev). Nothing
outside this package imports it at run time, except the command line's `evaluate`.
"""
