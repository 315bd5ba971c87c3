"""Pure decisions and records: no clock, no network, no database."""
