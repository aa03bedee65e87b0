"""Files are stored whole or not at all, and their names tell nothing."""

import pytest
from django.core.files.storage import default_storage

from curation.files import names
from curation.files.local import keep, local_copy, scratch


def test_a_kept_file_can_be_read_where_the_engines_read(tmp_path):
    path = tmp_path / "a.mp4"
    path.write_bytes(b"tiger")
    name = keep(path, names.original("ab" * 32, "a.mp4"))
    with local_copy(name) as copy:
        assert copy.read_bytes() == b"tiger"


def test_what_could_not_be_written_whole_leaves_nothing(tmp_path):
    with pytest.raises(FileNotFoundError):
        keep(tmp_path / "missing.mp4", "originals/x.mp4")
    assert default_storage.listdir("originals")[1] == []


def test_half_done_work_is_gone_afterwards():
    with pytest.raises(RuntimeError), scratch() as folder:
        (folder / "half.mp4").write_bytes(b"x")
        raise RuntimeError
    assert not folder.exists()


@pytest.mark.parametrize("original", ["../../etc/passwd", "虎 Hunchun 43.1N.MP4", "a\nb.mp4", "-rf.exe", "x" * 500])
def test_a_stored_name_tells_nothing_of_the_place_or_the_original(original):
    name = names.original("cd" * 32, original)
    assert name.startswith("originals/cd/cd/" + "cd" * 32)
    assert "Hunchun" not in name
    assert name.rsplit(".", 1)[1] in {"mp4", "bin"}
