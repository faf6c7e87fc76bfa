import BerthDocument
import BerthModel
import Testing

/// What is wrong with a request that can be read, each in its exact words.
@Suite struct ExecutionRequestValidationTests {
    /// A request with nothing wrong, as YAML that each case changes.
    static let sound = """
        meta: {name: task}
        executable:
          kind: docker-container
          meta: {name: program}
          image:
            locations: ["docker.io/library/alpine:3"]
            digest: sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
          environment: {GREETING: hello}
          network: {ports: [{access: true, internal: {port: 80}, external: {port: 65535}}]}
        compute:
          kind: simple-compute-resource
          meta: {name: machine}
          cores: {min: 1, max: 4}
          memory: {min: 2}
          volumes:
            - {kind: simple-volume-mount, path: /work, resource: scratch}
            - {kind: simple-volume-mount, path: /input, mode: READONLY, resource: catalogue}
        storage:
          - kind: simple-storage-resource
            meta: {name: scratch, uuid: 6ba7b810-9dad-11d1-80b4-00c04fd430c8}
            size: {min: 1, max: 2}
        data:
          - kind: simple-data-resource
            meta: {name: catalogue}
            location: https://example.org/catalogue.fits
            storage: scratch
        schedule: {requested: {start: 2026-01-01/P1D, duration: PT2H}}
        costs: [{kind: simple-minmax-float-cost, min: 0.5, max: 2}]
        """

    static func request(_ text: String) throws -> ExecutionRequest {
        let document = try Document.read(Array(text.utf8), as: .yaml)
        let (request, problems) = ExecutionRequest.reading(document, from: .yaml)
        #expect(problems == [])
        return request
    }

    /// What is replaced, by what, and the one problem that follows.
    struct Case: Sendable, CustomTestStringConvertible {
        var old: String
        var new: String
        var code: Problem.Code
        var path: String
        var message: String
        var testDescription: String { message }

        init(_ old: String, _ new: String, _ code: Problem.Code, _ path: String, _ rest: String) {
            self.old = old
            self.new = new
            self.code = code
            self.path = path
            message = "\(path): \(rest)"
        }
    }

    static let programs: [(String, Problem.Code?, String)] = [
        ("script: x", nil, ""), ("location: http://h/x", nil, ""), ("script: \"\", location: http://h/x", nil, ""),
        ("arguments: [a]", .missingMember, "executable.script"),
        ("script: x, location: http://h/x", .doubledProgram, "executable.location"),
        ("script: x, environment: {\"A=B\": c}", .badName, "executable.environment.A=B"),
    ]

    @Test(arguments: programs, ["batch-script", "python-program"])
    func `A program is given once, as text or by its place`(
        _ program: (members: String, code: Problem.Code?, path: String), _ kind: String
    ) throws {
        let problems = try Self.request("executable: {kind: \(kind), \(program.members)}").validated()
        #expect(problems.map(\.code) == [program.code].compactMap(\.self))
        #expect(problems.first.map { $0.path.description } ?? "" == program.path)
    }

    @Test func `Nothing is wrong with a sound request`() throws {
        #expect(try Self.request(Self.sound).validated() == [])
    }

    static let digest = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
    static let noDigest = "is not a digest; write sha256: and 64 hexadecimal digits in lower case."
    static let noPort = "is not the number of a port; write 1 to 65535."
    static let noPath = "is not a path for a volume; write one that begins with / and has no \"..\"."

