"""All of Nova in one process, with messages in memory: nova_all.py PORT HOST[,HOST...]. Reads $OS_NOVA_CONFIG_DIR."""
import os
import sys
import traceback

os.environ['OS_NOVA_DISABLE_EVENTLET_PATCHING'] = 'true'
port, hosts = int(sys.argv[1]), sys.argv[2].split(',')
sys.argv = ['nova']
from nova import monkey_patch  # noqa: E402

monkey_patch.patch(backend='threading')
import logging as plain_logging  # noqa: E402

import os_vif  # noqa: E402
import sqlalchemy  # noqa: E402
from oslo_log import log as logging  # noqa: E402
from oslo_service import opts as service_options  # noqa: E402
from werkzeug.serving import WSGIRequestHandler, make_server  # noqa: E402

import nova.conf  # noqa: E402
from nova import config, context, objects, service  # noqa: E402
from nova.compute import rpcapi as compute  # noqa: E402
from nova.conductor import rpcapi as conductor  # noqa: E402
from nova.objects import host_mapping  # noqa: E402
from nova.scheduler import rpcapi as scheduler  # noqa: E402
import machines  # noqa: E402

sys.modules['nova.virt.machines'] = machines  # drivers are looked for there alone



@sqlalchemy.event.listens_for(sqlalchemy.Engine, 'before_cursor_execute', retval=True)
def begin_as_writer(connection, cursor, statement, parameters, context, many):
    """Who reads and then writes finds an SQLite database locked, and does not wait: all wait when they begin."""
    return 'BEGIN IMMEDIATE' if statement == 'BEGIN' else statement, parameters


CONF = nova.conf.CONF
folder = os.environ['OS_NOVA_CONFIG_DIR']
config.parse_args(['nova'], default_config_files=[folder + '/nova.conf'])
logging.setup(CONF, 'nova')
service_options.register_service_opts(CONF)
objects.register_all()
os_vif.initialize()
services = [('nova-conductor', conductor.RPC_TOPIC, None), ('nova-scheduler', scheduler.RPC_TOPIC, None)]
services += [('nova-compute', compute.RPC_TOPIC, host) for host in hosts]
started = []
try:
    for binary, topic, host in services:
        if host:
            CONF.set_override('host', host)
        one = service.Service.create(binary=binary, topic=topic, host=host)
        one.start()
        started.append(one)
    host_mapping.discover_hosts(context.get_admin_context())
except BaseException:
    # Threads that were started would keep half of Nova alive.
    traceback.print_exc()
    os._exit(1)
CONF.set_override('api_paste_config', folder + '/api-paste.ini', group='wsgi')
from nova.api.openstack import wsgi_app  # noqa: E402

wsgi_app.init_global_data = lambda *arguments: None  # the configuration is read already
application = wsgi_app.init_application('osapi_compute', 'nova-api-os-compute')
plain_logging.getLogger('werkzeug').setLevel(plain_logging.ERROR)
WSGIRequestHandler.protocol_version = 'HTTP/1.1'
make_server('127.0.0.1', port, application, threaded=True).serve_forever()
