"""Coverage for fuzz targets; atheris finds no way into an editable installation by itself."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from types import FunctionType

import atheris


def fuzz(one_input: Callable[[bytes], None]) -> None:
    """Run a target with the driver's functions, all imported by now, instrumented; does not return."""
    for function in [thing for thing in gc.get_objects() if isinstance(thing, FunctionType)]:
        if (function.__module__ or "").startswith("jsdodbc."):
            atheris.instrument_func(function)
    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()
