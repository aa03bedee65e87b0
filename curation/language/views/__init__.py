"""The pages under /studio/language/: terms, the memory, rules, and bringing files in."""
