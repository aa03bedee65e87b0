"""Children that media is opened in: started, limited, watched, heard.

Public: `process.run`, `whole` and `together` (ffmpeg), `isolation.ask` (what `child` can do), `progress`, and
`supervision.Cancelled`. Behind them: `launcher` binds a child with its limits; `fork_pool` keeps a warm `fork_server`,
which talks by `fork_line`.

May import of Pugmark `errors`, `limits`, `containers`; the child also imports what its tasks need, when it is asked.
"""
