"""Keeps everything durable in SQLite or PostgreSQL."""
