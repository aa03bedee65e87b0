"""Each code has one sentence."""

import pytest

from curation.jobs.messages import declare_errors, error_sentence


def test_a_code_that_is_taken_cannot_be_given_another_sentence():
    before = error_sentence("worker_died", {})
    with pytest.raises(ValueError, match="worker_died"):
        declare_errors({"worker_died": "Something else."})
    declare_errors({"worker_died": "The worker stopped three times at this. Check the file, then try again."})
    assert error_sentence("worker_died", {}) == before
