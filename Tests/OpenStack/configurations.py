"""What the services of the cloud of tests read: their configuration files."""
import os
import shutil
import sys

PASSWORD = 'of-tests'


def auth(port):
    return f'''auth_url = http://127.0.0.1:{port}/v3
auth_type = password
project_domain_name = Default
user_domain_name = Default
project_name = admin
username = admin
password = {PASSWORD}
region_name = RegionOne
service_token_roles = admin
'''


def configurations(work, ports):
    access = auth(ports['identity'])
    return {
        'keystone.conf': f'''[database]
connection = sqlite:///{work}/keystone.db?timeout=60
[token]
provider = fernet
[fernet_tokens]
key_repository = {work}/fernet
[credential]
key_repository = {work}/credential
[identity]
password_hash_rounds = 4
[cache]
enabled = false
''',
        'placement/placement.conf': f'''[placement_database]
connection = sqlite:///{work}/placement.db?timeout=60
sync_on_startup = true
[api]
auth_strategy = keystone
[keystone_authtoken]
{access}''',
        'glance/glance-api.conf': f'''[DEFAULT]
enabled_backends = file1:file
[database]
connection = sqlite:///{work}/glance.db?timeout=60
[glance_store]
default_backend = file1
[file1]
filesystem_store_datadir = {work}/images
[keystone_authtoken]
{access}# The one that sees first that a token was revoked: asking about each token keeps all the others busy.
token_cache_time = 5
[paste_deploy]
flavor = keystone
config_file = {work}/glance/glance-api-paste.ini
[oslo_concurrency]
lock_path = {work}/state/locks
''',
        'neutron/neutron.conf': f'''[DEFAULT]
state_path = {work}/state
transport_url = fake:///
core_plugin = ml2
service_plugins =
api_paste_config = {work}/neutron/api-paste.ini
notify_nova_on_port_status_changes = false
notify_nova_on_port_data_changes = false
dhcp_agent_notification = false
[database]
connection = sqlite:///{work}/neutron.db?timeout=60
[keystone_authtoken]
{access}[ml2]
type_drivers = local,flat,vlan,vxlan
tenant_network_types = local
mechanism_drivers = logger
extension_drivers = port_security
[oslo_concurrency]
lock_path = {work}/state/locks
''',
        'nova/nova.conf': f'''[DEFAULT]
log_file = {work}/log/nova.log
state_path = {work}/state
instances_path = {work}/instances
host = node1
my_ip = 127.0.0.1
transport_url = fake:///
compute_driver = machines.MachineDriver
concurrency_backend = threading
periodic_fuzzy_delay = 0
sync_power_state_interval = -1
report_interval = 3600
service_down_time = 86400
update_resources_interval = 3600
[api_database]
connection = sqlite:///{work}/nova_api.db?timeout=60
sqlite_synchronous = false
[database]
connection = sqlite:///{work}/nova_cell1.db?timeout=60
sqlite_synchronous = false
[keystone_authtoken]
{access}[placement]
{access}[glance]
{access}api_servers = http://127.0.0.1:{ports['image']}
[neutron]
{access}endpoint_override = http://127.0.0.1:{ports['network']}
[cinder]
{access}catalog_info = block-storage::publicURL
[service_user]
send_service_user_token = true
{access}[conductor]
workers = 1
[scheduler]
workers = 1
[oslo_concurrency]
lock_path = {work}/state/locks
[key_manager]
backend = nova.keymgr.conf_key_mgr.ConfKeyManager
fixed_key = {'0' * 64}
''',
        'cinder/cinder.conf': f'''[DEFAULT]
log_file = {work}/log/cinder.log
state_path = {work}/state
host = shelf
my_ip = 127.0.0.1
transport_url = fake:///
auth_strategy = keystone
api_paste_config = {work}/cinder/api-paste.ini
resource_query_filters_file = {work}/cinder/resource_filters.json
enabled_backends = folder
scheduler_max_attempts = 1
scheduler_driver_init_wait_time = 1
periodic_fuzzy_delay = 0
report_interval = 3600
service_down_time = 86400
quota_gigabytes = 400
quota_volumes = 20
[folder]
volume_driver = volumes.FolderDriver
volume_backend_name = folder
[database]
connection = sqlite:///{work}/cinder.db?timeout=60
[keystone_authtoken]
{access}[nova]
{access}[coordination]
backend_url = file://{work}/state/cinder
[oslo_concurrency]
lock_path = {work}/state/locks
''',
    }


def write(work, ports):
    folders = 'fernet credential log state images instances placement glance neutron nova machines cinder volumes'
    for folder in folders.split():
        os.makedirs(f'{work}/{folder}', exist_ok=True)
    # Nova does not start a second time on a computer that has lost its identity.
    with open(f'{work}/state/compute_id', 'w') as file:
        file.write('00000000-0000-4000-8000-000000000001')
    for name, text in configurations(work, ports).items():
        with open(f'{work}/{name}', 'w') as file:
            file.write(text)
    for name in ('glance/glance-api-paste.ini', 'neutron/api-paste.ini', 'nova/api-paste.ini', 'cinder/api-paste.ini',
                 'cinder/resource_filters.json'):
        shutil.copy(f'{sys.prefix}/etc/{name}', f'{work}/{name}')
