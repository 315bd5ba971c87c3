"""Speaks to the channels' platforms."""
