"""A small OpenStack on this computer, for tests: Keystone, Placement, Glance, Neutron, Nova and Cinder with databases
in files. Its second region has no Cinder.

    cloud.py prepare FOLDER        makes databases to begin with, once: it takes a minute
    cloud.py run FOLDER WORK HOSTS copies them, starts everything on ports of its own, writes "ready PORTS" and runs
                                   until its input ends; then it ends what it started and removes WORK.
                                   A line "restart NAME" of its input ends one of the services and starts it again
"""
import contextlib
import json
import os
import random
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.request
import uuid

from configurations import PASSWORD, write

HERE = os.path.dirname(os.path.abspath(__file__))
SERVICES = {
    'identity': '/v3', 'placement': '', 'image': '', 'network': '', 'compute': '/v2.1',
    'block-storage': '/v3/$(project_id)s'}
def prepare(folder):
    work = folder + '.part'
    shutil.rmtree(work, ignore_errors=True)
    ports = {name: 10000 + index for index, name in enumerate(SERVICES)}
    write(work, ports)

    def run(program, *arguments):
        done = subprocess.run(
            [f'{sys.prefix}/bin/{program}', *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True)
        if done.returncode != 0:
            sys.exit(f'{program} {arguments}: {done.stdout[-2000:]}')

    keystone = ['--config-file', f'{work}/keystone.conf']
    user = subprocess.run(['id', '-un'], capture_output=True, text=True).stdout.strip()
    group = subprocess.run(['id', '-gn'], capture_output=True, text=True).stdout.strip()
    run('keystone-manage', *keystone, 'db_sync')
    run('keystone-manage', *keystone, 'fernet_setup', '--keystone-user', user, '--keystone-group', group)
    address = f"http://127.0.0.1:{ports['identity']}/v3"
    run('keystone-manage', *keystone, 'bootstrap', '--bootstrap-password', PASSWORD, '--bootstrap-region-id',
        'RegionOne', '--bootstrap-public-url', address, '--bootstrap-internal-url', address)
    run('glance-manage', '--config-file', f'{work}/glance/glance-api.conf', 'db_sync')
    run('python', '-c', 'import sys; sys.argv=["x"]\nfrom neutron.db.migration.models import head\n'
        f'import sqlalchemy\nhead.get_metadata().create_all(sqlalchemy.create_engine("sqlite:///{work}/neutron.db"))')
    nova = ['--config-file', f'{work}/nova/nova.conf']
    run('nova-manage', *nova, 'api_db', 'sync')
    run('nova-manage', *nova, 'cell_v2', 'map_cell0', '--database_connection', f'sqlite:///{work}/nova_cell0.db')
    run('nova-manage', *nova, 'db', 'sync')
    run('nova-manage', *nova, 'cell_v2', 'create_cell', '--name', 'cell1', '--database_connection',
        f'sqlite:///{work}/nova_cell1.db', '--transport-url', 'fake:///')
    run('cinder-manage', '--config-file', f'{work}/cinder/cinder.conf', 'db', 'sync')
    with contextlib.closing(sqlite3.connect(f'{work}/keystone.db')) as database, database:
        database.execute("insert into region (id, description, extra) values ('RegionTwo', '', '{}')")
        for name, path in SERVICES.items():
            if name == 'identity':
                continue
            service = uuid.uuid4().hex
            database.execute(
                'insert into service (id, type, enabled, extra) values (?, ?, 1, ?)',
                (service, name, f'{{"name": "{name}"}}'))
            for region in ('RegionOne', 'RegionTwo')[:1 if name == 'block-storage' else 2]:
                database.execute(
                    'insert into endpoint (id, interface, service_id, url, extra, enabled, region_id)'
                    " values (?, 'public', ?, ?, '{}', 1, ?)",
                    (uuid.uuid4().hex, service, f'http://127.0.0.1:{ports[name]}{path}', region))
    for name in os.listdir(work):
        if name.endswith('.db'):
            # Who reads does not wait for who writes; it stays so in the file.
            with contextlib.closing(sqlite3.connect(f'{work}/{name}')) as database:
                database.execute('pragma journal_mode = wal')
    shutil.rmtree(folder, ignore_errors=True)
    os.rename(work, folder)


def free_ports(count):
    """Below those that the system gives to connections: one of these could be taken before it is used."""
    found = []
    while len(found) < count:
        port = random.randrange(20_000, 30_000)
        if port in found:
            continue
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(('127.0.0.1', port))
            found.append(port)
    return found


def rewrite(folder, work, ports):
    """Places and ports stand in the databases as well."""
    shutil.rmtree(work, ignore_errors=True)
    shutil.copytree(folder, work)
    with contextlib.closing(sqlite3.connect(f'{work}/keystone.db')) as database, database:
        for index, name in enumerate(SERVICES):
            database.execute(
                'update endpoint set url = replace(url, ?, ?)', (f':{10000 + index}', f':{ports[name]}'))
    with contextlib.closing(sqlite3.connect(f'{work}/nova_api.db')) as database, database:
        for cell in ('cell0', 'cell1'):
            database.execute(
                'update cell_mappings set database_connection = ? where name = ?',
                (f'sqlite:///{work}/nova_{cell}.db?timeout=60', cell))


def answers(port):
    try:
        urllib.request.urlopen(f'http://127.0.0.1:{port}/', timeout=5)
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True


def call(method, url, body=None, token=None, kind='application/json'):
    data = body if isinstance(body, bytes) else json.dumps(body).encode() if body is not None else None
    request = urllib.request.Request(url, data, {'Content-Type': kind}, method=method)
    request.add_header('OpenStack-API-Version', 'compute 2.79, volume 3.59')
    if token:
        request.add_header('X-Auth-Token', token)
    with urllib.request.urlopen(request, timeout=60) as reply:
        text = reply.read()
        return (json.loads(text) if text else None), reply.headers


def token(keystone, user, password, project):
    domain = {'name': 'Default'}
    _, headers = call('POST', keystone + '/auth/tokens', {'auth': {
        'identity': {'methods': ['password'], 'password': {
            'user': {'name': user, 'domain': domain, 'password': password}}},
        'scope': {'project': {'name': project, 'domain': domain}}}})
    return headers['X-Subject-Token']


def furnish(ports):
    """Sizes of machines, an image, two projects, and who may use them; what a test has to know, by name."""
    keystone, nova, glance, cinder = (
        f"http://127.0.0.1:{ports[name]}{path}"
        for name, path in (('identity', '/v3'), ('compute', '/v2.1'), ('image', '/v2'), ('block-storage', '/v3')))
    admin = token(keystone, 'admin', PASSWORD, 'admin')
    for index, (name, cores, mebibytes, disk, specs) in enumerate((
            ('c1.small', 1, 1024, 10, {}), ('c1.medium', 2, 4096, 20, {}), ('c1.large', 4, 6144, 40, {}),
            ('c1.huge', 64, 65536, 100, {}), ('g1.medium', 2, 4096, 20, {'resources:CUSTOM_GPU_A100': '1'}),
            ('t1.fast', 2, 2048, 20, {
                'trait:HW_CPU_X86_AVX2': 'required', 'trait:CUSTOM_FAST_DISK': 'required',
                'resources:CUSTOM_GPU_A100': '1'}),
            ('t1.avx', 2, 2048, 20, {'trait:HW_CPU_X86_AVX2': 'required', 'hw:cpu_policy': 'shared'}),
            ('t1.odd', 2, 2048, 20, {'trait:CUSTOM_NOBODY_HAS_THIS': 'required'}))):
        call('POST', nova + '/flavors', {'flavor': {
            'name': name, 'id': f'f{index}', 'vcpus': cores, 'ram': mebibytes, 'disk': disk}}, admin)
        if specs:
            call('POST', f'{nova}/flavors/f{index}/os-extra_specs', {'extra_specs': specs}, admin)
    image, _ = call('POST', glance + '/images', {
        'name': 'debian-12', 'container_format': 'bare', 'disk_format': 'raw', 'min_disk': 2, 'visibility': 'public',
        'hw_architecture': 'x86_64'}, admin)
    call('PUT', f"{glance}/images/{image['id']}/file", bytes(1024), admin, 'application/octet-stream')
    roles = {role['name']: role['id'] for role in call('GET', keystone + '/roles', token=admin)[0]['roles']}
    known = {'imageID': image['id'], 'password': PASSWORD}
    known['adminID'] = call('GET', keystone + '/projects?name=admin', token=admin)[0]['projects'][0]['id']
    call('POST', f"{cinder}/{known['adminID']}/types", {'volume_type': {'name': 'broken'}}, admin)
    for project, user, role, quota in (
            ('science', 'berth', 'admin', None), ('science', 'member', 'member', None),
            ('small', 'guest', 'admin', {'cores': 3, 'ram': 5000, 'instances': 1})):
        found = call('GET', f'{keystone}/projects?name={project}', token=admin)[0]['projects']
        if not found:
            found = [call('POST', keystone + '/projects', {'project': {
                'name': project, 'domain_id': 'default'}}, admin)[0]['project']]
        place = found[0]['id']
        person = call('POST', keystone + '/users', {'user': {
            'name': user, 'domain_id': 'default', 'password': PASSWORD}}, admin)[0]['user']['id']
        call('PUT', f'{keystone}/projects/{place}/users/{person}/roles/{roles[role]}', token=admin)
        if quota:
            call('PUT', f'{nova}/os-quota-sets/{place}', {'quota_set': quota}, admin)
            call('PUT', f"{cinder}/{known['adminID']}/os-quota-sets/{place}", {'quota_set': {
                'volumes': 2, 'gigabytes': 5}}, admin)
        known[project + 'ID'] = place
        own = token(keystone, user, PASSWORD, project)
        credential = call('POST', f'{keystone}/users/{person}/application_credentials', {
            'application_credential': {'name': 'broker', 'secret': f'secret-of-{user}'}}, own)[0]
        known[user] = credential['application_credential']['id']
    # Python imports half of a service when it is asked for the first time.
    own = token(keystone, 'berth', PASSWORD, 'science')
    placement, neutron = (f"http://127.0.0.1:{ports[name]}" for name in ('placement', 'network'))
    call('GET', placement + '/', token=own)
    call('GET', placement + '/resource_providers', token=own)
    call('GET', neutron + '/v2.0/networks', token=own)
    server = call('POST', nova + '/servers', {'server': {
        'name': 'first', 'flavorRef': 'f0', 'imageRef': image['id'], 'networks': 'none'}}, own)[0]['server']['id']
    wait(lambda: call('GET', f'{nova}/servers/{server}', token=own)[0]['server']['status'] != 'BUILD', 'a machine')
    call('DELETE', f'{nova}/servers/{server}', token=own)
    wait(lambda: not call('GET', nova + '/servers', token=own)[0]['servers'], 'its end')
    return known


def wait(is_there, what):
    deadline = time.monotonic() + 240
    while not is_there():
        if time.monotonic() > deadline:
            raise RuntimeError(f'waiting for {what} in vain')
        time.sleep(0.2)


def run(folder, work, hosts):
    ports = dict(zip(SERVICES, free_ports(len(SERVICES))))
    rewrite(folder, work, ports)
    write(work, ports)
    orders = {}
    processes = {}

    def start(name, words, variables):
        orders[name] = (words, variables)
        with open(f'{work}/log/{name}.out', 'a') as log:
            processes[name] = subprocess.Popen(
                [sys.executable, '-W', 'ignore', *words], stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                env={**os.environ, 'PYTHONPATH': HERE, 'PYTHONDONTWRITEBYTECODE': '1', **variables})

    def serve(name, module, variables):
        start(name, [f'{HERE}/serve.py', module, str(ports[name])], variables)

    def up(*names):
        def are_there():
            if any(one.poll() is not None for one in processes.values()):
                raise RuntimeError(f'something has ended; see {work}/log')
            return all(answers(ports[name]) for name in names)

        wait(are_there, f'{names}; see {work}/log')

    try:
        serve('identity', 'keystone.wsgi.api', {'OS_KEYSTONE_CONFIG_FILES': f'{work}/keystone.conf'})
        serve('placement', 'placement.wsgi.api', {'OS_PLACEMENT_CONFIG_DIR': f'{work}/placement'})
        serve('image', 'glance.wsgi.api', {'OS_GLANCE_CONFIG_DIR': f'{work}/glance'})
        serve('network', 'neutron.wsgi.api', {
            'OS_NEUTRON_CONFIG_FILES': 'neutron.conf', 'OS_NEUTRON_CONFIG_DIR': f'{work}/neutron'})
        up('identity', 'placement')
        start('block-storage', [f'{HERE}/cinder_all.py', str(ports['block-storage'])], {
            'OS_CINDER_CONFIG_DIR': f'{work}/cinder', 'BERTH_VOLUMES': f'{work}/volumes'})
        start('compute', [f'{HERE}/nova_all.py', str(ports['compute']), hosts], {
            'OS_NOVA_CONFIG_DIR': f'{work}/nova', 'BERTH_MACHINES': f'{work}/machines'})
        up('image', 'network', 'compute', 'block-storage')
        known = {**ports, **furnish(ports)}
        known |= {f'pid-{name}': one.pid for name, one in processes.items()}
        print('ready', *[f'{name}={value}' for name, value in known.items()], flush=True)
        # The input ends also when whoever started it is killed.
        for line in sys.stdin:
            name = line.split()[-1]
            processes[name].terminate()
            processes[name].wait()
            start(name, *orders[name])
            up(name)
            print('restarted', name, processes[name].pid, flush=True)
        shutil.rmtree(work, ignore_errors=True)
    finally:
        for one in processes.values():
            one.terminate()
        clock = threading.Timer(8, lambda: [one.kill() for one in processes.values()])
        clock.start()
        for one in processes.values():
            one.wait()
        clock.cancel()


# Threads of Swift block signals, and programs that they start would as well.
signal.pthread_sigmask(signal.SIG_SETMASK, [])
signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
if sys.argv[1:2] == ['prepare'] and len(sys.argv) == 3:
    prepare(os.path.abspath(sys.argv[2]))
elif sys.argv[1:2] == ['run'] and len(sys.argv) == 5:
    run(os.path.abspath(sys.argv[2]), os.path.abspath(sys.argv[3]), sys.argv[4])
else:
    sys.exit(__doc__)
