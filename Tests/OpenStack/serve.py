"""Serves one WSGI application of OpenStack: serve.py MODULE PORT. They read arguments themselves."""
import importlib
import logging
import sys

module, port = sys.argv[1], int(sys.argv[2])
sys.argv = ['serve']
application = importlib.import_module(module).application
from werkzeug.serving import WSGIRequestHandler, make_server  # noqa: E402

logging.getLogger('werkzeug').setLevel(logging.ERROR)
WSGIRequestHandler.protocol_version = 'HTTP/1.1'
make_server('127.0.0.1', port, application, threaded=True).serve_forever()
