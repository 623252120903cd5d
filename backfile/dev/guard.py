"""Who may ask: this machine under its own names, and no page of another origin."""

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

NAMES = ("localhost", "127.0.0.1", "[::1]")
"""What this machine may be called; any other name may be a page that was led here."""
STANDARD_PORT = 80


class Guard:
    """Refuses foreign hosts on every request, and foreign origins where the preview speaks."""

    def __init__(self, app: ASGIApp, *, port: int, own: str) -> None:
        self._app = app
        self._own = own
        self._hosts = {f"{name}:{port}" for name in NAMES}
        if port == STANDARD_PORT:
            self._hosts |= set(NAMES)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or refuse in a few words."""
        refusal = self._refusal(scope) if scope["type"] == "http" else None
        if refusal is None:
            await self._app(scope, receive, send)
            return
        status, words = refusal
        response = PlainTextResponse(words, status, headers={"Cache-Control": "no-store"})
        await response(scope, receive, send)

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        """Return why a request is refused; None when it is not."""
        headers = Headers(scope=scope)
        hosts = headers.getlist("host")
        if len(hosts) != 1 or hosts[0].lower() not in self._hosts:
            return 421, "This server answers to localhost and 127.0.0.1 only.\n"
        origin = headers.get("origin")
        if origin is not None and origin != f"http://{hosts[0].lower()}":
            return 403, "Pages of other origins get no answer here.\n"
        foreign = headers.get("sec-fetch-site", "none") not in ("same-origin", "none")
        if foreign and scope["path"].startswith(self._own):
            return 403, "Pages of other origins get no answer here.\n"
        if is_traversal(scope["path"]):
            return 400, "This is no address of a page.\n"
        return None


def is_traversal(path: str) -> bool:
    """Tell whether a decoded path has parts that no address of a site has."""
    parts = path.lower().replace("%2e", ".").replace("%2f", "/").replace("\\", "/").split("/")
    return ".." in parts or "." in parts or "\\" in path or any(sign < " " for sign in path)
