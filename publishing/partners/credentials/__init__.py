"""Content credentials (C2PA) of files that leave: a certificate, a manifest, signing and verifying. Without Django.

Source: C2PA technical specification 2.2; https://opensource.contentauthenticity.org/docs/c2pa-python
"""
