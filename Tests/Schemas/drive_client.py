"""Drives a live broker with the generated client, as a user of Python would: ask, accept, follow to the end, read on.

    drive_client.py URL [EXAMPLE.json]

Ends with 0 when the session is COMPLETED, with 1 and a sentence when it is not.
"""

import json
import os
import pathlib
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, os.environ["BERTH_GENERATED_CLIENT"])

import berth_client  # noqa: E402

ENDS = {"REJECTED", "EXPIRED", "COMPLETED", "FAILED", "CANCELLED"}
PATIENCE_SECONDS = 120


def messages(meta):
    return "; ".join(message.message for message in (meta.messages or []))


def drive(url, example):
    request = berth_client.ExecutionRequest.from_dict(json.loads(example.read_text(encoding="utf-8")))
    with berth_client.ApiClient(berth_client.Configuration(host=url)) as connection:
        broker = berth_client.ExecutionBrokerApi(connection)
        service = berth_client.ServiceApi(connection)
        print("health:", service.health_get().status.value)
        print("platforms:", ", ".join(platform.name for platform in service.platform_list().platforms or []))

        # The client follows the redirect: the same offer set, read by its identifier.
        offers = broker.offer_set_post(request)
        if offers.result != berth_client.OfferSetResult.YES:
            return "the answer is NO: " + messages(offers.meta)
        offer = min(offers.offers, key=lambda offer: offer.expires)
        print("offer:", offer.meta.uuid, "until", offer.expires.isoformat())

        session = broker.execution_update_post(
            offer.meta.uuid, berth_client.EnumValueUpdate(path="phase", value="ACCEPTED")
        )
        deadline = time.monotonic() + PATIENCE_SECONDS
        while session.phase.value not in ENDS:
            if time.monotonic() > deadline:
                return f"the session is still {session.phase.value} after {PATIENCE_SECONDS} seconds"
            time.sleep(0.2)
            session = broker.execution_session_get(offer.meta.uuid)
        print("phase:", session.phase.value)
        if session.phase != berth_client.SessionPhase.COMPLETED:
            return f"the session is {session.phase.value}: " + messages(session.meta)
        print("output:", broker.execution_session_log(offer.meta.uuid, "stdout"), end="")

        listed = broker.execution_session_list(phase=[berth_client.SessionPhase.COMPLETED], limit=1000)
        if offer.meta.uuid not in [session.meta.uuid for session in listed.sessions or []]:
            return "the session is not among the COMPLETED ones"
    return None


if __name__ == "__main__":
    chosen = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else ROOT / "examples" / "hello-container.json"
    sys.exit(drive(sys.argv[1], chosen))
