"""An IVOA registry on this computer, for tests: DaCHS with a PostgreSQL of its own, all on loopback.

    registry.py prepare FOLDER           makes a database to begin with, once: it takes half a minute
    registry.py run FOLDER WORK BROKER   copies it, starts everything on ports of its own, writes "ready PORT", and runs
                                         until its input ends; then it ends what it started and removes WORK

It is both kinds of registry. As a publishing registry (OAI-PMH at /oai.xml) it publishes itself and the broker at the
URL BROKER. As a searchable one (RegTAP at /tap) it knows what its input says: lines of JSON, each a list of services
(ivoid, title, url, standardID, securityMethods, authenticatedOnly) in place of those before; it answers "took N".
Who is root runs it as the user of PostgreSQL, which refuses to be root's.
"""
import contextlib
import glob
import grp
import json
import os
import pwd
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
PROGRAMS = sorted(glob.glob('/usr/lib/postgresql/*/bin'))[-1]
USER = pwd.getpwnam('postgres') if os.getuid() == 0 else None
AUTHORITY = 'x-test.broker'
DATABASE = 'host=127.0.0.1 port={} dbname=gavo user=dachsroot'

# RegTAP 1.1, section 8: the tables that searches for services read, with all their columns.
TABLES = {
    'resource': (
        'ivoid res_type short_name res_title content_level res_description reference_url creator_seq content_type'
        ' source_format source_value region_of_regard waveband rights rights_uri harvested_from created updated'),
    'capability': 'ivoid cap_index cap_type cap_description standard_id',
    'interface': (
        'ivoid cap_index intf_index intf_type intf_role std_version query_type result_type wsdl_url url_use access_url'
        ' mirror_url authenticated_only'),
    'alt_identifier': 'ivoid alt_identifier',
    'res_subject': 'ivoid res_subject',
    'res_role': 'ivoid role_name role_ivoid street_address email telephone logo base_role',
    'res_detail': 'ivoid cap_index detail_xpath detail_value',
}
TYPES = {
    'cap_index': 'smallint', 'intf_index': 'smallint', 'authenticated_only': 'smallint', 'created': 'timestamp',
    'updated': 'timestamp', 'region_of_regard': 'double precision'}


def as_user():
    if USER is None:
        return {}
    return {'user': USER.pw_uid, 'group': USER.pw_gid, 'extra_groups': []}


def give(path):
    """What root has made belongs to the user that works with it."""
    if USER is None:
        return
    for folder, _, names in os.walk(path):
        for name in [folder] + [os.path.join(folder, name) for name in names]:
            os.chown(name, USER.pw_uid, USER.pw_gid, follow_symlinks=False)


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


def environment(work):
    known = {name: os.environ[name] for name in ('PATH',) if name in os.environ}
    return {
        **known, 'HOME': work, 'GAVOSETTINGS': work + '/gavo.rc', 'GAVOCUSTOM': '/nonexistent', 'LC_ALL': 'C.UTF-8',
        'MPLCONFIGDIR': work + '/matplotlib'}


def call(work, *arguments, **options):
    subprocess.run(
        arguments, check=True, stdin=options.pop('stdin', subprocess.DEVNULL), stdout=sys.stderr, cwd=work,
        env=environment(work), **as_user(), **options)


def postgres(work, port):
    """Starts the database, and waits until it answers."""
    flags = (
        f'-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off -c full_page_writes=off'
        ' -c synchronous_commit=off -c shared_buffers=32MB')
    call(
        work, PROGRAMS + '/pg_ctl', '-D', work + '/database', '-w', '-t', '30', '-l', work + '/database.log',
        '-o', flags, 'start')


def stop_postgres(work):
    call(work, PROGRAMS + '/pg_ctl', '-D', work + '/database', '-m', 'fast', '-w', 'stop')


def psql(work, port, database, text):
    call(
        work, PROGRAMS + '/psql', '-q', '-v', 'ON_ERROR_STOP=1', '-h', '127.0.0.1', '-p', str(port), '-U', 'postgres',
        '-d', database, '-c', text)


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, 'w', encoding='utf-8') as file:
        file.write(text)


