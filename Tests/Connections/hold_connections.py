"""Holds idle connections: hold_connections.py PORT COUNT. Each asks once and stays; then "held" is printed, and all end
with the standard input."""

import resource
import socket
import sys

port, count = int(sys.argv[1]), int(sys.argv[2])
_, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
held = []
for number in range(count):
    connection = socket.socket()
    # Several addresses of the loopback: one alone has not enough ports for everybody.
    connection.bind((f"127.0.0.{2 + number % 8}", 0))
    connection.settimeout(60)
    connection.connect(("127.0.0.1", port))
    held.append(connection)
for connection in held:
    connection.sendall(b"GET /held HTTP/1.1\r\nHost: h\r\n\r\n")
for connection in held:
    answer = b""
    while not answer.endswith(b"held"):
        part = connection.recv(4096)
        if not part:
            sys.exit("the server ended a connection")
        answer += part
print("held\n", end="", flush=True)
sys.stdin.read()
