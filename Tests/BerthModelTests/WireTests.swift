import BerthDocument
import BerthModel
import Testing

/// The members and words of WIRE.md §2, written out from there and not made from the code.
@Suite struct WireTests {
    static let component = ["meta", "costs", "metrics"]
    static let life = component + ["phase", "schedule"]

    /// A kind of a family, and the names of its members beside `kind`.
    static let kinds: [(type: any Family.Type, kind: Kind, members: [String])] = [
        (
            Executable.self, .dockerContainer,
            life + ["image", "privileged", "entrypoint", "command", "environment", "network"]
        ),
        (Executable.self, .singularityContainer, life + ["location"]),
        (Executable.self, .jupyterNotebook, life + ["location"]),
        (Executable.self, .cwlWorkflow, life + ["location", "inputs"]),
        (Executable.self, .snakemakeWorkflow, life + ["location", "targets", "configuration"]),
        (Executable.self, .wesWorkflow, life + ["location", "language", "languageVersion", "parameters"]),
        (Executable.self, .batchScript, life + ["script", "location", "arguments", "environment"]),
        (Executable.self, .pythonProgram, life + ["script", "location", "arguments", "environment", "requirements"]),
        (ComputeResource.self, .simpleCompute, life + ["cores", "memory", "volumes"]),
        (
            ComputeResource.self, .acceleratedCompute,
            life + ["cores", "memory", "volumes", "accelerators", "architecture", "features"]
        ),
        (StorageResource.self, .simpleStorage, life + ["size", "data"]),
        (Volume.self, .simpleVolume, component + ["path", "mode", "resource"]),
        (DataResource.self, .simpleData, life + ["storage", "location"]),
        (DataResource.self, .s3Data, life + ["storage", "endpoint", "template", "bucket", "object"]),
        (DataResource.self, .rucioData, life + ["storage", "rucio"]),
        (DataResource.self, .ivoaData, life + ["storage", "ivoa"]),
        (DataResource.self, .skaoData, life + ["storage", "ivoa", "skao"]),
        (Cost.self, .simpleCost, ["type", "min", "max", "description"]),
        (Metric.self, .simpleMetric, ["type", "min", "max", "description"]),
    ]

    @Test func `Every kind has exactly the members of the standard`() throws {
        for (type, kind, members) in Self.kinds {
            guard case .family(let family) = type.type else {
                Issue.record("\(type) is no family")
                continue
            }
            let member = try #require(family.members.first { $0.kind == kind }, "\(kind.name)")
            #expect(Set(member.outline().fields.map(\.name)) == Set(members), "\(kind.name)")
        }
        let families: [any Family.Type] = [
            Executable.self, ComputeResource.self, StorageResource.self, Volume.self, DataResource.self, Cost.self,
            Metric.self,
        ]
        let known = families.flatMap { family -> [Kind] in
            guard case .family(let outline) = family.type else { return [] }
            return outline.members.map(\.kind)
        }
        #expect(Set(known) == Set(Self.kinds.map(\.kind)))
    }

