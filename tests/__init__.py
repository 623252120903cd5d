"""The tests of Backfile; run them with `make test`."""
