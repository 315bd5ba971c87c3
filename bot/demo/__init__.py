"""The main job on bundled feeds: hand-written documents, a loopback server, and the show."""
