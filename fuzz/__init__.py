"""Fuzzing: what must hold for any bytes (targets), under Atheris (one, run), from a corpus that is kept.

`make fuzz` runs every harness and writes benchmarks/fuzz.json.
"""
