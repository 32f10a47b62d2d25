"""`jsdodbc`: reads the arguments and hands over to the verb. One line on stderr and exit code 1 for every failure."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from jsdodbc import __version__
from jsdodbc.cli import dsn_arguments
from jsdodbc.errors import Error

FORMATS = ("table", "csv", "json", "jsonl", "parquet")

CONNECTION_HELP = """\
The site is named by --dsn (an entry of odbc.ini) or by a connection string such as
  URL=https://example.atlassian.net;AuthScheme=Basic;User=me@example.org;APIToken=...
Other users of the machine can see a command line, secrets in it too. Keep them out of it: put the string into the
environment variable JSDODBC_CONNECTION_STRING, or say "--connection-string -" and give it on the standard input."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code: 0, 1 for a failure, 2 for wrong arguments, 130 when interrupted."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given[:1] == ["sandbox"]:
        return _sandbox(given[1:])
    options = _parser().parse_args(given)
    try:
        return int(options.run(options))
    except Error as error:
        print(f"jsdodbc: {error}", file=sys.stderr)
    except OSError as error:
        return _broken_file(error)
    except KeyboardInterrupt:
        return 130
    return 1


def _broken_file(error: OSError) -> int:
    if isinstance(error, BrokenPipeError):  # the reader of our output has had enough, as in `| head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    print(f"jsdodbc: {error.filename or 'file'}: {error.strerror or error}", file=sys.stderr)
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="jsdodbc", description="SQL for Jira Service Management.")
    parser.add_argument("--version", action="version", version=f"jsdodbc {__version__}")
    verbs = parser.add_subparsers(title="verbs", required=True, metavar="VERB")
    _add_query(verbs)
    _add_explain(verbs)
    _add_register(verbs)
    _add_unregister(verbs)
    dsn_arguments.add_to(verbs)
    _add_login(verbs)
    _add_logout(verbs)
    verbs.add_parser("sandbox", help="a service desk on this machine to try things on")
    return parser


Verbs = argparse._SubParsersAction  # argparse gives its type no public name


def _add_query(verbs: Verbs[argparse.ArgumentParser]) -> None:
    parser = _connecting(verbs, "query", "run a statement and show or save its rows")
    parser.add_argument(
        "--format", choices=FORMATS, help="default: table on a terminal, csv otherwise, or the ending of FILE"
    )
    parser.add_argument(
        "--output", metavar="FILE", type=Path, help="write the rows there instead of the standard output"
    )
    parser.set_defaults(run=_query)


def _add_explain(verbs: Verbs[argparse.ArgumentParser]) -> None:
    parser = _connecting(verbs, "explain", "say which requests a statement sends and what is done where")
    parser.set_defaults(run=_explain)


def _add_register(verbs: Verbs[argparse.ArgumentParser]) -> None:
    parser = _scoped(verbs, "register", "make the driver known to unixODBC, iODBC or Windows")
    parser.add_argument(
        "--dsn", metavar="NAME", help="also write a data source of this name, from the connection string"
    )
    parser.add_argument("--no-dsn", action="store_true", help="don't make a first data source to be filled in")
    _connection_string(parser)
    parser.set_defaults(run=_register)


def _add_unregister(verbs: Verbs[argparse.ArgumentParser]) -> None:
    parser = _scoped(verbs, "unregister", "take the driver, or one data source, out again")
    parser.add_argument("--dsn", metavar="NAME", help="take out this data source only")
    parser.set_defaults(run=_unregister)


def _add_login(verbs: Verbs[argparse.ArgumentParser]) -> None:
    parser = _scoped(verbs, "login", "sign in step by step, try it, and write a data source")
    parser.add_argument("name", metavar="DSN", help="name of the data source")
    parser.add_argument("properties", metavar="NAME=VALUE", nargs="*", help="what is not to be asked for")
    parser.add_argument("--no-browser", action="store_true", help="show the address to open elsewhere instead")
    parser.set_defaults(run=_login)


def _add_logout(verbs: Verbs[argparse.ArgumentParser]) -> None:
    text = "give the tokens of a data source back, and forget them"
    parser = verbs.add_parser("logout", help=text, description=text.capitalize() + ".")
    parser.add_argument("name", metavar="DSN", help="name of the data source")
    parser.set_defaults(run=_logout)


def _connecting(verbs: Verbs[argparse.ArgumentParser], name: str, text: str) -> argparse.ArgumentParser:
    parser = verbs.add_parser(
        name, help=text, description=text.capitalize() + ".", epilog=CONNECTION_HELP,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    parser.add_argument("sql", metavar="SQL", help="the statement")
    parser.add_argument("--dsn", metavar="NAME", help="data source of odbc.ini")
    _connection_string(parser)
    return parser


def _scoped(verbs: Verbs[argparse.ArgumentParser], name: str, text: str) -> argparse.ArgumentParser:
    parser = verbs.add_parser(name, help=text, description=text.capitalize() + ".")
    dsn_arguments.add_scope(parser)
    return parser


def _connection_string(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--connection-string", metavar="TEXT",
        help="NAME=VALUE;... or - for the standard input; default: $JSDODBC_CONNECTION_STRING",
    )  # fmt: skip


# Each verb imports what it needs: `jsdodbc register` has no use for a query engine.


def _query(options: argparse.Namespace) -> int:
    from jsdodbc.cli import query, sites

    pairs = sites.pairs(options.dsn, options.connection_string)
    return query.run(options.sql, pairs, form=options.format, output=options.output)


def _explain(options: argparse.Namespace) -> int:
    from jsdodbc.cli import query, sites

    return query.explain(options.sql, sites.pairs(options.dsn, options.connection_string))


def _register(options: argparse.Namespace) -> int:
    from jsdodbc.cli import register, sites

    pairs = sites.optional_pairs(options.connection_string) if options.dsn else []
    return register.register(options.scope, dsn=options.dsn, pairs=pairs, first=not options.no_dsn)


def _unregister(options: argparse.Namespace) -> int:
    from jsdodbc.cli import register

    return register.unregister(options.scope, dsn=options.dsn)


def _login(options: argparse.Namespace) -> int:
    from jsdodbc.cli import asking, data_sources, login

    given = asking.resolved(data_sources.pairs_of(options.properties))
    return login.run(options.scope, options.name, given, browser=not options.no_browser)


def _logout(options: argparse.Namespace) -> int:
    from jsdodbc.cli import logout

    return logout.run(options.name)


def _sandbox(arguments: list[str]) -> int:
    from jsdodbc.sandbox.__main__ import main as sandbox

    return int(sandbox(arguments) or 0)


if __name__ == "__main__":
    sys.exit(main())
