"""Checks a signed offer (docs/SIGNED_OFFERS.md) with Python and the openssl command, and none of Berth.

    python3 verify_offer.py offer.json keys.json

Prints what was signed; ends with 0, or with 1 and the reason.
"""

import base64
import hashlib
import json
import subprocess
import sys
import tempfile
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

# A public key of Ed25519 in DER, before its 32 bytes. Source: RFC 8410, section 4.
PREFIX = bytes.fromhex("302a300506032b6570032100")


def decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def thumbprint(key: dict[str, Any]) -> str:
    """The name of a key. Source: RFC 7638."""
    text = json.dumps({name: key[name] for name in ("crv", "kty", "x")}, sort_keys=True, separators=(",", ":"))
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).decode().rstrip("=")


def holds(key: bytes, signed: bytes, signature: bytes) -> bool:
    with tempfile.TemporaryDirectory() as folder:
        files = {"key": PREFIX + key, "signed": signed, "signature": signature}
        paths = {name: Path(folder, name) for name in files}
        for name, content in files.items():
            paths[name].write_bytes(content)
        command = ["openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", paths["key"], "-rawin"]
        found = subprocess.run(
            [*command, "-in", paths["signed"], "-sigfile", paths["signature"]], capture_output=True, check=False
        )
        return found.returncode == 0


def main(offer_file: str, keys_file: str) -> str | None:
    offer = json.loads(Path(offer_file).read_text(encoding="utf-8"))
    keys = json.loads(Path(keys_file).read_text(encoding="utf-8"))["keys"]
    header = json.loads(decoded(offer["protected"]))
    if header["alg"] != "EdDSA" or "crit" in header:
        return "it is signed in a way that is not known here"
    key = next((one for one in keys if thumbprint(one) == header["kid"]), None)
    if key is None:
        return f"the key {header['kid']} is not among those of {keys_file}"
    signed = f"{offer['protected']}.{offer['payload']}".encode()
    if not holds(decoded(key["x"]), signed, decoded(offer["signature"])):
        return "the signature does not hold"
    said = json.loads(decoded(offer["payload"]))
    for name in ("broker", "platform", "url", "question", "issued", "expires"):
        print(f"{name}: {said.get(name, 'not said')}")
    if datetime.fromisoformat(said["expires"].replace("Z", "+00:00")) <= datetime.now(timezone.utc):
        print("It has expired.")
    return None


if __name__ == "__main__":
    problem = main(sys.argv[1], sys.argv[2])
    if problem:
        sys.exit(f"{sys.argv[1]}: {problem}")
