"""What is removed by itself because its time is over, as the register says."""

from datetime import timedelta

from ..personal import Personal, Removal, register, sweep_of


def remove_what_is_over(*, now) -> int:
    """Go through the register and remove what is due. Returns how many rows."""
    return sum(remove(entry, now=now) for entry in register() if entry.days is not None)


def remove(entry: Personal, *, now) -> int:
    """Remove the rows of one entry whose days are over."""
    sweep = sweep_of(entry.model)
    if sweep:
        return sweep(now=now)
    if entry.removal != Removal.ROW:
        raise NotImplementedError(f"{entry.model}: nothing says how it is swept")
    over = now - timedelta(days=entry.days or 0)
    old = entry.rows.filter(**{f"{entry.since}__lt": over})
    number = old.count()
    old.delete()
    return number
