"""The `pactwatch` command: the system seen from a terminal."""
