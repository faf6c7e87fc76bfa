"""Stands between a broker and a worker: faulty_worker.py DIRECTORY NUMBER request|answer ARGUMENTS.

It starts the worker with the arguments, counts the requests in a file of the directory, and kills the worker at the
request of that number: before the worker sees it, or after it has answered and nobody has heard of it.
"""

import fcntl
import json
import os
import subprocess
import sys
import threading

directory, number, loss, *arguments = sys.argv[1:]
worker = subprocess.Popen([sys.executable, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
swallowed = threading.Event()
last = None


def count():
    with open(os.path.join(directory, "count"), "a+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.write("x")
        file.flush()
        return os.fstat(file.fileno()).st_size


def answers():
    for line in worker.stdout:
        if last is not None and json.loads(line).get("id") == last:
            swallowed.set()
            continue
        sys.stdout.buffer.write(line)
        sys.stdout.buffer.flush()
    swallowed.set()


threading.Thread(target=answers, daemon=True).start()
for line in sys.stdin.buffer:
    fails = count() == int(number)
    if fails:
        open(os.path.join(directory, "failed"), "w").close()
    if fails and loss == "request":
        break
    if fails:
        last = json.loads(line)["id"]
    worker.stdin.write(line)
    worker.stdin.flush()
    if fails:
        # What waits until the work ends is not waited for.
        swallowed.wait(3)
        break
else:
    worker.stdin.close()
    sys.exit(worker.wait())
worker.kill()
worker.wait()
os._exit(1)
