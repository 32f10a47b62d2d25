"""Application links of a Data Center site, by Authlib's OAuth 1.0 provider: every request is checked, then handed on.

    python application_link.py '{"upstream": …, "bearer": …, "public_key": PEM, "consumer": …}'

Prints its address. Errors have Jira's names. `/__test__?` tells what was issued and counted; `end=1` lets access
tokens expire, `revoke=1` makes them and session handles unknown, `clock=SECONDS` sets this side's clock off.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import Any

os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"

from authlib.integrations.flask_oauth1 import AuthorizationServer, ResourceProtector
from authlib.oauth1 import errors
from flask import Flask, Response, redirect, request
from werkzeug.serving import make_server

OPTIONS = json.loads(sys.argv[1])
PROBLEMS = {
    "invalid_signature": "signature_invalid",
    "invalid_client": "consumer_key_unknown",
    "invalid_token": "token_rejected",
    "invalid_nonce": "nonce_used",
}
HANDLE = "s3ssion-handle"


@dataclass
class Credential:
    token: str
    callback: str = "oob"
    verifier: str = ""
    expired: bool = False

    def get_client_id(self) -> str:
        return str(OPTIONS["consumer"])

    def get_oauth_token(self) -> str:
        return self.token

    def get_oauth_token_secret(self) -> str:
        return f"secret-of-{self.token}"

    def get_redirect_uri(self) -> str:
        return self.callback

    def check_verifier(self, verifier: str) -> bool:
        return bool(self.verifier) and verifier == self.verifier


class Consumer:
    def get_default_redirect_uri(self) -> str:
        return "oob"

    def get_client_secret(self) -> str:
        return ""

    def get_rsa_public_key(self) -> str:
        return str(OPTIONS["public_key"])


app = Flask("link")
app.config["OAUTH1_SUPPORTED_SIGNATURE_METHODS"] = ["RSA-SHA1"]
pending: dict[str, Credential] = {}
tokens: dict[str, Credential] = {}
handles: set[str] = set()
nonces: set[tuple[str, ...]] = set()
counts = {"request": 0, "access": 0, "renewed": 0, "data": 0}
issued: list[str] = []
clock = {"off": 0.0}


def consumer(name: str) -> Consumer | None:
    return Consumer() if name == OPTIONS["consumer"] else None


def seen(nonce: str, timestamp: str, client: str, token: str) -> bool:
    key = (nonce, str(timestamp), client, token or "")
    known = key in nonces
    nonces.add(key)
    return known


def temporary(made: dict[str, str], client: str, callback: str) -> Credential:
    token = made["oauth_token"]
    pending[token] = Credential(token, callback or "oob")
    return pending[token]


def permanent(made: dict[str, str], _: Credential) -> Credential:
    token = made["oauth_token"]
    tokens[token] = Credential(token)
    handles.add(f"{HANDLE}-{token}")
    issued.extend((token, f"{HANDLE}-{token}"))
    return tokens[token]


server = AuthorizationServer(app, query_client=consumer)
server.register_hook("exists_nonce", seen)
server.register_hook("create_temporary_credential", temporary)
server.register_hook("get_temporary_credential", pending.get)
server.register_hook("delete_temporary_credential", lambda token: pending.pop(token, None))
server.register_hook("create_token_credential", permanent)
server.register_hook(
    "create_authorization_verifier", lambda credential, user, verifier: setattr(credential, "verifier", verifier)
)
known = ResourceProtector(app, consumer, lambda client, token: tokens.get(token), seen)


def checked_time() -> None:
    """Authlib's own clock can't be set."""
    said = request.headers.get("Authorization", "").partition('oauth_timestamp="')[2].partition('"')[0]
    if abs(float(said or 0) - time.time() - clock["off"]) > 300:
        raise errors.InvalidRequestError("timestamp")


def refused(error: errors.OAuth1Error) -> Response:
    late = "timestamp" in str(error.description or error)
    name = "timestamp_refused" if late else PROBLEMS.get(error.error, error.error)
    if "oauth_verifier" in str(error.description or error):
        name = "verifier_invalid"
    return Response(f"oauth_problem={name}", 401, {"WWW-Authenticate": f'OAuth realm="x", oauth_problem="{name}"'})


def with_problem(answer: Response) -> Response:
    """Authlib's refusal under Jira's names."""
    if answer.status_code == 200:
        return answer
    body = answer.get_data(as_text=True)
    name = next((each for each in PROBLEMS if each in body), "parameter_rejected")
    name = "verifier_invalid" if "oauth_verifier" in body else PROBLEMS.get(name, name)
    return Response(f"oauth_problem={name}", 401, {"WWW-Authenticate": f'OAuth realm="x", oauth_problem="{name}"'})


@app.post("/plugins/servlet/oauth/request-token")
def request_token() -> Response:
    try:
        checked_time()
    except errors.OAuth1Error as error:
        return refused(error)
    counts["request"] += 1
    return with_problem(server.create_temporary_credentials_response())


@app.route("/plugins/servlet/oauth/authorize", methods=["GET", "POST"])
def authorize() -> Any:
    token = request.values["oauth_token"]
    if request.method == "GET":
        page = f'<form method=post action="?oauth_token={token}">consent</form>'
        return f'{page}<a href="/plugins/servlet/oauth/{token}/abort">no</a>'
    if pending[token].callback == "oob":
        pending[token].verifier = f"v-{token[:8]}"
        return f"Your verifier is {pending[token].verifier}."
    return server.create_authorization_response(grant_user="ann")


@app.get("/plugins/servlet/oauth/<token>/abort")
def abort(token: str) -> Any:
    return redirect(f"{pending[token].callback}?oauth_token={token}&oauth_verifier=denied")


@app.post("/plugins/servlet/oauth/access-token")
def access_token() -> Response:
    if "oauth_session_handle" in request.headers.get("Authorization", ""):
        return renewed()
    counts["access"] += 1
    answer = with_problem(server.create_token_response())
    if answer.status_code == 200:
        token = answer.get_data(as_text=True).partition("oauth_token=")[2].partition("&")[0]
        answer.set_data(answer.get_data() + ending(token))
    return answer


def ending(token: str) -> bytes:
    lives = "oauth_expires_in=157680000&oauth_authorization_expires_in=160272000"
    return f"&{lives}&oauth_session_handle={HANDLE}-{token}".encode()


def renewed() -> Response:
    try:
        old = known.acquire_credential()
    except errors.OAuth1Error as error:
        return refused(error)
    if f"{HANDLE}-{old.token}" not in handles:
        return refused(errors.InvalidTokenError())
    counts["renewed"] += 1
    made = permanent({"oauth_token": f"renewed-{counts['renewed']}"}, old)
    body = f"oauth_token={made.token}&oauth_token_secret={made.get_oauth_token_secret()}".encode()
    return Response(body + ending(made.token))


@app.get("/__test__")
def test() -> dict[str, Any]:
    if "end" in request.args:
        for each in tokens.values():
            each.expired = True
    if "revoke" in request.args:
        tokens.clear()
        handles.clear()
    clock["off"] = float(request.args.get("clock", clock["off"]))
    return {**counts, "issued": issued}


@app.route("/", defaults={"path": ""}, methods=["GET", "POST", "PUT", "DELETE"])
@app.route("/<path:path>", methods=["GET", "POST", "PUT", "DELETE"])
def data(path: str) -> Response:
    try:
        checked_time()
        credential = known.acquire_credential()
    except errors.OAuth1Error as error:
        return refused(error)
    if credential.expired:
        return Response("", 401, {"WWW-Authenticate": 'OAuth oauth_problem="token_expired"'})
    counts["data"] += 1
    query = request.query_string.decode()
    url = f"{OPTIONS['upstream']}{request.environ['RAW_URI'].partition('?')[0]}{'?' + query if query else ''}"
    headers = {"Authorization": f"Bearer {OPTIONS['bearer']}"}
    if request.content_type:
        headers["Content-Type"] = request.content_type
    asked = urllib.request.Request(url, request.get_data() or None, headers, method=request.method)
    try:
        answer = urllib.request.urlopen(asked, timeout=60)
    except urllib.error.HTTPError as error:
        answer = error
    kept = {name: value for name, value in answer.headers.items() if name.casefold().startswith(("content-type", "x-"))}
    return Response(answer.read(), answer.status, kept)


if __name__ == "__main__":
    running = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    print(f"http://127.0.0.1:{running.server_port}", flush=True)
    sys.stdin.read()
