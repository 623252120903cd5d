"""`serve`: the archive in a browser while its files are edited."""
