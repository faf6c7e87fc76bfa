"""A client generated from schemas/openapi.json: its models take our examples and write them unchanged."""

import json
import os
import pathlib
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, os.environ["BERTH_GENERATED_CLIENT"])

import berth_client  # noqa: E402


def load(name):
    return json.loads((ROOT / "examples" / name).read_text(encoding="utf-8"))


def without_nulls(value):
    """A member that is null counts as left out."""
    if isinstance(value, dict):
        return {name: without_nulls(member) for name, member in value.items() if member is not None}
    return [without_nulls(item) for item in value] if isinstance(value, list) else value


class GeneratedClient(unittest.TestCase):
    def test_requests_come_out_as_they_went_in(self):
        for path in sorted((ROOT / "examples").glob("*.json")):
            document = load(path.name)
            if path.stem == "accept" or path.stem.startswith(("offerset", "session")):
                continue
            with self.subTest(path.name):
                request = berth_client.ExecutionRequest.from_dict(document)
                self.assertEqual(without_nulls(json.loads(request.to_json())), document)

    def test_updates_come_out_as_they_went_in(self):
        update = berth_client.Update.from_dict(load("accept.json"))
        self.assertIsInstance(update, berth_client.EnumValueUpdate)
        self.assertEqual(json.loads(update.to_json()), load("accept.json"))

    def test_a_request_from_scratch(self):
        request = berth_client.ExecutionRequest(
            executable=berth_client.DockerContainerRequest(
                meta=berth_client.ComponentMetadataRequest(name="hello"),
                image=berth_client.DockerImageSpecRequest(locations=["localhost/berth-hello:1"]),
            ),
            compute=berth_client.SimpleComputeResourceRequest(
                cores=berth_client.MinMaxIntegerRequest(min=1), memory=berth_client.MinMaxIntegerRequest(min=1)
            ),
        )
        self.assertEqual(json.loads(request.to_json()), load("hello-container.json"))

    def test_offers_have_the_types_of_their_kinds(self):
        offers = berth_client.OfferSetResponse.from_dict(load("offerset-yes.json"))
        self.assertEqual(offers.result, berth_client.OfferSetResult.YES)
        (offer,) = offers.offers
        self.assertEqual(offer.phase, berth_client.SessionPhase.OFFERED)
        self.assertIsInstance(offer.executable, berth_client.DockerContainer)
        self.assertIsInstance(offer.compute, berth_client.SimpleComputeResource)
        self.assertIsInstance(offer.meta.options[0], berth_client.EnumValueOption)
        self.assertEqual(offer.compute.cores.min, 1)

    def test_refusals_have_messages(self):
        answer = berth_client.OfferSetResponse.from_dict(load("offerset-no.json"))
        self.assertEqual(answer.result, berth_client.OfferSetResult.NO)
        self.assertEqual(answer.meta.messages[0].values["wanted"], "64")
        self.assertIsInstance(answer.meta.options[0], berth_client.IntegerValueOption)

    def test_sessions(self):
        session = berth_client.ExecutionSession.from_dict(load("session.json"))
        self.assertEqual(session.connectors[0].status, berth_client.ConnectorStatus.AVAILABLE)
        self.assertIsInstance(session.storage[0], berth_client.SimpleStorageResource)


if __name__ == "__main__":
    unittest.main()
