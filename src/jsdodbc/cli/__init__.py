"""The command line: `jsdodbc query`, `explain`, `register`, `unregister`, `sandbox`."""
