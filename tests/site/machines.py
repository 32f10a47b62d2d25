"""Proxies, firewalls and TLS servers of others, on this machine, and certificates for them."""

from __future__ import annotations

import contextlib
import datetime
import ipaddress
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12

USER, PASSWORD = "gate", "canary-proxy-9hT"
AWAY = "127.0.0.9"  # where proxies and firewalls come from: a server tells by it who came another way
CERT_PASSWORD = "canary-key-7Wq"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Authority:
    """Makes certificates that it signed, or others that signed themselves."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._certificate = _certificate("authority", self._key, None, authority=True)
        self.file = folder / "authority.pem"
        self.file.write_bytes(self._certificate.public_bytes(serialization.Encoding.PEM))

    def issue(self, name: str) -> tuple[Path, x509.Certificate]:
        """A PEM file with certificate and key (in clear), for 127.0.0.1 and localhost."""
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = _certificate(name, key, (self._certificate, self._key))
        clear = serialization.NoEncryption()
        file = self.folder / f"{name}.pem"
        pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, clear)
        file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM) + pem)
        locked = serialization.BestAvailableEncryption(CERT_PASSWORD.encode())
        file.with_suffix(".p12").write_bytes(
            pkcs12.serialize_key_and_certificates(b"x", key, certificate, [self._certificate], locked)
        )
        pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, locked)
        file.with_suffix(".locked").write_bytes(certificate.public_bytes(serialization.Encoding.PEM) + pem)
        return file, certificate


def _certificate(
    name: str,
    key: ec.EllipticCurvePrivateKey,
    signer: tuple[x509.Certificate, ec.EllipticCurvePrivateKey] | None,
    *,
    authority: bool = False,
) -> x509.Certificate:
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.UTC)
    names = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(signer[0].subject if signer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=30))
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
    )
    return builder.sign(signer[1] if signer else key, hashes.SHA256())


@contextlib.contextmanager
def started(command: list[str], port: int, folder: Path) -> Iterator[int]:
    """Run a server until the end of the block; it is there when `port` takes connections."""
    found = shutil.which(command[0], path=f"{os.environ['PATH']}:/usr/sbin")
    assert found, f"{command[0]} is missing: make test sets it up"
    written = folder / f"{Path(command[0]).name}.out"
    with written.open("wb") as out:
        process = subprocess.Popen([found, *command[1:]], stdout=out, stderr=out)
        try:
            await_server(process, port, written)
            yield port
        finally:
            process.terminate()
            process.wait()


def await_server(process: subprocess.Popen[bytes], port: int, out: Path, host: str = "127.0.0.1") -> None:
    """Return when it takes connections, fail with what it wrote to `out` when it ends before."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        assert process.poll() is None, out.read_text()
        with contextlib.suppress(OSError), socket.create_connection((host, port), 1):
            return
        time.sleep(0.02)
    raise AssertionError(f"nobody on port {port}: {out.read_text()}")


