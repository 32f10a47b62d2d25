"""SimpleSAMLphp, an identity provider with a login page."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Self

import pytest

from tests.auth.peers.mellon import ServiceProvider
from tests.auth.peers.saml import Pair, free_port, signed_by
from tests.site.machines import await_server

SIMPLESAMLPHP = Path("/usr/share/simplesamlphp/www")


class IdentityProvider:
    """SimpleSAMLphp with its login page. `user` may sign in at `login_url` for `service`."""

    def __init__(self, service: ServiceProvider, user: str, password: str) -> None:
        if not SIMPLESAMLPHP.exists():
            pytest.fail("SimpleSAMLphp is missing: make test sets it up")
        self._folder = Path(tempfile.mkdtemp(prefix="simplesaml"))
        self._port = free_port("127.0.0.1")
        self.url = f"http://127.0.0.1:{self._port}"
        self.identity = f"{self.url}/idp"
        self.login_url = f"{self.url}/saml2/idp/SSOService.php"
        self._pair = Pair.made("idp")
        self._write(service, user, password)
        environment = {**os.environ, "SIMPLESAMLPHP_CONFIG_DIR": str(self._folder)}
        self._log = (self._folder / "log").open("w")
        self._process = subprocess.Popen(
            ["php", "-S", f"127.0.0.1:{self._port}", "-t", str(SIMPLESAMLPHP)],
            env=environment, stdin=subprocess.DEVNULL, stdout=self._log, stderr=self._log,
        )  # fmt: skip
        await_server(self._process, self._port, self._folder / "log")

    @property
    def metadata(self) -> str:
        return signed_by(self.identity, self.login_url, self._pair)

    @property
    def requests(self) -> list[str]:
        """Lines of its log."""
        return (self._folder / "log").read_text().splitlines()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait(20)
        self._log.close()
        shutil.rmtree(self._folder)

    def _write(self, service: ServiceProvider, user: str, password: str) -> None:
        folder = self._folder
        for name in ("metadata", "cert", "data", "sessions"):
            (folder / name).mkdir()
        (folder / "cert" / "idp.key").write_text(self._pair.key)
        (folder / "cert" / "idp.pem").write_text(self._pair.certificate)
        (folder / "config.php").write_text(f"""<?php $config = [
'baseurlpath' => '{self.url}/', 'certdir' => '{folder}/cert/', 'datadir' => '{folder}/data/',
'loggingdir' => '{folder}/', 'tempdir' => '{folder}/data', 'metadatadir' => '{folder}/metadata',
'logging.handler' => 'stderr', 'logging.level' => 3, 'secretsalt' => 'salt-of-a-test', 'auth.adminpassword' => 'none',
'technicalcontact_email' => 'a@example.com', 'timezone' => 'UTC', 'enable.saml20-idp' => true,
'module.enable' => ['exampleauth' => true, 'core' => true, 'saml' => true],
'session.cookie.secure' => false, 'session.cookie.samesite' => null,
'session.phpsession.savepath' => '{folder}/sessions',
'session.phpsession.cookiename' => 'SimpleSAML', 'store.type' => 'phpsession', 'theme.use' => 'default',
'metadata.sources' => [['type' => 'flatfile']], 'language.default' => 'en',
];""")
        (folder / "authsources.php").write_text(f"""<?php $config = [
'people' => ['exampleauth:UserPass', '{user}:{password}' => ['uid' => ['{user}']]],
];""")
        (folder / "metadata" / "saml20-idp-hosted.php").write_text(f"""<?php $metadata['{self.identity}'] = [
'host' => '__DEFAULT__', 'privatekey' => 'idp.key', 'certificate' => 'idp.pem', 'auth' => 'people',
];""")
        (folder / "metadata" / "saml20-sp-remote.php").write_text(f"""<?php $metadata['{service.identity}'] = [
'AssertionConsumerService' => '{service.consumer}', 'simplesaml.nameidattribute' => 'uid',
'NameIDFormat' => 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified', 'saml20.sign.response' => true,
];""")
