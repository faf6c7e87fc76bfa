import BerthDocument
import BerthModel
import BerthPlatform
import Testing

/// What a request becomes before platforms are asked. Source: WIRE.md §3.2, §3.5.
@Suite struct CompletionTests {
    private func question(_ yaml: String) throws -> Question {
        let request = ExecutionRequest.reading(try Document.read(Array(yaml.utf8), as: .yaml), from: .yaml).value
        var number: UInt64 = 0
        return Question(request, asker: .anonymous, now: Instant(seconds: 1000), defaults: .init()) {
            number += 1
            return UUID(random: number, number)
        }
    }

    private static let container = "executable: {kind: docker-container, image: {locations: [a]}}\n"

    @Test func `Defaults stand where nothing was said`() throws {
        let question = try question(Self.container + "storage: [{kind: simple-storage-resource}]")
        guard case .simple(let compute) = question.compute, case .simple(let storage) = question.storage[0],
            case .dockerContainer(let container) = question.executable
        else {
            Issue.record("the kinds changed")
            return
        }
        #expect(compute.cores?.min == 1 && compute.memory?.min == 1)
        #expect(storage.size?.min == 1)
        #expect(container.image?.platform?.architecture == "amd64" && container.image?.platform?.os == "linux")
        #expect(question.duration == TimeSpan(seconds: 7200))
        #expect(question.window == Interval(start: Instant(seconds: 1000), end: Instant(seconds: 87_400)))
    }

    @Test func `A maximum below the default is the minimum`() throws {
        let question = try question(Self.container + "storage: [{kind: simple-storage-resource, size: {max: 0}}]")
        guard case .simple(let storage) = question.storage[0] else { return }
        #expect(storage.size == IntegerRange(min: 0, max: 0))
    }

    @Test func `References become the new identifiers, in either case of a UUID`() throws {
        let question = try question(
            Self.container + """
                storage: [{kind: simple-storage-resource, meta: {uuid: AAAAAAAA-1111-4111-8111-111111111111}}]
                data: [{kind: simple-data-resource, storage: aaaaaaaa-1111-4111-8111-111111111111, location: x}]
                """)
        #expect(question.data[0].storageReference == question.storage[0].uuid?.description)
        #expect(question.storage.count == 1)
    }

    @Test func `Data without storage gets storage after all others`() throws {
        let question = try question(
            Self.container + """
                storage: [{kind: simple-storage-resource, meta: {name: mine}}]
                data: [{kind: simple-data-resource, meta: {name: input}, location: x}]
                """)
        #expect(question.storage.map(\.name) == ["mine", "storage-for-input"])
        #expect(question.data[0].storageReference == question.storage[1].uuid?.description)
    }

    @Test func `A volume is read only, at a path with the name of what it shows`() throws {
        let question = try question(
            Self.container + """
                storage: [{kind: simple-storage-resource, meta: {name: disk}}]
                compute: {kind: simple-compute-resource, volumes: [{kind: simple-volume-mount, resource: disk}]}
                """)
        guard case .simple(let compute) = question.compute, case .simple(let volume)? = compute.volumes.first else {
            Issue.record("the kinds changed")
            return
        }
        #expect(volume.mode == .readOnly)
        #expect(volume.path == "/volumes/disk")
        #expect(volume.resource == question.storage[0].uuid?.description)
    }

    @Test func `A stranger's kind stays as it is`() throws {
        let question = try question(Self.container + "data: [{kind: 'https://x.org/tea', cups: 2}]")
        #expect(question.data[0].stranger?.kind == "https://x.org/tea")
        #expect(question.storage.isEmpty)
    }
}
