"""Apache's mod_auth_mellon, which takes SAML answers at Jira's paths before a Data Center site."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from base64 import b64encode
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

import pytest

from jsdodbc.sandbox.server import Sandbox
from tests.auth.peers.saml import NAMESPACES, SAML, Pair, free_port
from tests.site.machines import await_server

APACHE, MODULES = Path("/usr/sbin/apache2"), Path("/usr/lib/apache2/modules")


class ServiceProvider:
    """A Data Center site behind Apache with mod_auth_mellon, which opens sessions at Jira's paths for SAML answers.

    `consumer`: samlconsumer or samlsso. `strict`: a request without a session is sent to the login; else the site
    itself answers it with 401. `starter`: whether a sign-in can begin at the site. `account`: of the desk, that all who
    are signed in go by, `user:password`.
    """

    def __init__(
        self,
        desk: Sandbox,
        consumer: str = "samlconsumer",
        *,
        strict: bool = False,
        starter: bool = True,
        account: str = "",
    ) -> None:
        if not (APACHE.exists() and (MODULES / "mod_auth_mellon.so").exists()):
            pytest.fail("Apache with mod_auth_mellon is missing: make test sets it up")
        self._desk, self._strict, self._starter = desk, strict, starter
        self._account = account or f"{desk.user}:{desk.password}"
        self._folder = Path(tempfile.mkdtemp(prefix="mellon"))
        self._folder.chmod(0o755)  # Apache's workers are nobody in particular
        self._port = free_port("127.0.0.2")
        self._context = urlsplit(desk.url).path
        self.origin = f"http://127.0.0.2:{self._port}"
        self.url = f"{self.origin}{self._context}"
        self.identity = f"{self.url}/saml"
        self._consumer_path = f"{self._context}/plugins/servlet/{consumer}"
        self.consumer = f"{self.origin}{self._consumer_path}"
        self.neighbour = ""  # a Crowd that shares the host
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, metadata: str) -> ServiceProvider:
        """Trust the identity provider of `metadata`, and serve."""
        pair = Pair.made("jira")
        files = {"idp.xml": metadata, "sp.key": pair.key, "sp.pem": pair.certificate, "sp.xml": self._metadata()}
        for name, text in {**files, "httpd.conf": self._configuration()}.items():
            (self._folder / name).write_text(text)
            (self._folder / name).chmod(0o644)
        self._serve()
        return self

    def forget_sessions(self) -> None:
        """What a restart of the site does; what is under way is finished."""
        before = self._starts
        assert self._process is not None
        self._process.send_signal(signal.SIGUSR1)
        end = time.monotonic() + 60
        while self._starts == before:
            assert time.monotonic() < end, "Apache does not start anew"
            time.sleep(0.02)  # nothing tells when it has

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(20)
        shutil.rmtree(self._folder)

    @property
    def strangers(self) -> list[str]:
        """Method, path and status of the requests of nobody who was signed in, as `GET /rest/api/2/myself 401`."""
        return (self._folder / "strangers.log").read_text().splitlines()

    @property
    def headers(self) -> list[str]:
        """Cookies set, cookies given and credentials given, a line each."""
        return (self._folder / "headers.log").read_text().splitlines()

    @property
    def people(self) -> set[str]:
        """Who was signed in at any request."""
        return set((self._folder / "people.log").read_text().split())

    @property
    def _starts(self) -> int:
        return (self._folder / "error.log").read_text().count("resuming normal operations")

    def _serve(self) -> None:
        command = [str(APACHE), "-d", str(self._folder), "-f", str(self._folder / "httpd.conf"), "-DFOREGROUND"]
        with (self._folder / "out").open("wb") as out:
            self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=out)
        await_server(self._process, self._port, self._folder / "out", "127.0.0.2")

    def _metadata(self) -> str:
        return (
            f'<EntityDescriptor {NAMESPACES} entityID="{self.identity}"><SPSSODescriptor AuthnRequestsSigned="false" '
            f'WantAssertionsSigned="true" protocolSupportEnumeration="{SAML}:protocol"><AssertionConsumerService '
            f'index="0" isDefault="true" Binding="{SAML}:bindings:HTTP-POST" Location="{self.consumer}"/>'
            "</SPSSODescriptor></EntityDescriptor>"
        )

    def _configuration(self) -> str:
        names = ("mpm_event", "authn_core", "authz_core", "headers", "rewrite", "proxy", "proxy_http", "auth_mellon")
        modules = "\n".join(f"LoadModule {name}_module {MODULES}/mod_{name}.so" for name in names)
        account = b64encode(self._account.encode()).decode()
        starts = "" if self._starter else "#"
        neighbour = f"ProxyPass /crowd/ {self.neighbour}/crowd/" if self.neighbour else ""
        user = "User www-data\nGroup www-data\n" if os.geteuid() == 0 else ""
        return f"""{modules}
{user}ServerName 127.0.0.2
Listen 127.0.0.2:{self._port}
PidFile {self._folder}/pid
DefaultRuntimeDir {self._folder}
Mutex pthread
ErrorLog {self._folder}/error.log
LogFormat "%m %U %>s" short
LogFormat "%{{Set-Cookie}}o\\n%{{Cookie}}i\\n%{{Authorization}}i" headers
CustomLog {self._folder}/headers.log headers
LogFormat "%{{MELLON_NAME_ID}}e" person
CustomLog {self._folder}/people.log person env=MELLON_NAME_ID
CustomLog {self._folder}/strangers.log short env=!MELLON_NAME_ID
RewriteEngine On
{starts}RewriteRule ^{self._context}/plugins/servlet/external-login$ /mellon/login?ReturnTo={self.url}/ [PT,QSA]
RewriteCond %{{REQUEST_METHOD}} =POST
RewriteRule ^{self._consumer_path}$ /mellon/postResponse [PT]
{starts}RewriteRule ^{self._consumer_path}$ /mellon/login?ReturnTo={self.url}/ [PT,QSA]
ProxyPass /mellon !
{neighbour}
ProxyPass {self._context}/ {self._desk.url}/
<Location />
MellonEnable info
MellonEndpointPath /mellon
MellonVariable JSESSIONID
MellonSPMetadataFile {self._folder}/sp.xml
MellonSPPrivateKeyFile {self._folder}/sp.key
MellonSPCertFile {self._folder}/sp.pem
MellonIdPMetadataFile {self._folder}/idp.xml
</Location>
<Location {self._context}/>
RequestHeader unset Authorization
RequestHeader set Authorization "Basic {account}" env=MELLON_NAME_ID
</Location>
<Location {self._context}/rest>
MellonEnable {"auth" if self._strict else "info"}
</Location>
"""
