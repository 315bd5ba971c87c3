"""The web server that publishers' hubs call; off unless it is given an address."""
