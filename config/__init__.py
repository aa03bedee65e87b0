"""How Pugmark is put together: settings, addresses, queues, the embedded services and the commands that run it all.

May import everything; nothing below (publishing, curation) imports it.
"""
