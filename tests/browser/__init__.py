"""A whole desk as a person meets it: web, workers and beat started by `manage.py serve`, and Chromium before it."""
