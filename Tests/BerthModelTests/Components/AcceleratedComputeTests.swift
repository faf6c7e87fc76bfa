import BerthDocument
import BerthModel
import Testing

@Suite struct AcceleratedComputeTests {
    private static func compute(_ members: String) throws -> (ComputeResource, [Problem]) {
        let document = try Document.read(
            Array("compute: {kind: accelerated-compute-resource, \(members)}".utf8), as: .yaml)
        let (request, problems) = ExecutionRequest.reading(document, from: .yaml)
        return (try #require(request.compute), problems + request.validated())
    }

    @Test func whatTheStandardKindHasIsItsOwn() throws {
        var (compute, _) = try Self.compute("cores: {min: 2}, meta: {name: here}, accelerators: [{model: gpu-a100}]")
        #expect(compute.kind == .acceleratedCompute)
        #expect(compute.basic?.cores == IntegerRange(min: 2))
        #expect(compute.name == "here")
        compute.basic?.cores = IntegerRange(min: 3)
        #expect(compute.accelerated?.basic.cores == IntegerRange(min: 3))
        #expect(compute.accelerated?.accelerators == [Accelerator(model: "gpu-a100", count: nil)])
        let written = compute.write(ModelWriter(syntax: .json))
        #expect(written?["cores"]?["min"] == 3)
        #expect(written?["kind"]?.text == Kind.acceleratedCompute.uri)
    }

    @Test(
        "what contradicts itself is told with its path",
        arguments: [
            ("accelerators: [{model: a}, {model: a}]", "compute.accelerators[1].model", Problem.Code.doubledModel),
            ("accelerators: [{}, {model: gpu}]", "compute.accelerators[1].model", .doubledModel),
            ("accelerators: [{model: a, count: {min: 2, max: 1}}]", "compute.accelerators[0].count", .emptyRange),
            ("accelerators: [{model: a, count: {min: -1}}]", "compute.accelerators[0].count.min", .negative),
            ("cores: {min: 2, max: 1}", "compute.cores", .emptyRange),
        ])
    func contradictions(_ members: String, _ path: String, _ code: Problem.Code) throws {
        let problems = try Self.compute(members).1.filter { $0.path.description.hasPrefix("compute") }
        #expect(problems.map(\.code) == [code])
        #expect(problems.map(\.path.description) == [path])
    }
}