@contextlib.contextmanager
def nginx(folder: Path, upstream: str, certificate: Path, clients: Path | None = None) -> Iterator[int]:
    """TLS before `upstream`. `clients`: the authority that clients must show a certificate of."""
    port = free_port()
    asks = f"ssl_verify_client on; ssl_client_certificate {clients};" if clients else ""
    paths = "".join(
        f"{each}_temp_path {folder}/{each};" for each in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    config = folder / "nginx.conf"
    config.write_text(
        f"daemon off; master_process off; pid {folder}/nginx.pid; error_log stderr; events {{}}\n"
        f"http {{ log_format who '$remote_addr $request_method $uri'; access_log {folder}/access.log who; {paths}\n"
        f"server {{ listen 127.0.0.1:{port} ssl; {asks}\n"
        f"ssl_certificate {certificate}; ssl_certificate_key {certificate};\n"
        f"location / {{ proxy_pass {upstream}; proxy_set_header Host $http_host; }} }} }}\n"
    )
    with started(["nginx", "-p", str(folder), "-c", str(config)], port, folder):
        yield port


@contextlib.contextmanager
def stunnel(folder: Path, upstream: str, certificate: Path, clients: Path) -> Iterator[int]:
    """TLS before `upstream`, for who shows a certificate of the authority `clients`."""
    port = free_port()
    config = folder / "stunnel.conf"
    config.write_text(
        f"foreground = yes\npid =\noutput = {folder}/proxy.log\n[site]\naccept = 127.0.0.1:{port}\n"
        f"connect = {urlsplit(upstream).netloc}\ncert = {certificate}\nCAfile = {clients}\nverifyChain = yes\n"
        "requireCert = yes\n"
    )
    with started(["stunnel4", str(config)], port, folder):
        yield port


_HELPERS = "/usr/lib/squid"
SQUID_SIGN_IN = {
    "BASIC": f"auth_param basic program {_HELPERS}/basic_ncsa_auth {{own}}/users",
    "DIGEST": f"auth_param digest program {_HELPERS}/digest_file_auth {{own}}/plain\nauth_param digest realm gate",
    "NTLM": f"auth_param ntlm program {_HELPERS}/ntlm_fake_auth\nauth_param ntlm keep_alive on",
}


@contextlib.contextmanager
def squid(folder: Path, scheme: str = "BASIC") -> Iterator[int]:
    """For USER; by NTLM for anybody. It gives up root's rights, so its files lie where anybody may go."""
    port = free_port()
    salted = subprocess.run(["openssl", "passwd", "-apr1", PASSWORD], capture_output=True, text=True, check=True)
    with tempfile.TemporaryDirectory() as name:
        own = Path(name)
        own.chmod(0o777)
        (own / "users").write_text(f"{USER}:{salted.stdout}")
        (own / "plain").write_text(f"{USER}:{PASSWORD}\n")
        config = own / "squid.conf"
        config.write_text(
            f"http_port 127.0.0.1:{port}\n{SQUID_SIGN_IN[scheme].format(own=own)}\n"
            "acl known proxy_auth REQUIRED\nhttp_access allow known\nhttp_access deny all\n"
            f"access_log stdio:{own}/proxy.log\ncache_log {own}/cache.log\npid_filename none\ncache deny all\n"
            f"coredump_dir {own}\ntcp_outgoing_address {AWAY}\nshutdown_lifetime 0 seconds\npinger_enable off\n"
        )
        try:
            with started(["squid", "-N", "-f", str(config)], port, folder):
                yield port
        finally:
            shutil.copy(own / "proxy.log", folder / "proxy.log")


@contextlib.contextmanager
def tinyproxy(folder: Path) -> Iterator[int]:
    port = free_port()
    config = folder / "tinyproxy.conf"
    config.write_text(
        f'Port {port}\nListen 127.0.0.1\nAllow 127.0.0.1\nBasicAuth {USER} {PASSWORD}\nLogFile "{folder}/proxy.log"\n'
        f"LogLevel Connect\nBind {AWAY}\n"
    )
    with started(["tinyproxy", "-d", "-c", str(config)], port, folder):
        yield port


@contextlib.contextmanager
def danted(folder: Path, *, signed_in: bool) -> Iterator[int]:
    """SOCKS 4 and 5. `signed_in`: only for users of this machine, of whom none fits."""
    port = free_port()
    method = "username" if signed_in else "none"
    config = folder / "danted.conf"
    config.write_text(
        f"logoutput: {folder}/proxy.log\ninternal: 127.0.0.1 port = {port}\nexternal: {AWAY}\n"
        f"clientmethod: none\nsocksmethod: {method}\nuser.privileged: root\nuser.unprivileged: nobody\n"
        "client pass { from: 0.0.0.0/0 to: 0.0.0.0/0 }\nsocks pass { from: 0.0.0.0/0 to: 0.0.0.0/0 log: connect }\n"
    )
    with started(["danted", "-f", str(config), "-p", str(folder / "danted.pid")], port, folder):
        yield port
