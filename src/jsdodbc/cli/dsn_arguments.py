"""The arguments of `jsdodbc dsn`."""

from __future__ import annotations

import argparse

DESCRIPTION = """\
Data sources: connections with a name, in odbc.ini or the registry. Properties are given as Name=value, as in
  jsdodbc dsn add Desk URL=https://example.atlassian.net User=me@example.org 'APIToken=?'
docs/connection-properties.md lists them all. Other users of the machine can see a command line, so a secret may be
pointed at instead: 'APIToken=?' asks for it without showing it, and APIToken=- reads a line of the standard input; the
secret itself is then written into the file, which becomes readable by its owner only. APIToken=env:NAME and
APIToken=keyring:SERVICE/USER are written as they are: each connect takes the secret from there."""

Verbs = argparse._SubParsersAction  # argparse gives its type no public name


def add_to(verbs: Verbs[argparse.ArgumentParser]) -> None:
    """The verb `dsn` with its own verbs."""
    parser = verbs.add_parser(
        "dsn", help="list, add, edit, remove and test data sources", description=DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    own = parser.add_subparsers(title="verbs", required=True, metavar="VERB")
    shown = _scoped(own, "list", "show the data sources of this driver", named=False)
    shown.set_defaults(run=_list, scope=None)
    for name, text, run in (("add", "write a new data source", _add), ("edit", "change single properties", _edit)):
        writing = _scoped(own, name, text)
        writing.add_argument("properties", metavar="NAME=VALUE", nargs="*", help="an empty value takes one out")
        writing.add_argument(
            "--share-secret", action="store_true", help="with --system: let every user of the machine read the secret"
        )
        writing.set_defaults(run=run)
    _scoped(own, "remove", "take a data source out").set_defaults(run=_remove)
    testing = own.add_parser("test", help="connect and say what the account may see, or what fails")
    testing.add_argument("name", metavar="DSN")
    testing.set_defaults(run=_test)


def _scoped(
    verbs: Verbs[argparse.ArgumentParser], name: str, text: str, *, named: bool = True
) -> argparse.ArgumentParser:
    parser = verbs.add_parser(name, help=text, description=text.capitalize() + ".")
    if named:
        parser.add_argument("name", metavar="DSN")
    add_scope(parser)
    return parser


def add_scope(parser: argparse.ArgumentParser) -> None:
    """--user and --system."""
    scope = parser.add_mutually_exclusive_group()
    scope.add_argument("--user", dest="scope", action="store_const", const="user", help="for you only (the default)")
    scope.add_argument(
        "--system", dest="scope", action="store_const", const="system", help="for all users of the machine"
    )
    parser.set_defaults(scope="user")


# Each verb imports what it needs.


def _list(options: argparse.Namespace) -> int:
    from jsdodbc.cli import data_sources

    return data_sources.show(options.scope)


def _add(options: argparse.Namespace) -> int:
    from jsdodbc.cli import asking, data_sources

    data_sources.check_name(options.name)
    given = asking.with_missing_secret(asking.resolved(data_sources.pairs_of(options.properties)))
    return data_sources.add(options.scope, options.name, given, share_secret=options.share_secret)


def _edit(options: argparse.Namespace) -> int:
    from jsdodbc.cli import asking, data_sources

    given = asking.resolved(data_sources.pairs_of(options.properties))
    return data_sources.edit(options.scope, options.name, given, share_secret=options.share_secret)


def _remove(options: argparse.Namespace) -> int:
    from jsdodbc.cli import data_sources

    return data_sources.remove(options.scope, options.name)


def _test(options: argparse.Namespace) -> int:
    from jsdodbc.cli import probe

    return probe.test([("DSN", options.name)])
