"""All of Cinder in one process, with messages in memory: cinder_all.py PORT. Reads $OS_CINDER_CONFIG_DIR."""
import os
import sys
import traceback

os.environ['OS_CINDER_DISABLE_EVENTLET_PATCHING'] = 'true'
port = int(sys.argv[1])
sys.argv = ['cinder']
from cinder import monkey_patch  # noqa: E402

monkey_patch.patch()
import logging as plain_logging  # noqa: E402

import os_brick  # noqa: E402
import sqlalchemy  # noqa: E402
from oslo_config import cfg  # noqa: E402
from oslo_log import log as logging  # noqa: E402
from oslo_service import wsgi  # noqa: E402
from werkzeug.serving import WSGIRequestHandler, make_server  # noqa: E402

from cinder import objects, rpc, service, version  # noqa: E402
from cinder.common import config  # noqa: E402
from cinder.common import constants  # noqa: E402

import cinder.cmd.volume  # noqa: E402,F401


@sqlalchemy.event.listens_for(sqlalchemy.Engine, 'before_cursor_execute', retval=True)
def begin_as_writer(connection, cursor, statement, parameters, context, many):
    """Who reads and then writes finds an SQLite database locked, and does not wait: all wait when they begin."""
    return 'BEGIN IMMEDIATE' if statement == 'BEGIN' else statement, parameters


CONF = cfg.CONF
objects.register_all()
CONF([], project='cinder', version=version.version_string(),
     default_config_files=[os.environ['OS_CINDER_CONFIG_DIR'] + '/cinder.conf'])
logging.setup(CONF, 'cinder')
config.set_middleware_defaults()
os_brick.setup(CONF)
rpc.init(CONF)
started = []
try:
    for binary, host, backend in (
            ('cinder-scheduler', None, None), (constants.VOLUME_BINARY, CONF.host + '@folder', 'folder')):
        one = service.Service.create(host=host, binary=binary, service_name=backend, coordination=True)
        one.start()
        started.append(one)
except BaseException:
    # Threads that were started would keep half of Cinder alive.
    traceback.print_exc()
    os._exit(1)
application = wsgi.Loader(CONF).load_app(name='osapi_volume')
plain_logging.getLogger('werkzeug').setLevel(plain_logging.ERROR)
WSGIRequestHandler.protocol_version = 'HTTP/1.1'
make_server('127.0.0.1', port, application, threaded=True).serve_forever()
