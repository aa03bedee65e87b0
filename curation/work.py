"""Brings in the handlers of all kinds of jobs. A chapter that has jobs is named here."""
