"""Forty sites asked at the same time, and one after another: 5 % dead, 10 % that take 2 s, the rest 20 to 200 ms.

Usage: python bench/forty_sites.py [--sites 40] [--rounds 5]

The sites are one process of their own, on a port each; a dead one takes the connection and never answers, which is the
worst that a site can do. Deadline 3 s.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import multiprocessing
import random
import statistics
import time
from functools import partial
from multiprocessing.connection import Connection
from typing import Any

from berth import Portal, RemotePlatform, Yes

DEADLINE_SECONDS = 3.0
REQUEST = {"executable": {"kind": "docker-container", "image": {"locations": ["example.org/image:1"]}}}


def delays(sites: int) -> list[float | None]:
    """Seconds of each site, None of a dead one; the same in each run."""
    chance = random.Random(1)
    dead, slow = max(1, sites * 5 // 100), max(1, sites * 10 // 100)
    found: list[float | None] = [None] * dead + [2.0] * slow
    found += [chance.uniform(0.02, 0.2) for _ in range(sites - dead - slow)]
    chance.shuffle(found)
    return found


def serve(sites: int, told: Connection) -> None:
    async def main() -> None:
        ports = []
        for delay in delays(sites):
            server = await asyncio.start_server(partial(answer, delay), "127.0.0.1", 0)
            ports.append(server.sockets[0].getsockname()[1])
        told.send(ports)
        await asyncio.Event().wait()

    asyncio.run(main())


async def answer(delay: float | None, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    offer: dict[str, Any] = {
        "meta": {"uuid": "4f6b1f0e-52a7-4a0e-9b57-0d5a6f3c1b02"},
        "phase": "OFFERED",
        "schedule": {"available": {"start": "2036-01-01T00:00:00Z/2036-01-01T00:00:00Z", "duration": "PT2H"}},
    }
    body = json.dumps({"result": "YES", "offers": [offer]}).encode()
    try:
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
            await reader.readexactly(int(length[15:]))
            await asyncio.sleep(delay if delay is not None else 3600)
            fields = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
            writer.write(fields.encode() + body)
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        writer.close()


def together(platforms: list[RemotePlatform]) -> tuple[float, float, int]:
    """Seconds to the first offer, seconds to the end, offers."""
    answers = Portal(platforms).ask(REQUEST, deadline=DEADLINE_SECONDS).wait()
    return answers.first_offer_seconds or 0.0, answers.seconds or 0.0, len(answers.offers)


def one_by_one(platforms: list[RemotePlatform]) -> tuple[float, float, int]:
    begun = time.perf_counter()
    first, offers = 0.0, 0
    for platform in platforms:
        found = platform.canIDoThis(REQUEST)
        if isinstance(found, Yes):
            first = first or time.perf_counter() - begun
            offers += len(found.offers)
    return first, time.perf_counter() - begun, offers


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--sites", type=int, default=40)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    mine, theirs = multiprocessing.Pipe()
    sites = multiprocessing.get_context("spawn").Process(target=serve, args=(options.sites, theirs), daemon=True)
    sites.start()
    ports = mine.recv()
    platforms = [
        RemotePlatform(f"http://127.0.0.1:{port}", name=f"site-{n}", timeout=DEADLINE_SECONDS)
        for n, port in enumerate(ports)
    ]
    begun = time.process_time()
    rounds = [together(platforms) for _ in range(options.rounds)]
    spent = (time.process_time() - begun) / options.rounds
    first, end, offers = (statistics.median(values) for values in zip(*rounds, strict=True))
    alone = one_by_one(platforms)
    print(
        f"{options.sites} sites, {offers:g} offers; deadline {DEADLINE_SECONDS:g} s; median of {options.rounds} rounds"
    )
    print(f"all at once:       first offer {first:6.3f} s, end {end:6.3f} s, {spent * 1000:.0f} ms of processor time")
    print(f"one after another: first offer {alone[0]:6.3f} s, end {alone[1]:6.3f} s, {alone[2]} offers")
    sites.terminate()
    sites.join()


if __name__ == "__main__":
    main()
