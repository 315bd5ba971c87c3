"""The app's manifest (https://docs.slack.dev/reference/app-manifest): Socket Mode, least scopes."""

SCOPES = {
    "chat:write": "post and edit messages in channels that it was invited to",
    "commands": "the slash command",
    "channels:read": "see whether it is in a public channel before a follow is saved",
    "groups:read": "the same for private channels",
    "channels:history": "find out whether a post whose answer was lost is there, instead of posting twice",
    "groups:history": "the same for private channels",
    "users:read": "tell workspace admins, who may change what a channel follows, from everyone else",
}
"""Each scope with what it is needed for."""


def manifest() -> dict[str, object]:
    """What an operator pastes at https://api.slack.com/apps (Create New App, From a manifest)."""
    return {
        "_metadata": {"major_version": 2, "minor_version": 1},
        "display_information": {
            "name": "Civicwatch",
            "description": "Watches the news for surveillance law",
            "background_color": "#1f3a5f",
        },
        "features": {
            "bot_user": {"display_name": "Civicwatch", "always_online": True},
            "slash_commands": [
                {
                    "command": "/civicwatch",
                    "description": "Follow and look up surveillance law",
                    "usage_hint": "follow | list | latest | search | why | help",
                    "should_escape": False,
                }
            ],
        },
        "oauth_config": {"scopes": {"bot": sorted(SCOPES)}},
        "settings": {
            "interactivity": {"is_enabled": False},
            "org_deploy_enabled": False,
            "socket_mode_enabled": True,
            "token_rotation_enabled": False,
        },
    }
