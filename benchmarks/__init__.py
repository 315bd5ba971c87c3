"""Measurements: run as `python -m benchmarks.NAME`; nothing here is asserted in a test."""
