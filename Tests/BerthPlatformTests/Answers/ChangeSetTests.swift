import BerthDocument
import BerthModel
import Testing

@testable import BerthPlatform

struct ChangeSetTests {
    private static func request(_ yaml: String) throws -> ExecutionRequest {
        ExecutionRequest.reading(try Document.read(Array(yaml.utf8), as: .yaml), from: .yaml).value
    }

    private static func whole() throws -> ExecutionRequest {
        try request(
            """
            executable: {kind: docker-container, image: {locations: [one]}}
            compute: {kind: simple-compute-resource, cores: {min: 8}}
            storage:
            - {kind: simple-storage-resource, size: {min: 1}}
            - {kind: simple-storage-resource, size: {min: 2}}
            - {kind: simple-storage-resource, size: {min: 3}}
            schedule: {requested: {start: 2027-01-01T00:00:00Z/P1D, duration: PT2H}}
            """)
    }

    private static let cores = Change(
        path: ["compute", "cores", "min"], to: 4, range: .integers(min: 1, max: 4, unit: .core))

    private static func without(_ index: Int) -> Change {
        Change(path: ["storage", .index(index)], to: .null, range: .absent)
    }

    @Test func `Of two changes of one member the last counts, and the order says nothing`() {
        let fewer = Change(path: Self.cores.path, to: 2, range: .integers(min: 1, max: 2, unit: .core))
        #expect(ChangeSet([Self.cores, fewer]) == ChangeSet([fewer]))
        #expect(ChangeSet([Self.without(0), Self.cores]) == ChangeSet([Self.cores]).adding([Self.without(0)]))
        #expect(ChangeSet([Self.cores]).isSubset(of: ChangeSet([Self.without(0), Self.cores])))
        #expect(!ChangeSet([Self.cores]).isSubset(of: ChangeSet([fewer])))
        #expect(ChangeSet([Self.cores, Self.without(1)]).removing(at: 0) == ChangeSet([Self.without(1)]))
    }

    @Test func `Places are those of the request as it is, also when items are left out`() throws {
        let larger = Change(
            path: ["storage", .index(2), "size", "min"], to: 9, range: .integers(min: 1, max: 9, unit: .gibibyte))
        let set = ChangeSet([Self.without(0), larger, Self.without(1), Self.cores])
        let request = try Self.whole()
        let changed = try #require(set.applied(to: request))
        #expect(changed.storage.count == 1)
        #expect(changed.document(at: ["storage", .index(0), "size", "min"]) == 9)
        #expect(changed.document(at: ["compute", "cores", "min"]) == 4)
        let document = set.applied(to: request.document(for: .json))
        #expect(ExecutionRequest.reading(document, from: .json).value == changed)
    }

    @Test func `What cannot be changed is not changed in part`() throws {
        let nowhere = Change(path: ["data", .index(3), "name"], to: "x", range: .text(pattern: nil))
        #expect(ChangeSet([Self.cores, nowhere]).applied(to: try Self.whole()) == nil)
        #expect(ChangeSet([Self.without(7)]).applied(to: try Self.whole()) == nil)
    }

    @Test func `A group is a change of who asks, and none of the request`() throws {
        let set = ChangeSet([.inGroup(["astro", "radio"]), Self.cores])
        let request = try Self.whole()
        #expect(set.applied(to: request) == ChangeSet([Self.cores]).applied(to: request))
        let document = request.document(for: .json)
        #expect(set.applied(to: document) == ChangeSet([Self.cores]).applied(to: document))
        #expect(set.applied(to: Identity(subject: "ada", groups: ["x"])).groups == ["astro", "x"])
        #expect(ChangeSet([Self.cores]).applied(to: .anonymous) == .anonymous)
        let message = set.message(1, on: ["slurm"], of: request, at: Instant(seconds: 0))
        #expect(
            message.message == "Yes on slurm with you in the group astro and compute.cores.min 4 cores in place of 8.")
        let read = try #require(ChangeSet(reading: message))
        #expect(read.changes.first == .inGroup(["astro"]))
        #expect(read.changes.map(\.isOfAsker) == [true, false])
    }

    @Test func `A component of another kind is told by its kinds`() throws {
        let request = try Self.request(
            "executable: {kind: singularity-container, location: \"docker://a\"}")
        let change = try #require(request.executable?.change(toOneOf: [.dockerContainer]))
        let message = ChangeSet([change]).message(1, on: ["here"], of: request, at: Instant(seconds: 0))
        #expect(
            message.message == "Yes on here with executable as a docker-container in place of a singularity-container.")
        #expect(ChangeSet(reading: message)?.changes == [change])
        #expect(ChangeSet([change]).applied(to: request)?.executable?.kind == .dockerContainer)
    }

    @Test func `Few changes that go a little way come first`() throws {
        let request = try Self.whole()
        func change(_ path: DocumentPath, _ to: Document) -> ChangeSet {
            ChangeSet([Change(path: path, to: to, range: .text(pattern: nil))])
        }
        let sets = [
            change(["schedule", "requested", "start"], "2027-01-01T06:00:00Z/P1D"),
            change(["compute", "cores", "min"], 6), change(["schedule", "requested", "duration"], "PT1H"),
            ChangeSet([Self.without(0)]), change(["compute", "cores", "min"], 1),
            ChangeSet([Self.cores, Self.without(0)]),
        ]
        let sizes = sets.map { $0.size(from: request) }
        #expect(sizes == sizes.sorted())
        #expect(sizes[0] == 1.25)
    }

    @Test func `The message says it to people and to programs, and is read back`() throws {
        let request = try Self.whole()
        let set = ChangeSet([Self.without(1), Self.cores])
        let message = set.message(2, on: ["here", "there"], of: request, at: Instant(seconds: 0))
        #expect(
            message.message
                == "Yes on here, there with compute.cores.min 4 cores in place of 8 and storage[1] left out.")
        #expect(message.values["change"] == "2")
        #expect(message.values["from1"] == "8")
        #expect(message.values["to1"] == "4")
        #expect(message.values["path2"] == "storage[1]")
        #expect(message.values["to2"] == nil)
        let read = try #require(ChangeSet(reading: message))
        #expect(read.applied(to: request) == set.applied(to: request))
        #expect(read.changes.map(\.path) == set.changes.map(\.path))
    }

    @Test(
        arguments: [
            [:], ["change": "1"], ["change": "1", "path1": "a..b"], ["change": "1", "path1": "a", "to1": "{"],
        ] as [NamedTexts])
    func `Other messages are no sets`(_ values: NamedTexts) {
        #expect(ChangeSet(reading: Message(.info, time: Instant(seconds: 0), "", values)) == nil)
    }
}
