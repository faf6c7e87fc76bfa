"""``python -m berth serve`` and ``python -m berth worker``."""

from __future__ import annotations

import argparse
import importlib
import inspect
import logging
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from berth.platform import Platform


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m berth", description="Puts a platform in Python behind HTTP or a pipe."
    )
    commands = parser.add_subparsers(dest="command", required=True)
    serve = commands.add_parser("serve", help="an IVOA ExecutionBroker of one platform")
    worker = commands.add_parser("worker", help="JSON lines on standard input and output, for berth of Swift")
    for command in (serve, worker):
        command.add_argument("platform", help="module:Class, module:object or path.py:Class")
        command.add_argument(
            "--state", type=Path, help="directory that is kept; without it all is forgotten at the end"
        )
        command.add_argument(
            "--argument",
            action="append",
            default=[],
            metavar="NAME=TEXT",
            help="handed to the class when it is made; may be given again",
        )
    serve.add_argument("--host", default="127.0.0.1", help="numeric address to listen on (127.0.0.1)")
    serve.add_argument("--port", type=int, default=8480, help="port to listen on (8480); 0 takes a free one")
    serve.add_argument("--url", help="under which others reach it, where that is another one")
    serve.add_argument("--users", type=Path, help="file with a name and the SHA-256 of a token on each line")
    serve.add_argument(
        "--offer-life", type=float, default=300.0, metavar="SECONDS", help="how long offers are held (300)"
    )
    options = parser.parse_args(arguments)
    try:
        if options.command == "worker":
            from berth.worker import guard, work

            guard()
            return work(load(options.platform, options.argument), options.state)
        platform = load(options.platform, options.argument)
        return _serve(platform, options)
    except Failure as failure:
        print(f"berth: {failure}", file=sys.stderr)
        return failure.code


class Failure(Exception):
    def __init__(self, code: int, text: str) -> None:
        super().__init__(text)
        self.code = code


def load(place: str, arguments: Sequence[str] = ()) -> Platform:
    """The platform of ``module:Class``, ``module:object`` or ``path.py:Class``; the class is made with the arguments,
    each written ``name=text``.

    Raises: ``Failure``.
    """
    from berth.platform import Platform

    module_name, colon, name = place.rpartition(":")
    if not colon or not name:
        raise Failure(64, f'"{place}" names no platform; write module:Class or path.py:Class.')
    if module_name.endswith(".py"):
        path = Path(module_name).resolve()
        if not path.is_file():
            raise Failure(66, f"There is no file {module_name}.")
        sys.path.insert(0, str(path.parent))
        module_name = path.stem
    elif os.getcwd() not in sys.path:
        sys.path.insert(0, os.getcwd())
    try:
        found: Any = getattr(importlib.import_module(module_name), name)
    except ImportError as error:
        raise Failure(66, f"{module_name} cannot be imported: {error}") from error
    except AttributeError:
        raise Failure(66, f"{module_name} has no {name}.") from None
    named = dict(argument.partition("=")[::2] for argument in arguments)
    if isinstance(found, type):
        try:
            inspect.signature(found).bind(**named)
        except TypeError as error:
            raise Failure(65, f"{name} cannot be made with these arguments: {error}.") from None
        found = found(**named)
    elif named:
        raise Failure(65, f"{place} is made already, and takes no arguments.")
    if not isinstance(found, Platform):
        raise Failure(65, f"{place} is no Platform; let it be a subclass of berth.Platform.")
    return found


def _serve(platform: Platform, options: argparse.Namespace) -> int:
    try:
        import uvicorn

        from berth.serve import Service, Users
    except ImportError as error:
        raise Failure(69, f"Serving needs more packages: pip install starlette uvicorn ({error}).") from None
    import socket

    from berth.host import Host, Settings
    from berth.records import MemoryStore, SQLiteStore

    logging.basicConfig(format="%(asctime)s %(levelname)s %(message)s", stream=sys.stderr, level=logging.INFO)
    family = socket.AF_INET6 if ":" in options.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((options.host, options.port))
        users = Users.read(options.users) if options.users else Users()
        store = MemoryStore()
        if options.state:
            options.state.mkdir(parents=True, exist_ok=True, mode=0o700)
            store = SQLiteStore(options.state / "berth.db")
            # Programs run in directories of their own.
            platform.runner.directory = options.state.resolve()
    except (OSError, ValueError, OverflowError) as error:
        raise Failure(69, f"The service cannot be started: {error}") from None
    shown = f"[{options.host}]" if family == socket.AF_INET6 else options.host
    url = (options.url or f"http://{shown}:{listener.getsockname()[1]}").rstrip("/")
    host = Host(platform, store, Settings(url=url, offer_life_seconds=options.offer_life))
    service = Service(host, users, frozenset(filter(None, [urlsplit(url).hostname])))
    if not options.users and options.host not in ("127.0.0.1", "::1"):
        print("Everybody who reaches this service may run tasks; --users names who may.", file=sys.stderr)
    if not store.is_durable:
        print("Offers and sessions are kept in memory only; --state keeps them in a directory.", file=sys.stderr)
    configuration = uvicorn.Config(
        service.app(),
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_keep_alive=75,
        timeout_graceful_shutdown=5,
        limit_concurrency=1000,
        h11_max_incomplete_event_size=16_384,
        http="h11",
        ws="none",
    )
    server = _Server(configuration, f"{platform.name} listens on {url}", service.is_stopping)
    # The server ends in order on these signals, and sends them again to whom they were for before: nobody.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: None)
    server.run(sockets=[listener])
    return 0


def _Server(configuration: Any, announcement: str, stopping: Any) -> Any:  # noqa: N802 - a class that is made late
    import uvicorn

    class Server(uvicorn.Server):
        async def startup(self, sockets: Any = None) -> None:
            await super().startup(sockets)
            print(announcement, file=sys.stderr, flush=True)

        async def shutdown(self, sockets: Any = None) -> None:
            # Streams end, so that nobody waits for those who follow something.
            stopping.set()
            await super().shutdown(sockets)

    return Server(configuration)


if __name__ == "__main__":
    sys.exit(main())
