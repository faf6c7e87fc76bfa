"""Many brokers in one process, each on a port of its own, that answer after a time: so little else that it is not what
is measured.

Usage: site_server.py FILE, with a list of {"milliseconds": N, "says": "yes" | "no" | "nothing"}; prints the ports.
"""

import asyncio
import json
import os
import pathlib
import sys
import time

try:
    from uvloop import new_event_loop
except ImportError:
    from asyncio import new_event_loop

PREFIX = "https://www.purl.org/ivoa.net/Calycopis-openapi/schema/v1.0/kinds"
SESSION = f"{PREFIX}/session/scheduled-execution-session.yaml"
NO = json.dumps({
    "kind": f"{PREFIX}/offerset/execution-offerset.yaml", "result": "NO",
    "meta": {"messages": [{
        "kind": "", "time": "2026-01-01T00:00:00Z", "level": "WARN", "template": "All nodes are taken.", "values": {},
        "message": "All nodes are taken."}]},
}).encode()


def instant(seconds: float) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))


def identifier() -> str:
    word = os.urandom(16).hex()
    return f"{word[:8]}-{word[8:12]}-4{word[13:16]}-8{word[17:20]}-{word[20:]}"


def yes() -> bytes:
    now = time.time()
    start = instant(now + 1)
    return json.dumps({
        "kind": f"{PREFIX}/offerset/execution-offerset.yaml", "result": "YES",
        "offers": [{
            "kind": SESSION, "phase": "OFFERED", "expires": instant(now + 300),
            "meta": {"uuid": identifier(), "created": instant(now)},
            "schedule": {"available": {"start": f"{start}/{start}", "duration": "PT2H"}},
        }],
    }).encode()


def reply(status: str, body: bytes) -> bytes:
    return (
        f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)


class Connection(asyncio.Protocol):
    """One connection of one site; a client sends the next request after the reply."""

    def __init__(self, site: dict, loop: asyncio.AbstractEventLoop):
        self.site, self.loop = site, loop
        self.bytes = b""

    def connection_made(self, transport) -> None:
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.bytes += data
        head, blank, rest = self.bytes.partition(b"\r\n\r\n")
        if not blank:
            return
        place = head.lower().find(b"content-length:")
        length = int(head[place + 15:].split(b"\r\n", 1)[0]) if place >= 0 else 0
        if len(rest) < length:
            return
        self.bytes = rest[length:]
        self.answer(head)

    def answer(self, head: bytes) -> None:
        if head.startswith(b"POST /requests"):
            if self.site["says"] != "nothing":
                self.loop.call_later(self.site["milliseconds"] / 1000, self.say)
        elif head.startswith(b"POST /sessions/"):
            name = head[15:51].decode()
            document = {"kind": SESSION, "meta": {"uuid": name}, "phase": "REJECTED"}
            self.transport.write(reply("200 OK", json.dumps(document).encode()))
        else:
            self.transport.write(reply("404 Not Found", b"{}"))

    def say(self) -> None:
        if not self.transport.is_closing():
            self.transport.write(reply("200 OK", yes() if self.site["says"] == "yes" else NO))


async def main(loop: asyncio.AbstractEventLoop, sites: list[dict]) -> None:
    servers = [await loop.create_server(lambda site=site: Connection(site, loop), "127.0.0.1", 0) for site in sites]
    print(json.dumps([server.sockets[0].getsockname()[1] for server in servers]), flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    own = new_event_loop()
    asyncio.set_event_loop(own)
    own.run_until_complete(main(own, json.loads(pathlib.Path(sys.argv[1]).read_text())))
