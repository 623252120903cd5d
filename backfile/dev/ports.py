"""The port of the preview: the wanted one, or the next that is free."""

import socket

HOST = "127.0.0.1"
TRIES = 50
"""How many ports are tried from the wanted one on."""
BACKLOG = 128
"""How many requests may wait: a browser that comes before the archive is read is not refused."""


def bound(port: int) -> socket.socket:
    """Return a socket on the wanted port, or on the next that is free; raises `OSError`."""
    for number in range(port, port + TRIES):
        taken = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            taken.bind((HOST, number))
            taken.listen(BACKLOG)
        except OSError:
            taken.close()
            if number == port + TRIES - 1 or number >= 65535:
                raise
            continue
        return taken
    message = f"no port from {port} on is free"
    raise OSError(message)
