"""One module per language, each with `realise(scene) -> str`. May import the scene, the fauna and the sentence."""
