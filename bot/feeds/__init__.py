"""Reads feeds.yaml, fetches feed documents and turns their bytes into items."""
