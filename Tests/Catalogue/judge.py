"""What others say of codemeta+ files: the validator of the ESCAPE repository, a JSON Schema, and a JSON-LD processor.

    judge.py FILE...     prints one line a file, and ends with 1 when one is not accepted

Nothing is fetched: the context of codemeta is stood in for by the terms of it that the files use.
"""

import importlib.resources
import json
import pathlib
import sys
import warnings

import eossr.metadata.codemeta
import jsonschema
from pyld import jsonld

# eossr asks for the files beside a module, which importlib allows from Python 3.12 on; before, only those of a package.
eossr.metadata.codemeta.files = lambda _: importlib.resources.files("eossr.metadata")

ROOT = pathlib.Path(__file__).parent.parent.parent
PLUS = "https://www.purl.org/berth/schema/v1.0/codemeta-plus#"
TYPES = "https://w3id.org/software-types#"
SCHEMA = "http://schema.org/"
TERMS = (
    "name description license author maintainer keywords softwareVersion version datePublished dateModified readme "
    "codeRepository targetProduct hasPart SoftwareSourceCode SoftwareApplication Person Organization givenName "
    "familyName affiliation programmingLanguage operatingSystem funder copyrightHolder identifier releaseNotes "
    "memoryRequirements processorRequirements storageRequirements runtimePlatform encodingFormat"
).split()


def context(url, options):
    terms = {"type": "@type", "id": "@id", "schema": SCHEMA, **{term: "schema:" + term for term in TERMS}}
    document = {"@context": terms}
    if url.endswith("codemeta-plus.context.jsonld"):
        document = json.loads((ROOT / "schemas" / "codemeta-plus.context.jsonld").read_text())
    elif "codemeta" not in url:
        raise ValueError(f"{url} is fetched, and nothing should be")
    return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": url, "document": document}


def expanded(document):
    """The executables as a processor of JSON-LD sees them."""
    found = jsonld.expand(document, {"documentLoader": context, "base": "https://example.org/"})
    products = found[0].get(SCHEMA + "targetProduct", [])
    return [product for product in products if PLUS + "kind" in product]


def judge(path):
    document = json.loads(pathlib.Path(path).read_text())
    jsonschema.validate(document, json.loads((ROOT / "schemas" / "codemeta-plus.schema.json").read_text()))
    with warnings.catch_warnings(record=True):
        warnings.simplefilter("always")
        eossr.metadata.codemeta.Codemeta.from_file(path).validate()
    written = [part for part in document.get("targetProduct", []) if isinstance(part, dict) and "kind" in part]
    seen = expanded(document)
    assert len(seen) == len(written), f"{len(seen)} of {len(written)} executables have a meaning"
    for product, part in zip(seen, written):
        assert any(kind.startswith(TYPES) for kind in product["@type"]), "no type of software-types"
        for member in part:
            if member.startswith("@"):
                continue
            iri = (SCHEMA if member in TERMS else PLUS) + member
            assert iri in product, f"{member} has no meaning"
        if "command" in part:
            words = [item["@value"] for item in product[PLUS + "command"][0]["@list"]]
            assert words == part["command"], "the words of the command lose their order"
    # The same by the context that stands in schemas/.
    for part in written:
        by_address = dict(part, **{"@context": "https://example.org/codemeta-plus.context.jsonld"})
        by_address["@type"] = [PLUS + "x"]
        one = jsonld.expand(by_address, {"documentLoader": context, "base": "https://example.org/"})
        assert PLUS + "kind" in one[0], "the context in schemas/ does not know it"
        for member in part:
            iri = (SCHEMA if member in TERMS else PLUS) + member
            assert member.startswith("@") or iri in one[0], f"the context in schemas/ does not know {member}"
    return len(written)


def main():
    status = 0
    for path in sys.argv[1:]:
        try:
            print(f"{path}: accepted, with {judge(path)} executables")
        except Exception as error:
            print(f"{path}: not accepted: {type(error).__name__}: {error}")
            status = 1
    sys.exit(status)


main()
