"""One run of one statement: a cage taken, sources opened, rows streamed, everything given back."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from jsdodbc.cancel import Cancellation, Linked
from jsdodbc.errors import Error
from jsdodbc.execute.cage import POOL, Bound, Cage
from jsdodbc.execute.errors import translated
from jsdodbc.execute.sources import Guarded, MakeSource, Sources
from jsdodbc.plan.scans import Scan
from jsdodbc.scan.hints import Hints

_INSIST = 0.05  # seconds between interrupts of a run that does not end


class Run:
    """Work in a cage, by one thread at a time. `close` stops what is under way, from any thread, any number of times.

    The one rule of a cage's life: nobody takes it, its reader or its result apart while a thread is inside. Who closes
    a run that is being worked on only stops the work; whoever is inside gives the cage back when it leaves. DuckDB does
    not hold a connection for a reader that is in the middle of a batch: closing either one then frees what is in use.
    """

    def __init__(
        self, make: MakeSource, cancellation: Cancellation, scans: Sequence[Scan], cage: Cage | None = None
    ) -> None:
        self._scans = scans
        self._lock = threading.Lock()
        self._sound = True
        self._inside = self._closed = self._finished = False
        self.cancellation = Linked(cancellation)
        self.sources = Sources(make, self.cancellation)
        self._cage: Cage | None = cage or POOL.take()
        self._reader: Any = None
        self._result: Any = None
        self.cancellation.on_cancel(self._interrupt)

    def open(self, hints: Mapping[str, Hints]) -> None:
        """Register every scan with what it is told."""
        with self._working():
            for scan in self._scans:
                self._held.register(scan.name, self.sources.open(scan, hints.get(scan.name, Hints())))

    def bind(self, sql: str, values: Mapping[str, object] | None = None) -> Bound:
        with self._working():
            return self._held.bind(sql, values)

    def rows(self, sql: str, values: Mapping[str, object] | None) -> list[tuple[Any, ...]]:
        with self._working():
            return self._held.rows(sql, values)

    def asking(self) -> contextlib.AbstractContextManager[None]:
        """Within it the sources may be asked what they would do."""
        return self._working()

    def drain(self, source: Guarded) -> None:
        with self._working():
            source.drain()

    def start(self, sql: str, values: Mapping[str, object] | None, rows: int) -> None:
        """Begin to compute a result in batches of `rows` rows; an error that shows at once is raised here."""
        with self._working():
            self._result, self._reader = self._held.stream(sql, values, rows)

    def batches(self) -> Iterator[Any]:
        """The batches of the result that was started. Raises what a scan raised, or 22…, 42…, HY… from DuckDB."""
        while True:
            with self._working():
                batch = self._next()
            if batch is None:
                return
            yield batch

    def _next(self) -> Any:
        self.cancellation.check()
        try:
            return self._reader.read_next_batch()
        except StopIteration:
            failure = self.sources.failure()
            if failure is not None:
                raise failure from None
            return None

    @contextlib.contextmanager
    def _working(self) -> Iterator[None]:
        """Be inside, and turn what goes wrong there into an `Error`. Error 24000 when the run is closed."""
        with self._lock:
            if self._closed:
                raise Error("24000", "The result is closed.")
            self._inside = True
        try:
            yield
        except Exception as error:
            self._sound = self._sound and _harmless(error)
            failure = self.sources.failure()
            raise (failure or translated(error, self.cancellation, self._scans)) from error
        finally:
            self._leave()

    def _leave(self) -> None:
        with self._lock:
            self._inside = False
            closed = self._closed
        if closed:
            self._give_back()

    @property
    def _held(self) -> Cage:
        assert self._cage is not None, "only who is inside asks"
        return self._cage

    def _interrupt(self) -> None:
        with self._lock:
            cage = self._cage
            if cage is not None:
                self._sound = False
                cage.connection.interrupt()
                # DuckDB forgets an interrupt that comes just before it begins: insist until the run is closed.
                again = threading.Timer(_INSIST, self._interrupt)
                again.daemon = True
                again.start()

    @property
    def open_still(self) -> bool:
        return self._cage is not None

    def close(self) -> None:
        """Stop, and give everything back, now or when the thread that is inside leaves."""
        with self._lock:
            closed_before, self._closed = self._closed, True
            inside = self._inside
        if closed_before:
            return
        if inside:
            self.cancellation.cancel()
        else:
            self._give_back()

    def finish(self) -> None:
        """Note that the result was read to its end: the cage is as good as new."""
        self._finished = True
        self.close()

    def _give_back(self) -> None:
        """Let go of the cage; nobody is inside, and nobody comes any more."""
        with self._lock:
            cage, self._cage = self._cage, None
        if cage is None:
            return
        self.cancellation.cancel()  # no interrupt: this cage is used again
        reader, self._reader, self._result = self._reader, None, None
        finished = self._finished or reader is None
        with contextlib.suppress(Exception):  # what a stopped scan says is of no interest
            if reader is not None:
                reader.close()
        del reader
        POOL.give_back(cage, sound=self._sound and finished)


def _harmless(error: Exception) -> bool:
    """Whether a failure came before anything ran, so that the cage can be used again."""
    return type(error).__name__ in ("BinderException", "CatalogException", "ParserException", "SyntaxException")