    static let cases: [Case] = [
        Case(
            "  kind: docker-container\n", "", .missingMember, "executable.kind",
            "this is missing; it says what this is."),
        Case(
            "    locations: [\"docker.io/library/alpine:3\"]\n", "", .missingMember, "executable.image.locations",
            "this is missing; name at least one place of the image."),
        Case(
            "docker.io/library/alpine:3", "", .missingMember, "executable.image.locations[0]",
            "this is missing; name a place of the image or leave the item out."),
        Case(
            digest, "sha256:0123", .badDigest, "executable.image.digest", "\"sha256:0123\" \(noDigest)"),
        Case(
            digest, digest + "0", .badDigest, "executable.image.digest",
            "\"sha256:0123456789abcdef0123456789abcdef0…\" \(noDigest)"),
        Case(
            digest, "md5:" + digest.dropFirst(7), .badDigest, "executable.image.digest",
            "\"md5:0123456789abcdef0123456789abcdef0123…\" \(noDigest)"),
        Case(
            digest, "sha256:" + String(repeating: "A", count: 64), .badDigest, "executable.image.digest",
            "\"sha256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA…\" \(noDigest)"),
        Case(
            "GREETING", "\"A=B\"", .badName, "executable.environment.A=B",
            "the name of a variable cannot hold \"=\"; write it without."),
        Case(
            "GREETING", "\"\"", .badName, "executable.environment",
            "a variable has no name; name it or leave it out."),
        Case("port: 80", "port: 0", .badPort, "executable.network.ports[0].internal.port", "0 \(noPort)"),
        Case(
            "port: 65535", "port: 65536", .badPort, "executable.network.ports[0].external.port", "65536 \(noPort)"),
        Case(
            "internal: {port: 80}, ", "", .missingMember, "executable.network.ports[0].internal.port",
            "this is missing; write the number of the port inside the container."),
        Case(
            "cores: {min: 1", "cores: {min: 5", .emptyRange, "compute.cores",
            "min 5 is greater than max 4; write a min that is at most the max."),
        Case(
            "memory: {min: 2}", "memory: {min: -1}", .negative, "compute.memory.min",
            "-1 is below zero; write 0 or more."),
        Case(
            "size: {min: 1, max: 2}", "size: {max: -9223372036854775808}", .negative, "storage[0].size.max",
            "-9223372036854775808 is below zero; write 0 or more."),
        Case(
            "min: 0.5", "min: 2.5", .emptyRange, "costs[0]",
            "min 2.5 is greater than max 2.0; write a min that is at most the max."),
        Case("path: /work", "path: work", .badPath, "compute.volumes[0].path", "\"work\", \(noPath)"),
        Case("path: /work", "path: /a/../b", .badPath, "compute.volumes[0].path", "\"/a/../b\", \(noPath)"),
        Case(
            "path: /work", "path: \"/../\\u0301x\"", .badPath, "compute.volumes[0].path",
            "\"/../\u{301}x\", \(noPath)"),
        Case("path: /work", "path: //.", .badPath, "compute.volumes[0].path", "\"//.\", \(noPath)"),
        Case(
            "path: /work", "meta: {name: ../etc}", .badPath, "compute.volumes[0].path",
            "\"/volumes/../etc\", made from its name, \(noPath)"),
        Case(
            "path: /input", "path: /./work//", .doubledPath, "compute.volumes[1].path",
            "another volume is mounted at \"/./work//\" already; write another path."),
        Case(
            "resource: scratch", "resource: nowhere", .unknownReference, "compute.volumes[0].resource",
            "\"nowhere\" names no storage or data of this request; there are scratch,"
                + " 6ba7b810-9dad-11d1-80b4-00c04fd430c8, catalogue."),
        Case(
            "resource: scratch", "resource: machine", .unknownReference, "compute.volumes[0].resource",
            "\"machine\" names no storage or data of this request; there are scratch,"
                + " 6ba7b810-9dad-11d1-80b4-00c04fd430c8, catalogue."),
        Case(
            ", resource: scratch", "", .missingMember, "compute.volumes[0].resource",
            "this is missing; name the storage or data that is mounted."),
        Case(
            "storage: scratch", "storage: catalogue", .unknownReference, "data[0].storage",
            "\"catalogue\" names no storage of this request; there are scratch, 6ba7b810-9dad-11d1-80b4-00c04fd430c8."
        ),
        Case(
            "name: program", "name: scratch", .doubledName, "storage[0].meta.name",
            "\"scratch\" names another component already; give every component its own."),
        Case(
            "name: machine", "uuid: 6BA7B810-9DAD-11D1-80B4-00C04FD430C8", .doubledName, "compute.meta.uuid",
            "\"6ba7b810-9dad-11d1-80b4-00c04fd430c8\" names another component already; give every component its own."),
        Case(
            "location: https://example.org/catalogue.fits", "location: \"\"", .missingMember, "data[0].location",
            "this is missing; say where it is."),
        Case(
            "kind: simple-data-resource", "kind: skao-data-resource\n    skao: {datasize: -1}", .negative,
            "data[0].skao.datasize", "-1 is below zero; write 0 or more."),
        Case(
            "duration: PT2H", "duration: PT0S", .emptyDuration, "schedule.requested.duration",
            "PT0S is no time at all; write a duration above zero, such as PT2H."),
        Case(
            "duration: PT2H", "duration: -P1D", .emptyDuration, "schedule.requested.duration",
            "-P1D is no time at all; write a duration above zero, such as PT2H."),
    ]

