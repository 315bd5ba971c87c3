"""Slack: Block Kit rendering, the Web API, and commands over Socket Mode."""
