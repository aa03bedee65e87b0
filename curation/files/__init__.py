"""Where files lie and how they come and go: names, the store, copies for the engines, answers to browsers.

Public: `names`, `store` (read a stored file in blocks, whether it is here or in an S3-compatible store), `multipart`
(uploads that go straight to such a store), `local.local_copy`, `local.keep`, `ranged.ranged_response`,
`tables` (CSV for spreadsheets), `errors.StoreError`. May import: nothing of ours.
"""
