import BerthDocument
import Testing

@testable import BerthModel

struct ModelValueChangingTests {
    private static func request(_ yaml: String) throws -> ExecutionRequest {
        let document = try Document.read(Array(yaml.utf8), as: .yaml)
        let (request, problems) = ExecutionRequest.reading(document, from: .yaml)
        #expect(problems.isEmpty, "\(problems)")
        return request
    }

    private static let whole = """
        meta: {name: task}
        executable: {kind: docker-container, image: {locations: [one, two]}, command: [a, b]}
        compute:
          kind: simple-compute-resource
          cores: {min: 8, max: 16}
          volumes: [{kind: simple-volume-mount, path: /in}, {kind: simple-volume-mount, path: /out}]
        storage: [{kind: simple-storage-resource, size: {min: 5}}, {kind: 'x:other', size: 3}]
        schedule: {requested: {duration: PT2H}}
        """

    @Test(arguments: [
        ("compute.cores.min", "4"), ("compute.memory.min", "7"), ("storage[0].size.max", "9"),
        ("schedule.requested.duration", "\"PT1H\""),
        ("schedule.requested.start", "\"2027-01-01T00:00:00Z/2027-01-02T00:00:00Z\""),
        ("executable.image.locations[1]", "\"three\""), ("executable.command", "[\"c\"]"),
        ("compute.volumes[1].path", "\"/else\""), ("meta.name", "\"other\""), ("executable.privileged", "true"),
    ])
    func `A change of the value is the change of its document`(_ path: String, _ json: String) throws {
        let place = try #require(DocumentPath(path))
        let new = try Document.read(Array(json.utf8), as: .json)
        var request = try Self.request(Self.whole)
        var document = request.document(for: .json)
        let isChanged = request.change(at: place.steps[...], to: new)
        #expect(isChanged)
        document.set(new, at: place)
        #expect(request == ExecutionRequest.reading(document, from: .json).value)
        #expect(request.document(at: place) == new)
    }

    @Test(arguments: [
        ("compute.cores.min", "\"many\""), ("compute.colour", "1"), ("storage[2].size.min", "1"),
        ("storage[1].size", "1"), ("storage[-1]", "{}"), ("executable.command[0].x", "1"), ("data", "3"),
        ("executable.kind", "\"singularity-container\""), ("compute.cores", "{\"least\": 3}"), ("nothing", "1"),
    ])
    func `What leads nowhere or is no such value changes nothing`(_ path: String, _ json: String) throws {
        guard let place = DocumentPath(path) else { return }
        let request = try Self.request(Self.whole)
        var changed = request
        let isChanged = changed.change(at: place.steps[...], to: try Document.read(Array(json.utf8), as: .json))
        #expect(!isChanged)
        #expect(changed == request)
    }

    @Test func `Items of lists and members are left out`() throws {
        var request = try Self.request(Self.whole)
        for path in ["storage[1]", "compute.cores.max", "executable.command", "schedule", "compute.volumes[0]"] {
            let place = try #require(DocumentPath(path))
            let isChanged = request.change(at: place.steps[...], to: nil)
            #expect(isChanged, "\(path)")
        }
        #expect(
            try request
                == Self.request(
                    """
                    meta: {name: task}
                    executable: {kind: docker-container, image: {locations: [one, two]}}
                    compute:
                      kind: simple-compute-resource
                      cores: {min: 8}
                      volumes: [{kind: simple-volume-mount, path: /out}]
                    storage: [{kind: simple-storage-resource, size: {min: 5}}]
                    """))
        #expect(request.document(at: ["schedule", "requested"]) == nil)
        #expect(request.document(at: .root) == request.document(for: .json))
    }

    @Test func `Another kind has to have all the members`() throws {
        var request = try Self.request("executable: {kind: singularity-container, location: 'docker://one'}")
        let place: DocumentPath = ["executable", "kind"]
        let becameNotebook = request.change(at: place.steps[...], to: .text(Kind.jupyterNotebook.uri))
        #expect(becameNotebook)
        #expect(request.executable?.kind == .jupyterNotebook)
        let becameContainer = request.change(at: place.steps[...], to: .text(Kind.dockerContainer.uri))
        #expect(!becameContainer)
    }
}