    @Test func `Every part has exactly the members of the standard`() {
        let parts: [(Outline, [String])] = [
            (
                Metadata.shape.outline,
                ["uuid", "name", "url", "description", "created", "modified", "messages", "options"]
            ),
            (ContainerImage.shape.outline, ["locations", "digest", "platform"]),
            (ImagePlatform.shape.outline, ["architecture", "os"]),
            (ContainerNetwork.shape.outline, ["ports"]),
            (NetworkPort.shape.outline, ["access", "internal", "external", "protocol", "path"]),
            (InternalPort.shape.outline, ["port"]),
            (ExternalPort.shape.outline, ["addresses", "port"]),
            (IntegerRange.shape.outline, ["min", "max"]),
            (RucioObject.shape.outline, ["endpoint", "scope", "object", "type"]),
            (IvoaObject.shape.outline, ["ivoid", "obscore", "datalink"]),
            (
                ObsCoreRow.shape.outline,
                [
                    "obs_id", "obs_collection", "obs_publisher_did", "obs_creator_did", "dataproduct_type",
                    "calib_level", "access_url", "access_format",
                ]
            ),
            (
                DataLinkRow.shape.outline,
                [
                    "ID", "access_url", "service_def", "error_message", "description", "semantics", "content_type",
                    "content_length", "content_qualifier", "local_semantics", "link_auth", "link_authorized",
                ]
            ),
            (
                SkaoObject.shape.outline,
                ["namespace", "objectname", "objecttype", "datasize", "checksum", "replicas"]
            ),
            (Checksum.shape.outline, ["type", "value"]),
            (SkaoReplica.shape.outline, ["rsename", "dataurl"]),
            (Schedule.shape.outline, ["preparing", "available", "releasing"]),
            (TimedStart.shape.outline, ["start", "duration"]),
            (TimedWindow.shape.outline, ["start", "duration"]),
            (RequestedSchedule.shape.outline, ["requested"]),
            (Connector.shape.outline, ["kind", "status", "protocol", "location"]),
            (Message.shape.outline, ["kind", "time", "level", "template", "values", "message"]),
            (OfferSetResponse.shape.outline, ["kind", "meta", "result", "offers"]),
            (
                ExecutionRequest.shape.outline,
                ["kind", "meta", "costs", "metrics", "executable", "compute", "storage", "data", "schedule"]
            ),
            (
                Session.shape.outline,
                [
                    "kind", "meta", "costs", "metrics", "phase", "expires", "executable", "compute", "storage", "data",
                    "schedule", "connectors",
                ]
            ),
        ]
        for (outline, members) in parts {
            #expect(Set(outline.fields.map(\.name)) == Set(members), "\(outline.name)")
            #expect(outline.fields.count == members.count, "\(outline.name)")
        }
    }

    @Test func `Every enumeration has exactly the words of the standard`() {
        #expect(
            SessionPhase.allCases.map(\.rawValue) == [
                "INITIAL", "OFFERED", "ACCEPTED", "REJECTED", "EXPIRED", "WAITING", "PREPARING", "AVAILABLE",
                "RUNNING", "RELEASING", "COMPLETED", "FAILED", "CANCELLED",
            ])
        #expect(
            ComponentPhase.allCases.map(\.rawValue) == [
                "INITIALIZING", "WAITING", "PREPARING", "AVAILABLE", "RUNNING", "RELEASING", "COMPLETED", "FAILED",
                "CANCELLED",
            ])
        #expect(VolumeMode.allCases.map(\.rawValue) == ["READONLY", "READWRITE"])
        #expect(RucioObjectType.allCases.map(\.rawValue) == ["FILE", "CONTAINER", "DATASET"])
        #expect(OfferSetResult.allCases.map(\.rawValue) == ["YES", "NO"])
        #expect(ConnectorStatus.allCases.map(\.rawValue) == ["PREPARING", "AVAILABLE", "FINISHED"])
        #expect(MessageLevel.allCases.map(\.rawValue) == ["DEBUG", "INFO", "WARN", "ERROR", "OTHER"])
    }

    @Test func `Answers say what they are`() {
        let base = "https://www.purl.org/ivoa.net/Calycopis-openapi/schema/v1.0/kinds"
        #expect(Session().document(for: .json)["kind"] == .text("\(base)/session/scheduled-execution-session.yaml"))
        #expect(OfferSetResponse().document(for: .json)["kind"] == .text("\(base)/offerset/execution-offerset.yaml"))
        let message = Message(.info, time: Instant(seconds: 0), "{a} of {b}{c}", ["a": "1", "b": "{a}"])
        #expect(message.message == "1 of {a}{c}")
        #expect(message.document(for: .json)["time"] == "1970-01-01T00:00:00Z")
    }

    @Test func `The phases that end a session`() {
        #expect(
            SessionPhase.allCases.filter(\.isEnd) == [.rejected, .expired, .completed, .failed, .cancelled])
    }
}
