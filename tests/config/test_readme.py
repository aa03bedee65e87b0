"""The README tells the truth about what can be set."""

from config.management.commands import environment


def test_the_table_of_variables_is_up_to_date():
    text = environment.README.read_text(encoding="utf-8")
    assert environment.with_table(text) == text
