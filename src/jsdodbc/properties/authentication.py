"""Where the site is and who signs in."""

from __future__ import annotations

from jsdodbc.properties.declaration import Property

AUTHENTICATION: tuple[Property, ...] = (
    Property(
        "URL",
        "Authentication",
        "string",
        "",
        "Address of the site, for example https://yoursite.atlassian.net or https://jira.example.com/jira. https:// is "
        "added when no "
        "scheme is given; the rest of an address copied from the browser is cut off. http:// is allowed for this "
        "machine only, "
        "unless Other=AllowHttp=true.",
        aliases=("Server", "Host", "Site", "JiraURL", "BaseURL"),
    ),
    Property(
        "AuthScheme",
        "Authentication",
        "enum",
        "Auto",
        "How to sign in. Basic: User with APIToken on Cloud, User with Password on Data Center. APIToken: the same "
        "with APIToken only. PAT (or Bearer): a personal access token of Data Center, in APIToken. OAuth: see "
        "OAuthVersion and InitiateOAuth. OAuthClient: OAuthClientId and OAuthClientSecret of a service account. Crowd: "
        "User and Password at Atlassian Crowd, see SSOLoginURL. Okta: User and Password at Okta, see SSOLoginURL and "
        "SSOProperties. Auto: "
        "OAuth when its properties are given and neither APIToken nor Password is, else Basic.",
        aliases=("Authentication", "AuthMode"),
        values=("Auto", "Basic", "APIToken", "PAT", "Bearer", "OAuth", "OAuthClient", "Crowd", "Okta"),
    ),
    Property(
        "User",
        "Authentication",
        "string",
        "",
        "The account: its email address on Cloud, its user name on Data Center.",
        aliases=("UID", "Username", "UserName", "UserID", "User ID", "Login"),
    ),
    Property(
        "Password",
        "Authentication",
        "string",
        "",
        "The account's password on Data Center or Server. Cloud sites refuse passwords: use APIToken there.",
        aliases=("PWD", "Pass"),
        secret=True,
    ),
    Property(
        "APIToken",
        "Authentication",
        "string",
        "",
        "The API token of a Cloud account, made at https://id.atlassian.com/manage-profile/security/api-tokens, with "
        "scopes or without; or a personal access token of Data Center (AuthScheme=PAT).",
        aliases=("Token", "API Token", "API_Token", "PersonalAccessToken", "PAT"),
        secret=True,
    ),
)