def resource(broker):
    """The descriptor: the tables of RegTAP, and the broker as a service that is published."""
    tables = []
    for name, columns in TABLES.items():
        rows = ''.join(
            f'<column name="{column}" type="{TYPES.get(column, "text")}"'
            f'{" required=" + chr(34) + "True" + chr(34) if column in ("cap_index", "intf_index") else ""}'
            f' description="See RegTAP."/>' for column in columns.split())
        tables.append(f'<table id="{name}" onDisk="True" adql="True"><meta name="description">See RegTAP.</meta>'
                      f'{rows}</table>')
    made = ''.join(f'<make table="{name}"/>' for name in TABLES)
    return f'''<resource schema="rr" resdir="rr">
  <meta name="title">Relational registry of tests</meta><meta name="creationDate">2026-01-01T00:00:00Z</meta>
  <meta name="description">What a broker under test finds.</meta><meta name="subject">virtual-observatories</meta>
  <meta name="creator.name">Tester, T.</meta>
  {''.join(tables)}
  <data id="tables"><nullGrammar/>{made}</data>
  <service id="exec" allowed="external"><meta name="shortName">TestBroker</meta>
    <meta name="title">Test Execution Broker</meta><nullCore/>
    <publish render="external" sets="ivo_managed"><meta name="accessURL">{broker}</meta>
      <meta name="standardID">ivo://ivoa.net/std/ExecutionBroker#v1.0</meta></publish></service>
</resource>
'''


def settings(work, port, database_port, broker):
    group = grp.getgrgid(USER.pw_gid if USER else os.getgid()).gr_name
    write(work + '/gavo.rc', f'''[general]
rootDir = {work}/gavo
group = {group}
gavoGroup = {group}
maintainerAddress = ops@example.org
sendmail = true
[web]
bindAddress = 127.0.0.1
serverPort = {port}
serverURL = http://127.0.0.1:{port}
sitename = Registry of tests
[ivoa]
authority = {AUTHORITY}
''')
    write(work + '/gavo/etc/defaultmeta.txt', '\n'.join(
        f'{key}: {value}' for key, value in {
            'publisher': 'Tests', 'publisherID': f'ivo://{AUTHORITY}/org', 'contact.name': 'Tester, T.',
            'contact.email': 'ops@example.org', 'contact.telephone': '0', 'contact.address': 'Nowhere',
            'creator.name': 'Tester, T.', 'authority.creationDate': '2026-01-01T00:00:00Z',
            'authority.title': 'Authority of tests', 'authority.shortName': 'test',
            'authority.description': 'Of tests.',
            'authority.referenceURL': 'http://localhost', 'authority.managingOrg': f'ivo://{AUTHORITY}/org',
            'organization.title': 'Tests', 'organization.description': 'Tests.',
            'organization.referenceURL': 'http://localhost', 'organization.creationDate': '2026-01-01T00:00:00Z',
        }.items()) + '\n')
    write(work + '/gavo/inputs/rr/q.rd', resource(broker))
    shutil.copy(os.path.join(HERE, 'dachs.py'), work + '/dachs.py')
    # Which database it is says a file that `dachs init` wrote, and the port is another one at each start.
    source = work + '/gavo/etc/dsn'
    if os.path.exists(source):
        with open(source, encoding='utf-8') as file:
            text = file.read()
        write(source, re.sub(r'(?m)^port = .*$', f'port = {database_port}', text))
    os.makedirs(work + '/gavo/state/uwsjobs', exist_ok=True)


def dachs(work, *arguments):
    # DaCHS is of the distribution, and so is its Python.
    call(work, '/usr/bin/python3', work + '/dachs.py', *arguments)


def sphere():
    """The script of pgSphere as plain statements, without two operators that PostgreSQL 15.20 refuses.

    They are two of the deprecated operators `@`, which nothing here uses.
    """
    shared = PROGRAMS.replace('/lib/', '/share/').removesuffix('/bin')
    with open(shared + '/extension/pg_sphere--1.2.0.sql', encoding='utf-8') as file:
        text = file.read()
    kept = []
    for statement in text.split(';'):
        squeezed = ' '.join(statement.split())
        if 'CREATE OPERATOR @ (' in squeezed and 'RIGHTARG = smoc' in squeezed:
            continue
        kept.append(statement)
    lines = ';'.join(kept).replace('MODULE_PATHNAME', '$libdir/pg_sphere').split('\n')
    # DaCHS wants to see it among the extensions.
    lines.append(
        'insert into pg_extension (oid, extname, extowner, extnamespace, extrelocatable, extversion)'
        " select 99999, 'pg_sphere', 10, oid, true, '1.2.0' from pg_namespace where nspname = 'public';")
    return '\n'.join(line for line in lines if not line.startswith('\\'))


