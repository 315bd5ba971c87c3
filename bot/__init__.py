"""Civicwatch: a Discord and Slack bot that watches the news for surveillance law."""

__version__ = "2026.11.0"
