"""Public pages, kept as they were made until something they were made from changes.

Each page notes what it is made from (``notes``). Triggers of the database write down
what changes, in the transaction that changes it (``triggers``); every process asks for
what is new a few times a second, and one file of numbers tells all of them which notes
are outdated (``changes``). The pages lie in memory and in files (``store``), and are
handed out before Django is asked at all (``door``).
"""
