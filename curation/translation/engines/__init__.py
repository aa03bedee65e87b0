"""The engines: `echo` for development and tests, `ctranslate2` for work. May import the engine contract."""
