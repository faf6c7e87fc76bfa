"""An OpenID provider for tests: glewlwyd with two people, three clients and an administrator, on this machine only.

Usage: provider.py serve FOLDER PORT   sets one up in an empty folder, says "ready", and serves until it is stopped
       provider.py rotate PORT         gives the provider on that port another key
       provider.py portal PORT URL     lets the portal's program lead browsers back to that address
"""

import gzip
import http.cookiejar
import json
import pathlib
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request

SHARE = pathlib.Path("/usr/share/doc/glewlwyd")
SCOPES = ["compute.create", "compute.cancel"]
# For whom tokens may be made out; the names of no machine.
AUDIENCES = ["https://berth.example.org", "https://elsewhere.example.org"]
# Of the portal's program.
SECRET = "secret-of-the-portal"


class Provider:
    """The administrator's way to a provider that runs."""

    def __init__(self, port):
        self.base = f"http://127.0.0.1:{port}/api"
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(jar)

    def call(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(
            self.base + path, data, {"Content-Type": "application/json"}, method=method
        )
        try:
            with self.opener.open(request, timeout=10) as reply:
                return reply.read()
        except urllib.error.HTTPError as error:
            sys.exit(f"{method} {path}: {error.code} {error.read().decode(errors='replace')[:500]}")

    def wait(self, process):
        for _ in range(200):
            try:
                return self.opener.open(self.base.removesuffix("/api") + "/config", timeout=2).read()
            except OSError:
                if process.poll() is not None:
                    sys.exit("glewlwyd ended before it answered")
                time.sleep(0.05)
        sys.exit("glewlwyd does not answer")

    def login(self):
        self.call("POST", "/auth/", {"username": "admin", "password": "password"})

    def plugin(self, name, kind):
        private, public = keys(kind)
        return {
            "module": "oidc",
            "name": name,
            "display_name": name,
            "enabled": True,
            "parameters": {
                "iss": f"{self.base}/{name}",
                "jwt-type": kind,
                "jwt-key-size": "256",
                "key": private,
                "cert": public,
                "access-token-duration": 3600,
                "refresh-token-duration": 1209600,
                "code-duration": 600,
                "refresh-token-rolling": True,
                "allow-non-oidc": True,
                "auth-type-code-enabled": True,
                "auth-type-token-enabled": True,
                "auth-type-id-token-enabled": True,
                "auth-type-none-enabled": True,
                "auth-type-password-enabled": True,
                "auth-type-client-enabled": True,
                "auth-type-device-enabled": True,
                "auth-type-refresh-enabled": True,
                "device-authorization-expiration": 600,
                "device-authorization-interval": 1,
                "pkce-allowed": True,
                "pkce-method-plain-allowed": False,
                "pkce-required": False,
                "pkce-required-public-client": True,
                "resource-allowed": True,
                "resource-scope": {scope: AUDIENCES for scope in SCOPES},
                "resource-client-property": "",
                "resource-change-allowed": True,
                "session-management-allowed": True,
                "session-cookie-name": f"{name}-session",
                "session-cookie-expiration": 3600,
                "scope": [],
                "jwks-show": True,
                "subject-type": "public",
                "name-claim": "mandatory",
                "name-claim-scope": [],
                "claims": [
                    {
                        "name": "wlcg.groups",
                        "user-property": "groups",
                        "type": "string",
                        "mandatory": True,
                        "on-demand": False,
                        "scope": ["openid"],
                    }
                ],
                "additional-parameters": [
                    {"user-parameter": "groups", "token-parameter": "wlcg.groups", "token-changed": True}
                ],
                "allowed-scope": ["openid"] + SCOPES,
            },
        }

    def client(self, name, secret=None, address="http://127.0.0.1:9/portal/signin/return", is_there=False):
        body = {
            "client_id": name,
            "name": name,
            "confidential": secret is not None,
            "enabled": True,
            "redirect_uri": [address],
            "authorization_type": ["code", "client_credentials", "password", "device_authorization", "refresh_token"],
            "scope": SCOPES,
            "token_endpoint_auth_method": ["client_secret_basic", "client_secret_post"],
        }
        if secret is not None:
            body["client_secret"] = secret
        if is_there:
            self.call("PUT", f"/client/{name}", body)
        else:
            self.call("POST", "/client/", body)

    def user(self, name, groups):
        self.call(
            "POST",
            "/user/",
            {
                "username": name,
                "name": name.capitalize(),
                "password": f"password of {name}",
                "groups": groups,
                "enabled": True,
                "scope": ["g_profile", "openid"] + SCOPES,
            },
        )


def keys(kind):
    if kind == "rsa":
        make = ["openssl", "genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"]
    else:
        make = ["openssl", "genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:prime256v1"]
    private = subprocess.run(make, check=True, capture_output=True).stdout
    public = subprocess.run(["openssl", "pkey", "-pubout"], input=private, check=True, capture_output=True).stdout
    return private.decode(), public.decode()


def prepare(folder, port):
    database = folder / "provider.db"
    with sqlite3.connect(database) as connection:
        # Who reads does not wait for who writes: glewlwyd takes a lock that lasts for an error.
        connection.execute("PRAGMA journal_mode = WAL")
        connection.executescript(gzip.open(SHARE / "database/init.sqlite3.sql.gz", "rt").read())
        # People have groups. It has to be said before the start: whoever does it later has no administrator any more.
        (text,) = connection.execute("select gumi_parameters from g_user_module_instance").fetchone()
        parameters = json.loads(text)
        parameters.setdefault("data-format", {})["groups"] = {
            "multiple": True, "read": True, "write": True, "profile-read": True, "profile-write": False,
        }
        connection.execute("update g_user_module_instance set gumi_parameters = ?", (json.dumps(parameters),))
    lines = ['bind_address="127.0.0.1"']
    for line in gzip.open(SHARE / "glewlwyd.conf.sample.gz", "rt"):
        key = line.split("=")[0].strip()
        lines.append(
            {
                "port": f"port={port}",
                "external_url": f'external_url="http://127.0.0.1:{port}"',
                "cookie_secure": "cookie_secure=0",
                "cookie_domain": 'cookie_domain="127.0.0.1"',
            }.get(key, line.rstrip("\n").replace("/var/cache/glewlwyd/glewlwyd.db", str(database)))
        )
    configuration = folder / "provider.conf"
    configuration.write_text("\n".join(lines) + "\n")
    return configuration


def serve(folder, port):
    # Threads of Swift block signals, and programs that they start would as well.
    signal.pthread_sigmask(signal.SIG_SETMASK, [])
    configuration = prepare(folder, port)
    log = open(folder / "provider.log", "ab")
    process = subprocess.Popen(["glewlwyd", f"--config-file={configuration}"], stdout=log, stderr=log)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        provider = Provider(port)
        provider.wait(process)
        provider.login()
        for scope in SCOPES:
            provider.call(
                "POST", "/scope/",
                {"name": scope, "display_name": scope, "password_required": False, "scheme": {}},
            )
        provider.call("POST", "/mod/plugin/", provider.plugin("oidc", "rsa"))
        provider.call("POST", "/mod/plugin/", provider.plugin("curve", "ecdsa"))
        provider.user("ada", ["/radio", "/radio/users"])
        provider.user("grace", ["/optical"])
        provider.client("berth")
        provider.client("portal", SECRET)
        print("ready", flush=True)
        # Whoever started it has gone, or wants it to go.
        sys.stdin.read()
    finally:
        process.terminate()
        process.wait()


def rotate(port):
    provider = Provider(port)
    provider.login()
    provider.call("PUT", "/mod/plugin/oidc", provider.plugin("oidc", "rsa"))
    # It goes by what it was started with until then.
    provider.call("PUT", "/mod/plugin/oidc/reset")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["serve", folder, port]:
            serve(pathlib.Path(folder), int(port))
        case ["rotate", port]:
            rotate(int(port))
        case ["portal", port, url]:
            provider = Provider(int(port))
            provider.login()
            provider.client("portal", SECRET, url, is_there=True)
        case _:
            sys.exit(__doc__)