    @Test(arguments: cases)
    func `One thing is wrong`(_ item: Case) throws {
        #expect(Self.sound.contains(item.old))
        var text = Self.sound
        if let range = text.firstRange(of: item.old) { text.replaceSubrange(range, with: item.new) }
        // A location is no member of data of the SKAO: it is told as unknown, which is not looked at here.
        let document = try Document.read(Array(text.utf8), as: .yaml)
        let request = ExecutionRequest.reading(document, from: .yaml).value
        let problems = request.validated()
        #expect(problems.map(\.message) == [item.message])
        #expect(problems.map(\.path.description) == [item.path])
        #expect(problems.map(\.code) == [item.code])
        #expect(problems.allSatisfy { $0.gravity == .refused })
    }

    @Test func `Everything that is wrong is told at once, in the order of the request`() {
        var request = ExecutionRequest()
        var compute = SimpleCompute()
        compute.cores = IntegerRange(min: 2, max: 1)
        compute.volumes = [.simple(SimpleVolume())]
        request.compute = .simple(compute)
        request.storage = [.stranger(kind: "", [:]), .stranger(kind: "somebody's", [:])]
        request.data = [.simple(SimpleData())]
        let later = Instant(seconds: 10)
        request.schedule = RequestedSchedule()
        request.schedule?.requested = TimedWindow(
            start: Interval(start: later, end: Instant(seconds: 0)), duration: nil)
        #expect(
            request.validated().map(\.message) == [
                "executable: this is missing; it says what is to be run.",
                "compute.cores: min 2 is greater than max 1; write a min that is at most the max.",
                "compute.volumes[0].resource: this is missing; name the storage or data that is mounted.",
                "storage[0].kind: this is missing; it says what this is.",
                "data[0].location: this is missing; say where it is.",
                "schedule.requested.start: the interval ends at 1970-01-01T00:00:00Z, before it begins at"
                    + " 1970-01-01T00:00:10Z; write the earlier instant first.",
            ])
    }

    /// No document that was read holds a NUL; a request that code has made may.
    @Test func `A text with a NUL is found wherever it is`() throws {
        var request = try Self.request(Self.sound)
        request.component.meta?.description = "a\0b"
        guard case .dockerContainer(var container) = request.executable else { throw CancellationError() }
        container.command = ["-c", "\0"]
        container.environment = ["GREETING": "hello\0", "A\0": "b"]
        request.executable = .dockerContainer(container)
        #expect(
            request.validated().map(\.message) == [
                "executable.environment: the name \"A\\0\" holds a NUL character; write it without.",
                "meta.description: the text \"a\\0b\" holds a NUL character; write it without.",
                "executable.command[1]: the text \"\\0\" holds a NUL character; write it without.",
                "executable.environment.GREETING: the text \"hello\\0\" holds a NUL character; write it without.",
            ])
        #expect(request.validated().map(\.code) == [.badName, .badText, .badText, .badText])
    }

    @Test func `A stranger's component can be referred to`() throws {
        let text = Self.sound.replacing(
            "  - kind: simple-storage-resource", with: "  - kind: https://example.org/tape")
        #expect(try Self.request(text).validated() == [])
    }

    @Test func `Ports, at their limits`() {
        for (port, isGood) in [(Int64.min, false), (0, false), (1, true), (65535, true), (65536, false), (.max, false)]
        {
            var inside = InternalPort()
            inside.port = port
            var published = NetworkPort()
            published.internal = inside
            var network = ContainerNetwork()
            network.ports = [published]
            var image = ContainerImage()
            image.locations = ["alpine"]
            var container = DockerContainer()
            container.image = image
            container.network = network
            var request = ExecutionRequest()
            request.executable = .dockerContainer(container)
            #expect(request.validated().isEmpty == isGood, "port \(port)")
        }
    }

    @Test func `A hostile request does not make a long answer`() {
        var request = ExecutionRequest()
        for count in [ModelReader.problemLimit - 1, ModelReader.problemLimit, RequestLimits.components] {
            request.data = Array(repeating: .simple(SimpleData()), count: count)
            // The executable is missing too.
            #expect(request.validated().count == min(count + 1, ModelReader.problemLimit))
        }
    }
}
