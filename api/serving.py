"""Serving studies: the port is taken first, the address is said once it listens."""

from __future__ import annotations

import contextlib
import errno
import socket
from collections.abc import Sequence

import uvicorn

from api.app import create_app
from api.screen import Screen
from geo.errors import OutputError
from planning.study import Study


class _Server(uvicorn.Server):
    """A server that says where it is, once it is there."""

    def __init__(self, config: uvicorn.Config, *, screen: Screen, url: str) -> None:
        super().__init__(config)
        self._screen = screen
        self._url = url

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then say so."""
        await super().startup(sockets=sockets)
        if self.started:
            self._screen.say("cli.serving", url=self._url)


def listen(host: str, port: int) -> socket.socket:
    """
    Take an address.

    Raises
    ------
    OutputError
        If another program has it, or the system refuses.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=2048)
    except (OSError, UnicodeError) as fault:
        if isinstance(fault, OSError) and fault.errno == errno.EADDRINUSE:
            raise OutputError("serve.port_taken", host=host, port=port) from fault
        what = getattr(fault, "strerror", None) or str(fault)
        raise OutputError("serve.refused", host=host, port=port, what=what) from fault


def serve_studies(studies: Sequence[Study], *, host: str, port: int, screen: Screen) -> None:
    """
    Serve some studies until stopped; the address goes to standard error.

    Raises
    ------
    InputError
        If two studies share a name.
    OutputError
        If the address cannot be had.
    """
    app = create_app(studies, lang=screen.lang)
    with listen(host, port) as listening:
        for study in studies:
            study.prepare("car")  # the first click must not wait for the network
        shown = f"[{host}]" if ":" in host else host
        server = _Server(
            uvicorn.Config(app, host=host, port=port, log_level="warning"),
            screen=screen,
            url=f"http://{shown}:{port}/",
        )
        with contextlib.suppress(KeyboardInterrupt):  # Ctrl+C is how it is meant to end
            server.run(sockets=[listening])
