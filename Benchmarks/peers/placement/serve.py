"""OpenStack Placement in one process: python serve.py PORT. Its configuration is in OS_PLACEMENT_CONFIG_DIR."""

import logging
import sys

port = int(sys.argv[1])
# The library reads the arguments as well.
sys.argv = ["serve"]

from placement.wsgi.api import application  # noqa: E402
from werkzeug.serving import WSGIRequestHandler, make_server  # noqa: E402

logging.getLogger("werkzeug").setLevel(logging.ERROR)
WSGIRequestHandler.protocol_version = "HTTP/1.1"
make_server("127.0.0.1", port, application, threaded=True).serve_forever()
