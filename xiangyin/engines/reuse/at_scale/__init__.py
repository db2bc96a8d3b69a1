"""The same verdicts on many machines: a map over texts and joins on fingerprints.

``plan`` says which rows meet, and is the same for every cluster; ``steps`` are the
functions that are mapped, Arrow tables in and out; ``knowing`` is the one place that
reaches into the engine. ``on_duckdb``, ``on_spark`` and ``on_ray`` are scripts, and the
only ones that know what they run on.
"""
