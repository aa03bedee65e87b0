"""Servers on loopback that answer as a platform does, check what they are asked, and misbehave on command."""
