"""Key stores as openssl, keytool, ssh-keygen and puttygen make them: each signs as the key that it was made of."""

from __future__ import annotations

import subprocess
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from jsdodbc.auth.key_store import Source
from jsdodbc.auth.oauth1 import private_key
from jsdodbc.errors import Error
from jsdodbc.properties.key_stores import KEY_STORE_TYPES, REFUSED

PASSWORD = "s3cret word"
FROM, WORD = "-in jira_privatekey.pem", "-passout pass:P@"


def run(folder: Path, command: str) -> None:
    """`P` stands for the password."""
    words = [word.replace("P@", PASSWORD) for word in command.split(" ")]
    done = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, (command, done.stdout, done.stderr)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The commands of the seed document first, as they are printed there."""
    made = tmp_path_factory.mktemp("keys")
    run(made, "openssl genrsa -out jira_privatekey.pem 1024")
    certificate = "-key jira_privatekey.pem -out jira_publickey.cer -days 365 -subj /CN=reports"
    run(made, f"openssl req -newkey rsa:1024 -x509 {certificate}")
    run(made, "openssl pkcs8 -topk8 -nocrypt -in jira_privatekey.pem -out jira_privatekey.pcks8")
    run(made, "openssl x509 -pubkey -noout -in jira_publickey.cer -out jira_publickey.pem")
    return made


def openssl(more: str) -> Callable[[Path], None]:
    return lambda folder: run(folder, f"openssl {more}")


def pfx(more: str = "") -> str:
    of = "-in jira_publickey.cer -inkey jira_privatekey.pem"
    return f"pkcs12 -export {of} -out key.pfx -passout pass:P@ {more}".strip()


def keytool(kind: str) -> Callable[[Path], None]:
    def make(folder: Path) -> None:
        run(folder, f"openssl {pfx('-name reports')}")
        into = f"-destkeystore key.jks -deststoretype {kind} -deststorepass P@ -destkeypass P@"
        (folder / "key.jks").unlink(missing_ok=True)
        source = "-srckeystore key.pfx -srcstoretype PKCS12 -srcstorepass P@"
        run(folder, f"keytool -importkeystore -noprompt {source} {into}")

    return make


def openssh(word: str) -> Callable[[Path], None]:
    def make(folder: Path) -> None:
        (folder / "key.ssh").write_bytes((folder / "jira_privatekey.pem").read_bytes())
        (folder / "key.ssh").chmod(0o600)
        done = subprocess.run(
            ["ssh-keygen", "-p", "-P", "", "-N", word, "-f", "key.ssh"], cwd=folder, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr

    return make


def putty(version: str, word: str) -> Callable[[Path], None]:
    def make(folder: Path) -> None:
        (folder / "word").write_text(word)
        run(folder, "openssl rsa -traditional -in jira_privatekey.pem -out old.pem")
        options = f"--ppk-param version={version} --new-passphrase word"
        run(folder, f"puttygen old.pem -O private -o key.ppk {options}")

    return make


def dotnet(folder: Path) -> None:
    key = serialization.load_pem_private_key((folder / "jira_privatekey.pem").read_bytes(), None)
    assert isinstance(key, RSAPrivateKey)
    numbers = key.private_numbers()
    named = {
        "Modulus": numbers.public_numbers.n,
        "Exponent": numbers.public_numbers.e,
        "P": numbers.p,
        "Q": numbers.q,
        "DP": numbers.dmp1,
        "DQ": numbers.dmq1,
        "InverseQ": numbers.iqmp,
        "D": numbers.d,
    }
    inner = "".join(
        f"<{name}>{b64encode(value.to_bytes((value.bit_length() + 7) // 8, 'big')).decode()}</{name}>"
        for name, value in named.items()
    )
    (folder / "key.xml").write_text(f"<RSAKeyValue>{inner}</RSAKeyValue>")


def nothing(folder: Path) -> None:
    """The seed's own commands have made it."""


