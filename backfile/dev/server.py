"""The server: Starlette and uvicorn on this machine, for reading only."""

import asyncio
import signal
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from backfile.dev.answers import OWN, TYPES, Answers, as_json, type_of
from backfile.dev.guard import Guard

if TYPE_CHECKING:
    from starlette.types import ASGIApp

HOST = "127.0.0.1"
TRIES = 50
"""How many ports are tried from the wanted one on."""
BACKLOG = 128
"""How many requests may wait: a browser that comes before the archive is read is not refused."""
HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
HEARTBEAT = 15.0
"""Seconds between two signs of life on a stream of events."""
FILES = ("reload.js", "listen.js", "overlay.js", "overlay.css", "page.css")


class Feed:
    """Tells open pages that there is a new state; its methods but `say` are for the loop's
    thread.
    """

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._queues: set[asyncio.Queue[str]] = set()

    def say(self, generation: int) -> None:
        """Tell all open pages, from any thread, that something is new."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._spread, str(generation))

    def close(self) -> None:
        """End all streams."""
        self._spread("")

    async def listen(self) -> AsyncIterator[bytes]:
        """Yield server-sent events until the feed is closed."""
        self._loop = asyncio.get_running_loop()
        queue: asyncio.Queue[str] = asyncio.Queue()
        self._queues.add(queue)
        try:
            yield b"retry: 500\n\ndata: hello\n\n"
            while True:
                try:
                    said = await asyncio.wait_for(queue.get(), HEARTBEAT)
                except TimeoutError:
                    yield b": still here\n\n"
                    continue
                if not said:
                    return
                yield f"data: {said}\n\n".encode()
        finally:
            self._queues.discard(queue)

    def _spread(self, word: str) -> None:
        for queue in self._queues:
            queue.put_nowait(word)


def app_of(answers: Answers, feed: Feed, port: int) -> "ASGIApp":
    """Return the application: pages, the preview's own files, and the stream of events."""
    here = Path(__file__).resolve().parent

    async def page(request: Request) -> Response:
        found = await run_in_threadpool(answers.answer, request.url.path)
        if found.to:
            query = f"?{request.url.query}" if request.url.query else ""
            return RedirectResponse(found.to + query, found.status, headers=HEADERS)
        return Response(found.data, found.status, headers=HEADERS, media_type=found.type)

    async def state(request: Request) -> Response:
        path = request.query_params.get("page", "/")
        found = await run_in_threadpool(answers.state, path)
        return Response(as_json(found), headers=HEADERS, media_type=TYPES["json"])

    async def events(request: Request) -> Response:
        return StreamingResponse(feed.listen(), headers=HEADERS, media_type="text/event-stream")

    async def own(request: Request) -> Response:
        name = request.path_params["name"]
        if name not in FILES:
            return Response("There is no such file.", 404, headers=HEADERS)
        return Response((here / name).read_bytes(), headers=HEADERS, media_type=type_of(name))

    return Starlette(
        routes=[
            Route(f"{OWN}events", events),
            Route(f"{OWN}state", state),
            Route(f"{OWN}{{name}}", own),
            Route("/{path:path}", page),
        ],
        middleware=[Middleware(Guard, port=port, own=OWN)],
    )


class Server(uvicorn.Server):
    """A server that ends its streams of events before it waits for the rest."""

    def __init__(self, config: uvicorn.Config, leave: Callable[[], None]) -> None:
        super().__init__(config)
        self._leave = leave

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """End the streams, then the server."""
        self._leave()
        super().handle_exit(sig, frame)


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


def run(app: "ASGIApp", sock: socket.socket, feed: Feed) -> None:
    """Serve until interrupted."""
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, lifespan="off", timeout_graceful_shutdown=1
    )
    # The server hands the signal on when it is done: it must not end us before we have tidied up.
    signal.signal(signal.SIGTERM, interrupted)
    with suppress(KeyboardInterrupt):
        Server(config, feed.close).run(sockets=[sock])


def interrupted(number: int, frame: FrameType | None) -> None:
    """Take a request to end like an interrupt from the keyboard."""
    raise KeyboardInterrupt
