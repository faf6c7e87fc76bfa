"""Looks like a Zenodo whose community escape2020 holds the samples beside this file. Standard library only.

    catalogue.py [PORT]     listens on loopback, prints its address, and ends when its standard input does

Besides records it has what goes wrong: records without files, that hang, whose description is 50 MB, a zip bomb, not
JSON, in a circle of redirections, or inside the site. GET /control?mode=ok|busy|date|last|down|hang says how the API
answers from then on, and GET /seen lists what was asked. What it was compared with stands in docs/ZENODO.md.
"""

import io
import json
import pathlib
import re
import sys
import threading
import zipfile
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, quote, unquote, urlsplit

SAMPLES = pathlib.Path(__file__).parent / "samples"
EXAMPLES = pathlib.Path(__file__).parent.parent.parent / "examples" / "catalogue"
STOPPED = threading.Event()
# The clock of the tests begins here.
NOW = 1_900_000_000


def archive(name, files, root="owner-name-0123abc/"):
    """A zip as a release of a repository is: everything in one folder."""
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as packed:
        for path, data in files.items():
            packed.writestr(root + path, data)
    return name, memory.getvalue()


def bomb():
    """Says of its codemeta.json that it has a thousand bytes; it has 64 MB."""
    name, data = archive("bomb.zip", {"codemeta.json": b"0" * (64 << 20)})
    size = (64 << 20).to_bytes(4, "little")
    return name, data.replace(size, (1000).to_bytes(4, "little"))


