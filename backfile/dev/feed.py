"""The stream on which open pages hear that there is something new."""

import asyncio
from collections.abc import AsyncIterator

HEARTBEAT = 15.0
"""Seconds between two signs of life on a stream of events."""


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
