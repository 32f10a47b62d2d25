"""Builds the package as a wheel for a platform: wheels.py PLATFORM FOLDER; without arguments it names the platforms.

Linux and macOS are compiled for with PyPI's ziglang, which brings each system's interface of the oldest release named
here; Windows with mingw-w64, as `make windows` does.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HEADERS = ("sql.h", "sqlext.h", "sqltypes.h", "sqlucode.h", "odbcinst.h", "odbcinstext.h", "*/unixodbc.h")


@dataclass(frozen=True)
class Platform:
    """A wheel's platform tag, and how CMake builds for it: a toolchain file of cmake/ with its variables."""

    tag: str
    toolchain: str
    variables: tuple[str, ...] = ()


def _zig(tag: str, target: str, system: str, processor: str) -> Platform:
    return Platform(tag, "zig", (f"ZIG_TARGET={target}", f"ZIG_SYSTEM={system}", f"ZIG_PROCESSOR={processor}"))


PLATFORMS = {
    "manylinux-x86_64": _zig("manylinux_2_17_x86_64", "x86_64-linux-gnu.2.17", "Linux", "x86_64"),
    "manylinux-aarch64": _zig("manylinux_2_17_aarch64", "aarch64-linux-gnu.2.17", "Linux", "aarch64"),
    "musllinux-x86_64": _zig("musllinux_1_2_x86_64", "x86_64-linux-musl", "Linux", "x86_64"),
    "musllinux-aarch64": _zig("musllinux_1_2_aarch64", "aarch64-linux-musl", "Linux", "aarch64"),
    "macos-x86_64": _zig("macosx_11_0_x86_64", "x86_64-macos.11.0", "Darwin", "x86_64"),
    "macos-arm64": _zig("macosx_11_0_arm64", "aarch64-macos.11.0", "Darwin", "arm64"),
    "windows-x86_64": Platform("win_amd64", "mingw-x86_64"),
    "windows-x86": Platform("win32", "mingw-i686"),
}


def main(name: str = "", folder: str = "") -> None:
    if name not in PLATFORMS or not folder:
        sys.exit(f"Usage: wheels.py PLATFORM FOLDER, with one of: {' '.join(PLATFORMS)}")
    platform = PLATFORMS[name]
    wheel = tagged(built(name, platform, Path(folder)), platform.tag)
    if platform.tag.startswith(("manylinux", "musllinux")):
        audit(wheel, platform.tag)
    print(wheel)


def built(name: str, platform: Platform, folder: Path) -> Path:
    """The wheel, still tagged for this machine."""
    shutil.rmtree(folder, ignore_errors=True)
    defines = [f"CMAKE_TOOLCHAIN_FILE={ROOT / 'cmake' / platform.toolchain}.cmake", *platform.variables]
    # This machine's strip knows its own files only.
    defines += [f"CMAKE_{kind}_LINKER_FLAGS=-s" for kind in ("MODULE", "SHARED")]
    environment = dict(os.environ)
    if platform.toolchain == "zig":
        import ziglang  # type: ignore[import-not-found]

        defines += [f"ZIG={Path(ziglang.__file__).parent / 'zig'}", f"CMAKE_CXX_FLAGS=-isystem {headers()}"]
        environment["ZIG_GLOBAL_CACHE_DIR"] = str(ROOT / "build" / "zig")
    settings = [f"cmake.define.{define}" for define in defines]
    settings += ["install.strip=false", f"build-dir=build/wheel-{name}"]
    command = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "-w", str(folder)]
    subprocess.run(
        [*command, *(f"--config-settings={setting}" for setting in settings), str(ROOT)], env=environment, check=True
    )
    return next(folder.glob("*.whl"))


def headers() -> Path:
    """A folder with unixODBC's headers alone; the system's others are not the target's."""
    folder = ROOT / "build" / "headers"
    folder.mkdir(parents=True, exist_ok=True)
    for header in (found for pattern in HEADERS for found in Path("/usr/include").glob(pattern)):
        shutil.copy(header, folder)
    return folder


def tagged(wheel: Path, tag: str) -> Path:
    command = [sys.executable, "-m", "wheel", "tags", "--remove", "--platform-tag", tag, str(wheel)]
    name = subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
    return wheel.with_name(name)


def audit(wheel: Path, tag: str) -> None:
    """Fails when the libraries need more of a system than the tag promises."""
    command = [sys.executable, "-m", "auditwheel", "show", str(wheel)]
    report = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    if f'"{tag}"' not in report:
        sys.exit(f"{wheel.name} is not what its tag says.\n{report}")


if __name__ == "__main__":
    main(*sys.argv[1:])