class Records:
    def __init__(self, address):
        self.address = address
        self.all = {}
        self.data = {}
        legacy = json.loads((SAMPLES / "zenodo" / "record-7752775-software-legacy-2023.json").read_text())
        self.shapes = [legacy, json.loads((SAMPLES / "zenodo" / "record-5244404-three-files.json").read_text())]
        identifier = 1000
        for path in sorted((SAMPLES / "codemeta").glob("*.json")):
            text = path.read_bytes()
            # Every other one is a file of its record, the others are in archives.
            files = [("codemeta.json", text)]
            if identifier % 2:
                inside = {"codemeta.json": text, "notebooks/first.ipynb": b"{}", "Dockerfile": b"FROM scratch\n"}
                files = [archive(path.stem + "-v1.zip", inside), ("more.txt", b"more")]
            self.add(identifier, path.stem, text, files)
            identifier += 1
        for path in sorted(EXAMPLES.glob("*.codemeta.json")):
            self.add(identifier, path.stem, path.read_bytes(), [("codemeta.json", path.read_bytes())])
            identifier += 1
        for number in range(60):
            self.add(2000 + number, f"padding {number}", b"", [("data.bin", b"x")])
        self.faults()

    def faults(self):
        self.add(3001, "no files", b"", [])
        self.add(3002, "hanging", b"", [("codemeta.json", b"hang")])
        self.add(3003, "fifty megabytes", b"", [("codemeta.json", b"fifty")])
        self.add(3004, "zip bomb", b"", [bomb()])
        self.add(3005, "not json", b"", [("codemeta.json", b'{"name": "x",\n "version": nope}')])
        self.add(3006, "in a circle", b"", [("codemeta.json", b"circle")])
        self.add(3007, "inside", b"", [("codemeta.json", b"")])
        self.all[3007]["files"][0]["links"]["self"] = "http://169.254.169.254/latest/meta-data"
        self.add(3008, "damaged archive", b"", [("broken.zip", b"PK\x03\x04 and no more than this")])
        self.add(3010, "odd name", b"", [archive("a b#c?%é.zip", {"codemeta.json": b'{"name": "Odd"}'})])
        self.add(3009, "script", b"", [("notes.txt", b"")])
        self.all[3009]["metadata"]["description"] = "<p>Fine.</p><script>alert(1)</script><img src=x onerror=alert(1)>"

    def add(self, identifier, title, codemeta, files):
        """A record in the shape of before October 2023 for odd identifiers, of after for even ones."""
        try:
            described = json.loads(codemeta)
        except ValueError:
            described = {}
        isLegacy = identifier % 2 == 1
        record = json.loads(json.dumps(self.shapes[0 if isLegacy else 1]))
        record["id"] = identifier
        record["conceptrecid"] = str(identifier - 1)
        record["doi"] = f"10.5281/zenodo.{identifier}"
        record["revision"] = 1
        record["links"] = {"self": f"{self.address}/api/records/{identifier}"}
        record["links"]["self_html"] = f"https://zenodo.org/records/{identifier}"
        metadata = record["metadata"]
        metadata["title"] = described.get("name", title)
        metadata["description"] = "<p>" + str(described.get("description", "A record for tests.")) + "</p>"
        metadata["resource_type"] = {"title": "Software", "type": "software"}
        metadata["keywords"] = described.get("keywords") or ["padding"]
        if isinstance(metadata["keywords"], str):
            metadata["keywords"] = [metadata["keywords"]]
        authors = described.get("author", [])
        authors = authors if isinstance(authors, list) else [authors]
        names = [f"{a.get('familyName')}, {a.get('givenName')}" for a in authors if isinstance(a, dict)]
        metadata["creators"] = [{"name": name} for name in names] or [{"name": "Sample, Ada"}]
        metadata["related_identifiers"] = []
        if described.get("codeRepository"):
            found = {"identifier": described["codeRepository"], "relation": "isSupplementTo", "scheme": "url"}
            metadata["related_identifiers"].append(found)
        record["files"] = []
        for name, data in files:
            place = f"/api/files/bucket-{identifier}/{name}"
            if not isLegacy:
                place = f"/api/records/{identifier}/files/{name}/content"
            self.data[quote(place)] = data
            # The service writes names into links as they are.
            record["files"].append({"key": name, "size": len(data), "links": {"self": self.address + place}})
        if not files:
            del record["files"]
        self.all[identifier] = record

    def found(self, query):
        """What has all terms: word, "phrase", keywords:"phrase", creators.name:"phrase".

        As there, a phrase is found where its words stand beside each other in this order, and a word is found whole.
        """

        def words(text):
            return re.findall(r"\w+", text.lower())

        def has(text, phrase):
            found, wanted = words(text), words(phrase)
            return any(found[at : at + len(wanted)] == wanted for at in range(len(found) - len(wanted) + 1))

        def fits(record):
            metadata = record["metadata"]
            texts = {
                "keywords": metadata["keywords"],
                "creators.name": [creator["name"] for creator in metadata["creators"]],
                "": [metadata["title"], metadata["description"]],
            }
            for field, phrase, word in re.findall(r'([a-z.]*):?"([^"]*)"|(\S+)', query):
                if word != "AND" and not any(has(text, phrase or word) for text in texts[field]):
                    return False
            return True

        return [record for record in self.all.values() if fits(record)]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    records = None
    mode = "ok"
    seen = []
    lock = threading.Lock()

    def log_message(self, *_):
        pass

    def answer(self, status, body=b"", headers=None, kind="application/json"):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        # A stretch of a minute, counted for guests; the tests have a clock of their own.
        for name, value in (("Limit", 30), ("Remaining", 0 if self.mode == "last" else 29), ("Reset", NOW + 45)):
            self.send_header("X-RateLimit-" + name, str(value))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        # Clients write more slashes than one, and are answered.
        parts = urlsplit(re.sub("/+", "/", self.path))
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if parts.path == "/control":
            Handler.mode = query["mode"]
            return self.answer(200, b"{}")
        if parts.path == "/seen":
            with self.lock:
                seen, Handler.seen = Handler.seen, []
            return self.answer(200, json.dumps(seen).encode())
        with self.lock:
            Handler.seen.append({"path": self.path, "range": self.headers.get("Range", "")})
        if parts.path in ("/circle", "/circle2"):
            other = "/circle2" if parts.path == "/circle" else "/circle"
            return self.answer(302, headers={"Location": other})
        if parts.path in self.records.data:
            return self.file(self.records.data[parts.path])
        if self.mode == "busy":
            return self.answer(429, b'{"status": 429}', {"Retry-After": "7"})
        if self.mode == "date":
            return self.answer(429, b'{"status": 429}', {"Retry-After": formatdate(NOW + 20, usegmt=True)})
        if self.mode == "down":
            return self.answer(503, b"<html>Down</html>", kind="text/html")
        if self.mode == "hang":
            STOPPED.wait(60)
        if parts.path == "/api/records":
            return self.search(query)
        record = re.fullmatch(r"/api/records/(\d+)", unquote(parts.path))
        found = self.records.all.get(int(record[1])) if record else None
        if found is None:
            return self.answer(404, b'{"status": 404, "message": "PID does not exist."}')
        return self.answer(200, json.dumps(found).encode())

    def search(self, query):
        size, page = int(query.get("size", 10)), int(query.get("page", 1))
        if size > 25:
            return self.answer(400, b'{"status": 400, "message": "Page size cannot be greater than 25."}')
        if size * page > 10_000:
            return self.answer(400, b'{"status": 400, "message": "Invalid querystring parameters."}')
        isOurs = query.get("communities") == "escape2020" and query.get("type") == "software"
        found = self.records.found(query.get("q", "")) if isOurs else []
        hits = {"hits": found[(page - 1) * size : page * size], "total": len(found)}
        access = {"buckets": [{"key": "open", "doc_count": len(found)}]}
        answer = {"hits": hits, "links": {}, "aggregations": {"access_status": access}}
        self.answer(200, json.dumps(answer).encode())

    def file(self, data):
        if data == b"hang":
            STOPPED.wait(60)
        if data == b"circle":
            return self.answer(302, headers={"Location": "/circle"})
        if data == b"fifty":
            data = b'{"name": "' + b"x" * (50 << 20) + b'"}'
        wanted = re.fullmatch(r"bytes=(\d*)-(\d*)", self.headers.get("Range", ""))
        if not wanted:
            return self.answer(200, data, {"Accept-Ranges": "bytes"}, "application/octet-stream")
        if wanted[1]:
            first, last = int(wanted[1]), min(int(wanted[2] or len(data)), len(data) - 1)
        else:
            first, last = max(0, len(data) - int(wanted[2])), len(data) - 1
        if first >= len(data):
            return self.answer(416, headers={"Content-Range": f"bytes */{len(data)}"})
        place = {"Content-Range": f"bytes {first}-{last}/{len(data)}"}
        return self.answer(206, data[first : last + 1], place, "application/octet-stream")


def main():
    server = ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1]) if len(sys.argv) > 1 else 0), Handler)
    server.daemon_threads = True
    address = f"http://127.0.0.1:{server.server_port}"
    Handler.records = Records(address)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(address, flush=True)
    sys.stdin.read()
    STOPPED.set()


main()
