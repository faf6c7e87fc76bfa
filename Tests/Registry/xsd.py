"""Validates XML against the schemas that the package python3-gavo brings along; nothing is fetched."""
import glob
import os
import sys

import gavo
from lxml import etree

FOLDER = os.path.join(os.path.dirname(gavo.__file__), 'resources', 'schemata')


class Local(etree.Resolver):
    """Schemas import each other by their addresses in the web; here they are files of that name."""

    def resolve(self, url, identifier, context):
        path = os.path.join(FOLDER, url.rsplit('/', 1)[-1])
        if os.path.exists(path):
            return self.resolve_filename(path, context)
        return self.resolve_empty(context)


def schema(namespaces):
    """One schema of the namespaces of a document."""
    known = {}
    for path in sorted(glob.glob(FOLDER + '/*.xsd')):
        known.setdefault(etree.parse(path).getroot().get('targetNamespace'), path)
    imports = ''.join(
        f'<import namespace="{name}" schemaLocation="{os.path.basename(known[name])}"/>'
        for name in namespaces if name in known)
    missing = [name for name in namespaces if name not in known and not name.endswith('XMLSchema-instance')]
    if missing:
        sys.exit(f'there is no schema of {missing}')
    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(Local())
    text = f'<schema xmlns="http://www.w3.org/2001/XMLSchema">{imports}</schema>'
    return etree.XMLSchema(etree.fromstring(text, parser, base_url=FOLDER + '/all.xsd'))


def check(path):
    document = etree.parse(path)
    used = {name for element in document.iter() for name in element.nsmap.values() if name}
    rules = schema(sorted(used))
    if not rules.validate(document):
        sys.exit('\n'.join(f'line {error.line}: {error.message}' for error in rules.error_log))


if __name__ == '__main__':
    check(sys.argv[1])
