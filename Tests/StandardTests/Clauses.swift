/// One thing that the standard, or its working draft, asks of a broker.
struct Clause: Sendable, Hashable {
    var number: String
    var text: String
}

/// Everything that IVOA ExecutionBroker 1.0 asks of a broker, as numbered clauses: names, paths, kinds and words from
/// the published OpenAPI 1.0, behaviour from the working draft where the OpenAPI is silent.
///
/// Each clause has at least one test in this folder that names it with `.clause(…)`; `docs/CONFORMANCE.md` is made
/// from both.
let clauses: [Clause] = calls + documents + behaviour

private func numbered(_ chapter: String, _ texts: [String]) -> [Clause] {
    texts.enumerated().map { Clause(number: "\(chapter).\($0.offset + 1)", text: $0.element) }
}

private let calls =
    numbered(
        "1.1",
        [
            "`POST /requests` answers `303` with a Location ending in `/offersets/{uuid}` and the whole "
                + "OfferSetResponse as the body.",
            "So it does for NO.",
            "The link of the Location can be read and gives the same offer set.",
        ])
    + numbered(
        "1.2",
        [
            "`GET /offersets/{uuid}` answers `200` with the OfferSetResponse.",
            "It is live: the phases of its offers move.",
            "An offer set that does not exist, or an id that is no UUID, is `404`.",
        ])
    + numbered(
        "1.3",
        [
            "`POST /direct` runs without offers: `303`, the Location of the session, and the session in "
                + "phase ACCEPTED.",
            "A direct request that will not be run is `400` with the session document in phase FAILED and "
                + "the reasons in its messages.",
        ])
    + numbered(
        "1.4", ["`GET /sessions/{uuid}` answers `200` with the session.", "A session that does not exist is `404`."])
    + numbered(
        "1.5",
        [
            "`POST /sessions/{uuid}` with one update object answers `200` with the session after the update.",
            "Somebody else's session is `403`.",
            "A session that does not exist is `404`.",
            "An update that the phase does not allow is `409` with a problem document, and the session is "
                + "unchanged.",
        ])
    + numbered(
        "1.6",
        [
            "Errors that are not answers are RFC 9457 problem documents.",
            "An unreadable body is `400`, in every syntax.",
            "A value of the wrong type is `400` with the path of the offending member, in every syntax.",
            "A caller who must say who it is and does not is `401`; one who may not is `403`.",
            "A media type that cannot be written is `406`, one that cannot be read `415`.",
            "Accepting an offer that has expired is `410`.",
            "A body that is too large is `413`.",
            "Too many questions at once are `429` with Retry-After.",
            "A task that will not be run is no error: missing members, policy, unknown kinds, too many "
                + "cores are NO.",
        ])
    + numbered(
        "1.7",
        [
            "JSON, YAML (`application/yaml`, `text/yaml`, `application/x-yaml`, `+yaml`) and XML are read.",
            "The answer's syntax is chosen by Accept with q-values; without one, or with `*/*`, it is JSON.",
            "Members that are not known are ignored and reported as one INFO message per path.",
            "YAML `YES` and `NO` are written quoted.",
            "An integer where a text is asked is taken as its text.",
            "Members that are null or empty lists are left out of answers.",
        ])

private let documents =
    numbered(
        "2.1",
        [
            "An OfferSetResponse has a kind, meta with a UUID, and a result YES or NO.",
            "YES has offers, which are sessions in phase OFFERED.",
            "NO has no member offers and at least one message.",
        ])
    + numbered(
        "2.2",
        [
            "A session has its kind, meta, phase, executable, compute, schedule; each component a kind and a UUID.",
            "`expires` is there only while the session is OFFERED.",
            "Components with a life have a phase and a schedule.",
            "A message has kind, time, level, template, values and message; all six are always filled.",
        ])
    + numbered(
        "2.3",
        [
            "Kinds are written with the prefix of version 1.0.",
            "Kinds with the older prefixes are read.",
            "A kind that is not known is answered NO, and not an error.",
            "Enums in answers are those of the published OpenAPI; nothing else is written.",
        ])

private let behaviour =
    numbered(
        "3.1",
        [
            "An offer meets every requested minimum.",
            "An offer does not exceed a requested maximum.",
            "`min` above `max` is NO, with the path.",
        ])
    + numbered(
        "3.2",
        [
            "Without compute an offer has 1 core and 1 GiB of memory; storage has 1 GiB.",
            "Image platform amd64/linux, volume mode READONLY and volume path `/volumes/<name>` stand where "
                + "nothing was said.",
            "Duration and expiry are settings of the service: 2 hours and 5 minutes.",
        ])
    + numbered(
        "3.3",
        [
            "`available.start` of an offer lies inside the requested interval.",
            "The duration offered is at least the one requested.",
            "The slot contains preparing and releasing.",
        ])
    + numbered(
        "3.4",
        [
            "An offer holds its resources: what is offered to one is not offered to another.",
            "When it expires it becomes EXPIRED and frees them.",
            "Accepting one offer rejects its siblings and frees them.",
            "Of concurrent accepts of siblings exactly one wins.",
            "Repeating an accept is harmless.",
        ])
    + numbered(
        "3.5",
        [
            "`data.storage` and `volumes[].resource` name components of the request by name or UUID; "
                + "answers carry the UUIDs of the offer's own components.",
            "Unknown or doubly used names are NO.",
            "Data without storage gets storage made for it.",
        ])
    + numbered(
        "3.6",
        [
            "Preparation goes storage, data, compute, executable.",
            "Release goes the other way, always, also after failure and cancel.",
            "A release that fails makes the session FAILED.",
        ])
    + numbered(
        "3.7",
        [
            "Cancel stops the work itself.",
            "Exit code 0 is COMPLETED, anything else FAILED with the code in a message.",
            "What the task wrote to stdout and stderr can be read.",
        ])
    + numbered(
        "3.8",
        [
            "`meta.options` of an offer allow ACCEPTED and REJECTED, later CANCELLED, after the end nothing.",
            "On a NO the options list paths and ranges that would make it a YES.",
        ])
    + numbered(
        "3.9",
        [
            "Instants are written as RFC 3339 in UTC; intervals are read as start/end, start/duration, "
                + "duration/end and dates alone.",
            "Durations with weeks and fractions are read; years and months are refused as ambiguous.",
        ])
    + numbered(
        "3.10", ["`privileged`, host paths and external ports are NO with a reason unless the site allows them."])
    + numbered("3.11", ["Sessions and offers survive a restart and a crash; work that was running is found again."])
    + numbered(
        "3.12",
        [
            "Costs and metrics of a request are constraints: all must hold.",
            "Costs and metrics of an offer are its quote.",
        ])
