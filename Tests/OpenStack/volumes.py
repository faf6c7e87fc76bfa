"""A volume driver for tests: a volume is a file of its size in a folder, and machines of this computer open it.

Cinder is the real one; what a store of disks would do is done by this.
"""
import os
import shutil

from cinder import exception, interface
from cinder.volume import driver

FOLDER = os.environ['BERTH_VOLUMES']
ROOM = 500


@interface.volumedriver
class FolderDriver(driver.VolumeDriver):
    VERSION = '1.0'

    def check_for_setup_error(self):
        pass

    def path(self, volume):
        return f'{FOLDER}/{volume.id}'

    def create_volume(self, volume):
        # What a store says that has lost a disk.
        if volume.volume_type and volume.volume_type.name == 'broken':
            raise exception.VolumeBackendAPIException(data='the store of this type is broken')
        with open(self.path(volume), 'wb') as file:
            file.truncate(volume.size << 30)

    def delete_volume(self, volume):
        shutil.rmtree(self.path(volume) + '.mounted', ignore_errors=True)
        if os.path.exists(self.path(volume)):
            os.remove(self.path(volume))

    def _update_volume_stats(self):
        self._stats = {
            'volume_backend_name': 'folder', 'vendor_name': 'Berth', 'driver_version': self.VERSION,
            'storage_protocol': 'file', 'total_capacity_gb': ROOM, 'free_capacity_gb': ROOM, 'reserved_percentage': 0}

    def ensure_export(self, context, volume):
        pass

    def create_export(self, context, volume, connector):
        pass

    def remove_export(self, context, volume):
        pass

    def initialize_connection(self, volume, connector):
        return {'driver_volume_type': 'local', 'data': {'device_path': self.path(volume)}}

    def terminate_connection(self, volume, connector, **others):
        pass
