"""The engine's side of the seam to the native library: wire protocol, server, SQLGetInfo, catalog functions."""
