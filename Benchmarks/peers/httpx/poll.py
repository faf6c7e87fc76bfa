"""Asks every site the same at the same time and collects their JSON: what a program of a few lines does, and no more.

Each site has a client of its own, which keeps its connection: one client for all of them looks through all connections
for each request, and would be slower by far.

Usage: poll.py BODY PORTS, each a file. For each line on its input it polls once and prints the seconds.
"""

import asyncio
import json
import pathlib
import ssl
import sys
import time

import httpx


async def main(body: bytes, ports: list[int]) -> None:
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    limits = httpx.Limits(keepalive_expiry=None)
    # One for all, which takes its time to be made.
    trust = ssl.create_default_context()
    clients = [
        httpx.AsyncClient(
            base_url=f"http://127.0.0.1:{port}", limits=limits, timeout=60, headers=headers, verify=trust,
            trust_env=False)
        for port in ports
    ]

    async def ask(client: httpx.AsyncClient) -> str:
        reply = await client.post("/requests", content=body)
        return reply.json()["result"]

    for _ in sys.stdin:
        begun = time.perf_counter()
        results = await asyncio.gather(*map(ask, clients))
        seconds = time.perf_counter() - begun
        print(seconds, results.count("YES"), results.count("NO"), flush=True)
    for client in clients:
        await client.aclose()


if __name__ == "__main__":
    asyncio.run(main(pathlib.Path(sys.argv[1]).read_bytes(), json.loads(pathlib.Path(sys.argv[2]).read_text())))
