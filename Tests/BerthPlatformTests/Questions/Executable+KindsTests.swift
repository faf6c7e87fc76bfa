import BerthDocument
import BerthModel
import Testing

@testable import BerthPlatform

@Suite struct ExecutableKindsTests {
    private static func executable(_ yaml: String) throws -> Executable {
        let document = try Document.read(Array("executable: {\(yaml)}".utf8), as: .yaml)
        return try #require(ExecutionRequest.reading(document, from: .yaml).value.executable)
    }

    private static let same: [(String, Kind, String)] = [
        (
            "kind: singularity-container, location: \"docker://quay.io/a/b:1\"", .dockerContainer,
            "kind: docker-container, image: {locations: [\"quay.io/a/b:1\"]}"
        ),
        (
            "kind: docker-container, image: {locations: [\"quay.io/a/b:1\", other], digest: \"sha256:12\"}",
            .singularityContainer, "kind: singularity-container, location: \"docker://quay.io/a/b:1@sha256:12\""
        ),
        (
            "kind: python-program, script: print(1), arguments: [a], environment: {B: c}", .batchScript,
            "kind: batch-script, script: \"#!/usr/bin/env python3\\nprint(1)\", arguments: [a], environment: {B: c}"
        ),
    ]

    @Test("what another kind can say it says", arguments: same)
    func converted(_ yaml: String, _ kind: Kind, _ other: String) throws {
        #expect(try Self.executable(yaml).converted(to: kind) == Self.executable(other))
    }

    private static let others: [(String, Kind)] = [
        ("kind: singularity-container, location: /images/a.sif", .dockerContainer),
        ("kind: docker-container, image: {locations: [a]}, command: [ls]", .singularityContainer),
        ("kind: docker-container, image: {locations: [a]}, environment: {A: b}", .singularityContainer),
        ("kind: docker-container, image: {locations: [a]}, privileged: true", .singularityContainer),
        ("kind: python-program, script: print(1), requirements: [numpy]", .batchScript),
        ("kind: python-program, location: \"http://h/x.py\"", .batchScript),
        ("kind: jupyter-notebook, location: \"http://h/x.ipynb\"", .dockerContainer),
        ("kind: batch-script, script: ls", .pythonProgram),
    ]

    @Test("where something would be lost there is no other kind", arguments: others)
    func lost(_ yaml: String, _ kind: Kind) throws {
        #expect(try Self.executable(yaml).converted(to: kind) == nil)
        #expect(try Self.executable(yaml).change(toOneOf: [kind]) == nil)
    }

    @Test("the change is the whole component, without the identifier that the broker gave it")
    func change() throws {
        var executable = try Self.executable("kind: singularity-container, location: \"docker://a\"")
        executable.change { component, _ in component.meta = Metadata(uuid: UUID(high: 1, low: 2), name: "x") }
        let change = try #require(executable.change(toOneOf: [.jupyterNotebook, .dockerContainer]))
        #expect(change.path == ["executable"])
        #expect(change.range == .component)
        #expect(change.option == nil)
        #expect(change.to["meta"]?["name"] == "x")
        #expect(change.to["meta"]?["uuid"] == nil)
        #expect(change.to["image"]?["locations"] == .list(["a"]))
    }
}
