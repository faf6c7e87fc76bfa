"""DaCHS, which has no element for the standard of a capability that it does not know: this adds the one word.

A service that is published as `external` gets the standardID of its `publish`, as the record of a broker has it.
"""
import sys

from gavo.registry import capabilities
from gavo.registry.model import VS
from gavo.user import cli
from gavo import base

made = capabilities.CapabilityMaker._makeCapability


def make(maker, publication):
    element = made(maker, publication)
    standard = base.getMetaText(publication, 'standardID', None, propagate=False)
    return element(standardID=standard) if standard else element


capabilities.ExternalCapabilityMaker._makeCapability = make
capabilities.ExternalInterface.interfaceClass = VS.ParamHTTP
sys.exit(cli.main())
