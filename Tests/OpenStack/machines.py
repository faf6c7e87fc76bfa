"""A compute driver for tests: a machine is a process of this computer that runs the user data it was booted with.

Nova, Placement, Glance, Neutron and Keystone are the real ones; what a hypervisor would do is done by this. What the
user data does to its own machine is done in a folder instead: only a program in which all such lines are known is run.
"""
import base64
import os
import re
import signal
import subprocess
import tempfile
import threading

from nova.compute import power_state
from nova.virt import event, fake

CONSOLE_BYTES = 100 * 1024
# What the user data would do to its machine, and what it does instead.
LINES = {
    'CONSOLE = "/dev/console"': 'CONSOLE = "{folder}/console"',
    'FOLDER = "/var/lib/berth"': 'FOLDER = "{folder}/berth"',
    'OFF = [["systemctl", "poweroff"], ["shutdown", "-h", "now"], ["poweroff"]]': 'OFF = []',
}


class MachineDriver(fake.MediumFakeDriver):
    def spawn(self, context, instance, *arguments, **others):
        super().spawn(context, instance, *arguments, **others)
        program = base64.b64decode(instance.user_data or '').decode()
        # Anything else boots, and does nothing, as the fake driver does.
        if program.startswith('#!/usr/bin/env python3\n# Runs the task of a Berth session'):
            self.machine(instance.uuid, program)

    def update_provider_tree(self, tree, nodename, allocations=None):
        super().update_provider_tree(tree, nodename, allocations)
        # One host has a GPU, which nobody uses.
        if nodename == 'node3':
            tree.update_inventory(nodename, {**tree.data(nodename).inventory, 'CUSTOM_GPU_A100': {
                'total': 1, 'reserved': 0, 'min_unit': 1, 'max_unit': 1, 'step_size': 1, 'allocation_ratio': 1.0}})

    def machine(self, uuid, program):
        folder = tempfile.mkdtemp(prefix=uuid + '-', dir=os.environ['BERTH_MACHINES'])
        for line, other in LINES.items():
            if program.count(line + '\n') != 1:
                raise RuntimeError('the user data does not have the line ' + line)
            program = program.replace(line, other.format(folder=folder))
        if re.search(r'(?<!BERTH_)(/dev/(?!disk)|/var/|poweroff|shutdown)', program):
            raise RuntimeError('the user data would do something to this computer')
        open(folder + '/console', 'w').write('[    0.000000] Linux version of a test\n')
        open(folder + '/program', 'w').write(program)
        process = subprocess.Popen(
            ['python3', folder + '/program'], stdin=subprocess.DEVNULL, stdout=open(folder + '/out', 'w'),
            stderr=subprocess.STDOUT, start_new_session=True, env={'PATH': os.environ['PATH']})
        self.instances[uuid].machine = (folder, process)
        threading.Thread(target=self.watch, args=(uuid, process), daemon=True).start()

    def watch(self, uuid, process):
        process.wait()
        if uuid in self.instances:
            self.instances[uuid].state = power_state.SHUTDOWN
            self.emit_event(event.LifecycleEvent(uuid, event.EVENT_LIFECYCLE_STOPPED))

    def end(self, uuid):
        folder, process = getattr(self.instances.get(uuid), 'machine', (None, None))
        if process and process.poll() is None:
            # The program of a task is a group of its own.
            below = subprocess.run(
                ['ps', '-o', 'pid=', '--ppid', str(process.pid)], capture_output=True, text=True).stdout.split()
            for pid in below + [str(process.pid)]:
                try:
                    os.killpg(int(pid), signal.SIGKILL)
                except (ProcessLookupError, PermissionError):
                    pass

    def power_off(self, instance, timeout=0, retry_interval=0):
        self.end(instance.uuid)
        super().power_off(instance, timeout, retry_interval)

    def destroy(self, context, instance, *arguments, **others):
        self.end(instance.uuid)
        super().destroy(context, instance, *arguments, **others)

    def get_console_output(self, context, instance):
        folder, _ = getattr(self.instances.get(instance.uuid), 'machine', (None, None))
        if not folder:
            return super().get_console_output(context, instance)
        with open(folder + '/console', 'rb') as console:
            console.seek(max(0, os.path.getsize(folder + '/console') - CONSOLE_BYTES))
            return console.read().decode('utf-8', 'replace')
