"""What the drills count, where they could deceive themselves."""

import pytest

from tests.drills import power


class DiskThatTellsLate:
    """A disk on which a writer hears "flushed" while the power goes."""

    def __init__(self, notes):
        self.notes = notes

    def cut(self):
        with self.notes.open("a") as file:
            file.write("late\n")


@pytest.fixture
def cut(tmp_path, monkeypatch):
    """Cut the power of a writer who noted ``early``; what counts as acknowledged?"""
    monkeypatch.setattr(power.time, "sleep", lambda seconds: None)
    notes = tmp_path / "notes-0"
    notes.write_text("early\n")
    return lambda: power.cut_while(DiskThatTellsLate(notes), tmp_path, [], turn=0)


def test_what_is_told_after_the_power_went_counts_for_nothing(cut):
    assert cut() == {"early"}


def test_read_after_the_cut_the_notes_would_hold_what_was_never_flushed(cut, tmp_path):
    """The twin: the order in which it was done wrong once."""
    cut()

    assert power.noted_in(tmp_path) == {"early", "late"}