STORES = [
    ("jira_privatekey.pem", "PEMKEY", "", nothing),
    ("jira_privatekey.pcks8", "PEMKEY", "", nothing),
    ("jira_privatekey.pem", "PEMKEY", PASSWORD, nothing),  # a password that it doesn't have
    ("old.pem", "PEMKEY", "", openssl("rsa -traditional -in jira_privatekey.pem -out old.pem")),
    ("des.pem", "PEMKEY", PASSWORD, openssl(f"rsa -traditional -des3 {FROM} -out des.pem {WORD}")),
    ("aes.pem", "PEMKEY", PASSWORD, openssl(f"pkcs8 -topk8 -v2 aes256 {FROM} -out aes.pem {WORD}")),
    ("pbe.pem", "PEMKEY", PASSWORD, openssl(f"pkcs8 -topk8 -v1 PBE-SHA1-3DES {FROM} -out pbe.pem {WORD}")),
    ("key.ssh", "PEMKEY", "", openssh("")),
    ("key.ssh", "PEMKEY", PASSWORD, openssh(PASSWORD)),
    ("key.der", "PFX", "", openssl(f"pkcs8 -topk8 -nocrypt -outform DER {FROM} -out key.der")),
    ("key.pfx", "PFX", PASSWORD, openssl(pfx())),
    ("key.pfx", "PFX", PASSWORD, openssl(pfx("-legacy"))),
    ("key.pfx", "PFX", "", openssl(pfx().replace("pass:P@", "pass:"))),
    ("key.jks", "JKS", PASSWORD, keytool("PKCS12")),
    ("key.jks", "JKS", PASSWORD, keytool("JKS")),
    ("key.jks", "JKS", PASSWORD, keytool("JCEKS")),
    ("key.ppk", "PPK", "", putty("2", "")),
    ("key.ppk", "PPK", PASSWORD, putty("2", PASSWORD)),
    ("key.ppk", "PPK", "", putty("3", "")),
    ("key.ppk", "PPK", PASSWORD, putty("3", PASSWORD)),
    ("key.xml", "XML", "", dotnet),
]  # fmt: skip


def numbers(key: RSAPrivateKey) -> int:
    return key.public_key().public_numbers().n


def expected(folder: Path) -> int:
    key = serialization.load_pem_private_key((folder / "jira_privatekey.pem").read_bytes(), None)
    assert isinstance(key, RSAPrivateKey)
    return numbers(key)


@pytest.mark.parametrize(("name", "kind", "password", "make"), STORES)
def test_store(name: str, kind: str, password: str, make: Callable[[Path], None], folder: Path) -> None:
    make(folder)
    path = folder / name
    joint = "_" if kind == "PEMKEY" else ""
    in_base64 = b64encode(path.read_bytes()).decode()
    ways = [(str(path), "AUTO"), (str(path), f"{kind.rstrip('_')}{joint}FILE"), (in_base64, f"{kind}{joint}BLOB")]
    for given, declared in ways:
        declared = declared.replace("__", "_")
        assert declared in KEY_STORE_TYPES
        found = private_key(Source("OAuthJWTCert", given, declared, password, ""))
        assert numbers(found) == expected(folder)
    if kind in ("PEMKEY", "PPK", "XML"):
        text = Source("OAuthJWTCert", path.read_text(), f"{kind}{joint}FILE", password, "")
        assert numbers(private_key(text)) == expected(folder)


ENCRYPTED = [each for each in STORES if each[2] and each[3] is not nothing]


@pytest.mark.parametrize(("name", "kind", "password", "make"), ENCRYPTED)
def test_wrong_password(name: str, kind: str, password: str, make: Callable[[Path], None], folder: Path) -> None:
    make(folder)
    with pytest.raises(Error, match="OAuthJWTCertPassword is not its password") as caught:
        private_key(Source("OAuthJWTCert", str(folder / name), "AUTO", "wr0ng", ""))
    assert caught.value.sqlstate == "HY024" and "wr0ng" not in caught.value.message


