"""One file for each migration, oldest first."""
