"""Properties of the commercial driver without effect here: names -> why, as it follows "has no effect: ".

They are accepted with a warning (01S00), so that a connection written for that driver works or says what it lacks.
"""

from __future__ import annotations

_CACHE = "the local copy of the site is still to come; every statement reads the site"
_LOG = "log files of limited size are still to come; the log is one file that is only appended to"

# A feature that is still to come, and what to do until then.
LATER: dict[tuple[str, ...], str] = {
    ("LogModules", "MaxLogFileSize", "MaxLogFileCount"): _LOG,
    ("AutoCache", "CacheDriver", "CacheProvider", "CacheConnection", "CacheLocation", "CacheTolerance"): _CACHE,
    ("Offline", "CacheMetadata"): _CACHE,
    ("RequestLanguage",): "names in another language are still to come; they come in the language of the account",
    ("UserDefinedViews",): "views of one's own are still to come; write the query out",
}

_POOL = "pooling is the driver manager's (CPTimeout in odbcinst.ini); connections share one engine"
_FIXED = "it is always done in the one right way"

# What means nothing to this driver.
MEANINGLESS: dict[tuple[str, ...], str] = {
    ("RTK",): "the driver needs no licence key",
    ("Location",): "tables are not described by files here",
    ("BatchSize",): "statements are not sent in batches",
    ("ConnectOnOpen",): "connecting always signs in, so that a wrong password is told at once",
    ("ConnectionLifeTime", "PoolIdleTimeout", "PoolMaxSize", "PoolMinSize", "PoolWaitTime"): _POOL,
    ("UseConnectionPooling",): _POOL,
    ("Timezone",): "all times are UTC",
    ("UseDefaultOrderBy", "UseDisplayNames", "UseSimpleNames"): "names and order are always those of the reference",
    ("SupportEnhancedSQL",): "all SQL is always supported",
    ("UpperCaseIdentifiers",): "names are compared without regard to case, and shown as the reference writes them",
    ("Port",): "the port is part of URL, as in https://jira.example.com:8443",
    ("Database", "Catalog", "Schema"): "a connection is one site: set URL",
}

# The same for keys inside Other.
OTHER_MEANINGLESS: dict[str, str] = {
    "ConvertDateTimeToGMT": "all times are UTC",
    "RecordToFile": "Logfile with Verbosity=5 writes the site's answers down",
}

NOT_YET: dict[tuple[str, ...], str] = {**LATER, **MEANINGLESS}
