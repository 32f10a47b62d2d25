"""The way to the site: certificates, proxies, firewalls."""

from __future__ import annotations

from jsdodbc.properties.declaration import Property
from jsdodbc.properties.key_stores import KEY_STORE_TYPES

_HIGHEST_PORT = 65535

NETWORK: tuple[Property, ...] = (
    Property(
        "SSLServerCert",
        "TLS",
        "string",
        "",
        "Certificate that the site may show although this machine does not trust it: the certificate's file or PEM "
        "text, an authority's, a public key in PEM, or a fingerprint (SHA-256, SHA-1 or MD5 in hex). "
        "`*` takes any certificate, and so protects against nobody.",
    ),
    Property(
        "SSLClientCert",
        "TLS",
        "string",
        "",
        "Certificate and private key that this machine shows to the site: a file, or for the BLOB types its content "
        "(PEM text, or base64).",
        secret=True,
    ),
    Property(
        "SSLClientCertType",
        "TLS",
        "enum",
        "AUTO",
        "What SSLClientCert is. AUTO tells by the content, and a file from its content. A private key without its "
        "certificate is not enough.",
        values=KEY_STORE_TYPES,
    ),
    Property("SSLClientCertPassword", "TLS", "string", "", "Password of SSLClientCert.", secret=True),
    Property(
        "SSLClientCertSubject",
        "TLS",
        "string",
        "",
        "What the subject of SSLClientCert must hold, such as CN=reports; `*` or empty for any.",
    ),
    Property(
        "ProxyServer", "Proxy", "string", "", "Host of the HTTP proxy that all requests go through, tokens' too."
    ),
    Property("ProxyPort", "Proxy", "integer", "80", "Port of ProxyServer.", minimum=1, maximum=_HIGHEST_PORT),
    Property(
        "ProxyAuthScheme",
        "Proxy",
        "enum",
        "BASIC",
        "How to sign in at the proxy, when ProxyUser is set. NTLM needs the package pyspnego.",
        values=("BASIC", "DIGEST", "NTLM", "NONE"),
    ),
    Property("ProxyUser", "Proxy", "string", "", "User at the proxy."),
    Property("ProxyPassword", "Proxy", "string", "", "Password at the proxy.", secret=True),
    Property(
        "ProxySSLType",
        "Proxy",
        "enum",
        "AUTO",
        "AUTO: https through a tunnel (CONNECT), http by asking the proxy. TUNNEL: both through a tunnel. NEVER: as "
        "AUTO. ALWAYS: the proxy itself is spoken to over TLS, which only http sites can be reached through.",
        values=("AUTO", "ALWAYS", "NEVER", "TUNNEL"),
    ),
    Property(
        "ProxyExceptions",
        "Proxy",
        "string",
        "",
        "Hosts reached without the proxy, separated by semicolons: jira.example.com, *.example.com, 10.0.0.0/8.",
    ),
    Property(
        "ProxyAutoDetect",
        "Proxy",
        "boolean",
        "false",
        "Use the proxy that the system names, instead of ProxyServer: HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY "
        "of the environment, on Windows and macOS the system's settings.",
    ),
    Property(
        "FirewallType",
        "Firewall",
        "enum",
        "NONE",
        "What kind of firewall FirewallServer is. TUNNEL: an HTTP proxy that everything is tunnelled through.",
        values=("NONE", "TUNNEL", "SOCKS4", "SOCKS5"),
    ),
    Property("FirewallServer", "Firewall", "string", "", "Host of the firewall that all connections go through."),
    Property(
        "FirewallPort",
        "Firewall",
        "integer",
        "0",
        "Port of FirewallServer. 0: 80 for TUNNEL, 1080 for SOCKS.",
        minimum=0,
        maximum=_HIGHEST_PORT,
    ),
    Property("FirewallUser", "Firewall", "string", "", "User at the firewall."),
    Property("FirewallPassword", "Firewall", "string", "", "Password at the firewall.", secret=True),
)
