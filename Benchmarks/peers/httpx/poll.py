"""Asks every site the same at the same time and collects their JSON: what a program of a few lines does, and no more.

Usage: poll.py BODY PORTS, each a file. For each line on its input it polls once and prints the seconds.
"""

import asyncio
import json
import pathlib
import sys
import time

import httpx


async def main(body: bytes, ports: list[int]) -> None:
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=None)
    async with httpx.AsyncClient(limits=limits, timeout=60, headers=headers) as client:

        async def ask(port: int) -> str:
            reply = await client.post(f"http://127.0.0.1:{port}/requests", content=body)
            return reply.json()["result"]

        for _ in sys.stdin:
            begun = time.perf_counter()
            results = await asyncio.gather(*map(ask, ports))
            seconds = time.perf_counter() - begun
            print(seconds, results.count("YES"), results.count("NO"), flush=True)


if __name__ == "__main__":
    asyncio.run(main(pathlib.Path(sys.argv[1]).read_bytes(), json.loads(pathlib.Path(sys.argv[2]).read_text())))
