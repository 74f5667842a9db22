"""The frame of the tests: servers for one run, a database per worker, a browser that never leaves the server."""
