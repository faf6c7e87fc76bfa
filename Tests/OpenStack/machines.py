"""A compute driver for tests: a machine is a process of this computer that runs the user data it was booted with.

Nova, Placement, Glance, Neutron and Keystone are the real ones; what a hypervisor would do is done by this. What the
user data does to its own machine is done in a folder instead: only a program in which all such lines are known is run.
"""
import base64
import os
import re
import select
import signal
import subprocess
import tempfile
import threading
import time
import uuid as uuids

from nova.compute import power_state
from nova.virt import event, fake

# Nobody may mount anything here: what is written to a disk is written beside its file.
MOUNT = '''#!/bin/sh
disk=$(readlink -f "$1")
mkdir -p "$disk.mounted" && rmdir "$2" && ln -s "$disk.mounted" "$2"
'''
CONSOLE_BYTES = 100 * 1024
# What the user data would do to its machine, and what it does instead.
LINES = {
    'CONSOLE = "/dev/console"': 'CONSOLE = "{folder}/console"',
    '        disks = glob.glob("/dev/disk/by-id/*" + storage["volume"][:20] + "*")':
        '        disks = glob.glob("{folder}/disk/by-id/*" + storage["volume"][:20] + "*")',
    'FOLDER = "/var/lib/berth"': 'FOLDER = "{folder}/berth"',
    'OFF = [["systemctl", "poweroff"], ["shutdown", "-h", "now"], ["poweroff"]]': 'OFF = []',
}


def identity(name):
    return str(uuids.uuid5(uuids.NAMESPACE_DNS, name))


class MachineDriver(fake.MediumFakeDriver):
    def init_host(self, host):
        super().init_host(host)
        # Machines live on while Nova is away.
        for folder in sorted(os.scandir(os.environ['BERTH_MACHINES']), key=lambda folder: folder.name):
            if not os.path.exists(folder.path + '/machine'):
                continue
            with open(folder.path + '/machine') as file:
                uuid, name, place, pid = file.read().split()
            if place == host:
                self.instances[uuid] = fake.FakeInstance(name, power_state.RUNNING, uuid)
                self.attend(uuid, folder.path, int(pid))

    # Who starts again is the same host.
    def get_nodenames_by_uuid(self, refresh=False):
        return {identity(name): name for name in self.get_available_nodes()}

    def get_available_resource(self, nodename):
        return {**super().get_available_resource(nodename), 'uuid': identity(nodename)}

    def spawn(self, context, instance, *arguments, block_device_info=None, **others):
        super().spawn(context, instance, *arguments, block_device_info=block_device_info, **others)
        program = base64.b64decode(instance.user_data or '').decode()
        # Anything else boots, and does nothing, as the fake driver does.
        if program.startswith('#!/usr/bin/env python3\n# Runs the task of a Berth session'):
            self.machine(instance, program, (block_device_info or {}).get('block_device_mapping') or [])

    def update_provider_tree(self, tree, nodename, allocations=None):
        super().update_provider_tree(tree, nodename, allocations)
        # Two hosts have processors of one kind, one of these has a disk of another.
        tree.add_traits(nodename, *{
            'node2': ['HW_CPU_X86_AVX2'], 'node3': ['HW_CPU_X86_AVX2', 'CUSTOM_FAST_DISK']}.get(nodename, []))
        # One host has a GPU, which nobody uses.
        if nodename == 'node3':
            tree.update_inventory(nodename, {**tree.data(nodename).inventory, 'CUSTOM_GPU_A100': {
                'total': 1, 'reserved': 0, 'min_unit': 1, 'max_unit': 1, 'step_size': 1, 'allocation_ratio': 1.0}})

    def machine(self, instance, program, disks):
        folder = tempfile.mkdtemp(prefix=instance.uuid + '-', dir=os.environ['BERTH_MACHINES'])
        for line, other in LINES.items():
            if program.count(line + '\n') != 1:
                raise RuntimeError('the user data does not have the line ' + line)
            program = program.replace(line, other.replace('{folder}', folder))
        if re.search(r'(?<!BERTH_)(/dev/(?!disk)|/var/|poweroff|shutdown)', program):
            raise RuntimeError('the user data would do something to this computer')
        for name in ('/disk/by-id', '/bin'):
            os.makedirs(folder + name)
        for disk in disks:
            said = disk['connection_info']
            os.symlink(said['data']['device_path'], f"{folder}/disk/by-id/virtio-{said['serial'][:20]}")
        with open(os.open(folder + '/bin/mount', os.O_WRONLY | os.O_CREAT, 0o755), 'w') as file:
            file.write(MOUNT)
        open(folder + '/console', 'w').write('[    0.000000] Linux version of a test\n')
        open(folder + '/program', 'w').write(program)
        process = subprocess.Popen(
            ['python3', folder + '/program'], stdin=subprocess.DEVNULL, stdout=open(folder + '/out', 'w'),
            stderr=subprocess.STDOUT, start_new_session=True, env={'PATH': f"{folder}/bin:{os.environ['PATH']}"})
        with open(folder + '/machine', 'w') as file:
            file.write(f'{instance.uuid} {instance.name} {self._host} {process.pid}')
        self.attend(instance.uuid, folder, process.pid)

    def attend(self, uuid, folder, pid):
        self.instances[uuid].machine = (folder, pid)
        threading.Thread(target=self.watch, args=(uuid, pid), daemon=True).start()

    def watch(self, uuid, pid):
        try:
            place = os.pidfd_open(pid)
            # There is something to read when the process has ended, whose child it may be.
            select.select([place], [], [])
            os.close(place)
        except ProcessLookupError:
            pass
        while not self._compute_event_callback:
            time.sleep(0.2)
        if uuid in self.instances:
            self.instances[uuid].state = power_state.SHUTDOWN
            self.emit_event(event.LifecycleEvent(uuid, event.EVENT_LIFECYCLE_STOPPED))

    def end(self, uuid):
        folder, pid = getattr(self.instances.get(uuid), 'machine', (None, None))
        if not folder:
            return
        # The program of a task is a group of its own.
        below = subprocess.run(
            ['ps', '-o', 'pid=', '--ppid', str(pid)], capture_output=True, text=True).stdout.split()
        for one in [*below, str(pid)]:
            try:
                os.killpg(int(one), signal.SIGKILL)
            except (ProcessLookupError, PermissionError):
                pass

    def power_off(self, instance, timeout=0, retry_interval=0):
        self.end(instance.uuid)
        super().power_off(instance, timeout, retry_interval)

    def destroy(self, context, instance, *arguments, **others):
        self.end(instance.uuid)
        folder, _ = getattr(self.instances.get(instance.uuid), 'machine', (None, None))
        if folder:
            os.remove(folder + '/machine')
        super().destroy(context, instance, *arguments, **others)

    def get_console_output(self, context, instance):
        folder, _ = getattr(self.instances.get(instance.uuid), 'machine', (None, None))
        if not folder:
            return super().get_console_output(context, instance)
        with open(folder + '/console', 'rb') as console:
            console.seek(max(0, os.path.getsize(folder + '/console') - CONSOLE_BYTES))
            return console.read().decode('utf-8', 'replace')
