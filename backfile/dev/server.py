"""The server: Starlette and uvicorn on this machine, for reading only."""

import socket
from collections.abc import Callable
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
from backfile.dev.feed import Feed
from backfile.dev.guard import Guard

if TYPE_CHECKING:
    from starlette.types import ASGIApp

HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
FILES = ("reload.js", "listen.js", "overlay.js", "overlay.css", "page.css")


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


def run(app: "ASGIApp", sock: socket.socket, feed: Feed) -> None:
    """Serve until interrupted."""
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, lifespan="off", timeout_graceful_shutdown=1
    )
    Server(config, feed.close).run(sockets=[sock])
