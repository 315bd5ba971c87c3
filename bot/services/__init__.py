"""Use cases: each joins pure decisions with the ports they need."""
