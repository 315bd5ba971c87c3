"""Keeps everything durable in SQLite or PostgreSQL."""

from bot.store.store import SqlStore, open_store

__all__ = ["SqlStore", "open_store"]