@pytest.mark.parametrize("name", ["jira_publickey.pem", "jira_publickey.cer"])
def test_public_keys_can_not_sign(name: str, folder: Path) -> None:
    with pytest.raises(Error, match="no private key"):
        private_key(Source("OAuthJWTCert", str(folder / name), "AUTO", "", ""))


@pytest.mark.parametrize("declared", sorted(REFUSED))
def test_types_that_can_not_be(declared: str) -> None:
    with pytest.raises(Error, match=r"no private key|\.pfx") as caught:
        private_key(Source("OAuthJWTCert", "x", declared, "", ""))
    assert caught.value.sqlstate == "HY024"


def test_subject_chooses(folder: Path) -> None:
    keytool("JKS")(folder)
    store = "-keystore key.jks -storepass P@ -keypass P@"
    run(folder, f"keytool -genkeypair -alias other -keyalg RSA -keysize 2048 -dname CN=other {store}")
    one = Source("OAuthJWTCert", str(folder / "key.jks"), "JKSFILE", PASSWORD, "CN=reports")
    assert numbers(private_key(one)) == expected(folder)
    two = Source("OAuthJWTCert", str(folder / "key.jks"), "JKSFILE", PASSWORD, "other")
    assert numbers(private_key(two)) != expected(folder)
    with pytest.raises(Error, match="not OAuthJWTCertSubject=CN=nobody"):
        private_key(Source("OAuthJWTCert", str(folder / "key.jks"), "JKSFILE", PASSWORD, "CN=nobody"))


def test_another_type_than_declared(folder: Path) -> None:
    with pytest.raises(Error, match="not what OAuthJWTCertType says"):
        private_key(Source("OAuthJWTCert", str(folder / "jira_privatekey.pem"), "PFXFILE", "", ""))


def test_damaged_stores(folder: Path) -> None:
    keytool("JCEKS")(folder)
    whole = (folder / "key.jks").read_bytes()
    for damaged in (whole[:40], whole[:-30], whole[:100] + b"x" + whole[101:]):
        with pytest.raises(Error, match="can't be read"):
            private_key(Source("OAuthJWTCert", b64encode(damaged).decode(), "JKSBLOB", PASSWORD, ""))


def test_recipe_of_the_seed_document_as_printed(tmp_path: Path) -> None:
    """Nothing but Enter at each question that openssl asks."""
    recipe = (
        "openssl genrsa -out jira_privatekey.pem 1024",
        "openssl req -newkey rsa:1024 -x509 -key jira_privatekey.pem -out jira_publickey.cer -days 365",
        "openssl pkcs8 -topk8 -nocrypt -in jira_privatekey.pem -out jira_privatekey.pcks8",
        "openssl x509 -pubkey -noout -in jira_publickey.cer -out jira_publickey.pem",
    )
    for command in recipe:
        subprocess.run(command.split(), cwd=tmp_path, input=b"\n" * 9, capture_output=True, check=True)
    public = serialization.load_pem_public_key((tmp_path / "jira_publickey.pem").read_bytes())
    for name in ("jira_privatekey.pem", "jira_privatekey.pcks8"):
        key = private_key(Source("OAuthJWTCert", str(tmp_path / name), "PEMKEY_FILE", "", ""))
        assert key.public_key() == public


def test_key_that_is_not_rsa(tmp_path: Path) -> None:
    run(tmp_path, "openssl genpkey -algorithm ed25519 -out ed.pem")
    with pytest.raises(Error, match="not RSA"):
        private_key(Source("OAuthJWTCert", str(tmp_path / "ed.pem"), "AUTO", "", ""))


def test_another_password_for_the_key_than_for_the_store(folder: Path) -> None:
    keytool("JKS")(folder)
    store = "-keystore key.jks -storepass P@"
    run(folder, f"keytool -keypasswd -alias reports -keypass P@ -new an0ther {store}")
    with pytest.raises(Error, match="can't be read"):
        private_key(Source("OAuthJWTCert", str(folder / "key.jks"), "JKSFILE", PASSWORD, ""))