def prepare(folder):
    work = tempfile.mkdtemp(prefix='berth-registry-')
    give(work)
    port, database_port = free_ports(2)
    try:
        call(
            work, PROGRAMS + '/initdb', '-D', work + '/database', '-A', 'trust', '-U', 'postgres', '--no-sync',
            '-E', 'UTF8', '--locale=C.UTF-8')
        postgres(work, database_port)
        try:
            psql(work, database_port, 'postgres', 'create role dachsroot superuser login')
            psql(work, database_port, 'postgres', "create database gavo owner dachsroot encoding 'UTF8'")
            psql(work, database_port, 'gavo', 'create extension q3c')
            with open(work + '/sphere.sql', 'w', encoding='utf-8') as file:
                file.write(sphere())
            give(work)
            call(
                work, PROGRAMS + '/psql', '-q', '-v', 'ON_ERROR_STOP=1', '-h', '127.0.0.1', '-p', str(database_port),
                '-U', 'postgres', '-d', 'gavo', '-f', work + '/sphere.sql')
            settings(work, port, database_port, 'http://127.0.0.1:1')
            give(work)
            dachs(work, 'init', '-d', DATABASE.format(database_port))
            os.makedirs(work + '/gavo/state/uwsjobs', exist_ok=True)
            give(work)
            dachs(work, 'imp', 'rr/q')
            dachs(work, 'pub', '//services', '//tap', 'rr/q')
        finally:
            stop_postgres(work)
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(work, folder, symlinks=True)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def quoted(value):
    if value is None:
        return 'NULL'
    if isinstance(value, (int, float)):
        return str(value)
    return "'" + str(value).replace("'", "''") + "'"


def row(table, **values):
    names = ', '.join(values)
    return f'INSERT INTO rr.{table} ({names}) VALUES ({", ".join(quoted(value) for value in values.values())});\n'


def fill(work, port, services):
    text = ''.join(f'DELETE FROM rr.{table};\n' for table in TABLES)
    for service in services:
        # RegTAP 1.1, section 4: identifiers are kept in lower case.
        known = service['ivoid'].lower()
        text += row(
            'resource', ivoid=known, res_type='vs:catalogservice', short_name='', res_title=service['title'],
            res_description='', content_level='', reference_url='', creator_seq='', content_type='', source_format='',
            source_value='', waveband='', rights='', rights_uri='', harvested_from='', created='2026-01-01',
            updated='2026-01-01')
        text += row(
            'capability', ivoid=known, cap_index=1, cap_type='', cap_description='',
            standard_id=service['standardID'].lower())
        text += row(
            'interface', ivoid=known, cap_index=1, intf_index=1, intf_type='vs:paramhttp', intf_role='std',
            std_version='1.0', query_type='', result_type='', wsdl_url='', url_use='base', access_url=service['url'],
            mirror_url='', authenticated_only=1 if service.get('authenticatedOnly') else 0)
        for method in service.get('securityMethods', []):
            text += row(
                'res_detail', ivoid=known, cap_index=1, detail_xpath='/capability/interface/securityMethod/@standardID',
                detail_value=method)
    write(work + '/rows.sql', 'BEGIN;\n' + text + 'COMMIT;\n')
    give(work + '/rows.sql')
    os.chmod(work + '/rows.sql', 0o644)
    call(
        work, PROGRAMS + '/psql', '-q', '-v', 'ON_ERROR_STOP=1', '-h', '127.0.0.1', '-p', str(port), '-U', 'postgres',
        '-d', 'gavo', '-f', work + '/rows.sql')


def wait(process, port):
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f'http://127.0.0.1:{port}/oai.xml?verb=Identify', timeout=5) as reply:
                reply.read()
            return
        except OSError:
            time.sleep(0.1)
    sys.exit('DaCHS does not come up')


def run(pristine, work, broker):
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    signal.pthread_sigmask(signal.SIG_SETMASK, [])
    port, database_port = free_ports(2)
    shutil.rmtree(work, ignore_errors=True)
    shutil.copytree(pristine, work, symlinks=True)
    os.chmod(work, 0o755)
    os.chmod(work + '/database', 0o700)
    settings(work, port, database_port, broker)
    give(work)
    server = None
    try:
        postgres(work, database_port)
        with open(work + '/dachs.log', 'wb') as log:
            server = subprocess.Popen(
                ['/usr/bin/python3', work + '/dachs.py', 'serve', 'debug'], stdin=subprocess.DEVNULL, stdout=log,
                stderr=log, cwd=work, env=environment(work), start_new_session=True, **as_user())
        wait(server, port)
        print(f'ready {port}', flush=True)
        for line in sys.stdin:
            services = json.loads(line)
            fill(work, database_port, services)
            print(f'took {len(services)}', flush=True)
    finally:
        if server is not None:
            server.terminate()
            try:
                server.wait(5)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()
        try:
            stop_postgres(work)
        finally:
            shutil.rmtree(work, ignore_errors=True)


if __name__ == '__main__':
    if len(sys.argv) == 3 and sys.argv[1] == 'prepare':
        prepare(os.path.abspath(sys.argv[2]))
    elif len(sys.argv) == 5 and sys.argv[1] == 'run':
        run(os.path.abspath(sys.argv[2]), os.path.abspath(sys.argv[3]), sys.argv[4])
    else:
        sys.exit(__doc__)
