"""Asks the look-alike of the catalogue as the community's own client does: eossr, which nobody here wrote.

    client.py URL     the address that catalogue.py prints
"""

import sys

from eossr.api import ossr
from eossr.api.zenodo import zenodo

zenodo.zenodo_api_base_url = sys.argv[1] + "/api/"

found = ossr.search_ossr_records("agnpy", type="software", size=25)
print("found: " + ", ".join(record.title for record in found))
record = zenodo.get_record(found[0].id)
print("files: " + ", ".join(file["key"] for file in record.data["files"]))
assert all(url.startswith(sys.argv[1]) for url in record.filelist)
assert len(ossr.search_ossr_records("padding", type="software")) > 25, "there is more than one page"
