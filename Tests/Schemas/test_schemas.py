"""The files under schemas/ as validators that nobody here wrote see them."""

import json
import pathlib
import subprocess
import unittest

import jsonschema
import openapi_spec_validator

ROOT = pathlib.Path(__file__).resolve().parents[2]
SCHEMAS = ROOT / "schemas"
EXAMPLES = ROOT / "examples"


def schema_of(example):
    """Name of the schema of an example and of its component in the description."""
    if example.stem.startswith("offerset"):
        return "offerset-response.json", "OfferSetResponse"
    if example.stem.startswith("session"):
        return "execution-session.json", "ExecutionSession"
    if example.stem == "accept":
        return "update.json", "Update"
    return "execution-request.json", "ExecutionRequest"


def load(path):
    return json.loads(path.read_text(encoding="utf-8"))


def examples():
    found = sorted(EXAMPLES.glob("*.json"))
    assert len(found) >= 18, found
    return found


class JSONSchemas(unittest.TestCase):
    def test_they_are_schemas(self):
        for path in SCHEMAS.glob("*.json"):
            if path.name != "openapi.json":
                jsonschema.Draft202012Validator.check_schema(load(path))

    def test_examples_are_valid(self):
        for example in examples():
            with self.subTest(example.name):
                schema = load(SCHEMAS / schema_of(example)[0])
                jsonschema.Draft202012Validator(
                    schema, format_checker=jsonschema.FormatChecker()
                ).validate(load(example))

    def test_requests_that_are_refused_for_their_types(self):
        validator = jsonschema.Draft202012Validator(load(SCHEMAS / "execution-request.json"))
        docker = load(EXAMPLES / "hello-container.json")["executable"]["kind"]
        for document in (
            [],
            {"executable": "text"},
            {"executable": {"kind": 5}},
            {"executable": {"kind": docker, "image": "text"}},
            {"executable": {"kind": "docker-container", "command": [10]}},
            {"compute": {"kind": "simple-compute-resource", "cores": {"min": "two"}}},
            {"compute": {"kind": "simple-compute-resource", "cores": {"min": 2**63}}},
            {"compute": {"kind": "simple-compute-resource", "volumes": [{"kind": "simple-volume-mount", "mode": "X"}]}},
        ):
            with self.subTest(document):
                self.assertFalse(validator.is_valid(document))

    def test_requests_that_are_read(self):
        validator = jsonschema.Draft202012Validator(load(SCHEMAS / "execution-request.json"))
        for document in (
            {},
            {"executable": None, "data": None, "unknown": [1]},
            {"executable": {"kind": "https://example.org/stranger", "image": "text"}},
            {"compute": {"kind": "simple-compute-resource", "cores": {"min": -1}}},
            {"schedule": {"requested": {"start": "never", "duration": ""}}},
        ):
            with self.subTest(document):
                validator.validate(document)


class OpenAPI(unittest.TestCase):
    def test_the_description_is_valid(self):
        openapi_spec_validator.validate(load(SCHEMAS / "openapi.json"))

    def test_both_syntaxes_say_the_same(self):
        import yaml

        # Dates and the like stay texts.
        class Loader(yaml.SafeLoader):
            pass

        Loader.yaml_implicit_resolvers = {
            first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":timestamp")]
            for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
        }
        with open(SCHEMAS / "openapi.yaml", encoding="utf-8") as file:
            self.assertEqual(yaml.load(file, Loader), load(SCHEMAS / "openapi.json"))

    def test_examples_are_valid(self):
        description = load(SCHEMAS / "openapi.json")
        for example in examples():
            with self.subTest(example.name):
                reference = "#/components/schemas/" + schema_of(example)[1]
                schema = {"$ref": reference, "components": description["components"]}
                jsonschema.Draft202012Validator(schema).validate(load(example))


class XMLSchema(unittest.TestCase):
    def xmllint(self, document):
        return subprocess.run(
            ["xmllint", "--nonet", "--noout", "--schema", SCHEMAS / "berth.xsd", "-"],
            input=document, capture_output=True, check=False,
        )

    def test_examples_are_valid(self):
        for example in examples():
            with self.subTest(example.stem):
                result = self.xmllint(example.with_suffix(".xml").read_bytes())
                self.assertEqual(result.returncode, 0, result.stderr.decode())

    def test_what_the_schema_refuses(self):
        for document in (
            b"<Stranger/>",
            b"<ExecutionRequest><compute><cores><min>two</min></cores></compute></ExecutionRequest>",
            b"<ExecutionRequest><stranger/></ExecutionRequest>",
            b"<offers-response><result>MAYBE</result></offers-response>",
        ):
            with self.subTest(document):
                self.assertEqual(self.xmllint(document).returncode, 3)


if __name__ == "__main__":
    unittest.main()
