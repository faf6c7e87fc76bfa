import BerthDocument
import BerthModel
import Testing

@testable import BerthSoftware

struct PlusWriterTests {
    /// Each example becomes an executable that is read back as the same request.
    @Test(arguments: [
        "hello-container", "jupyter-notebook", "cwl-workflow", "snakemake-workflow", "python-program", "batch-script",
        "staged-data", "data-rucio", "data-s3", "data-ivoa", "published-port", "environment", "memory-and-cores",
        "singularity-container", "accelerators",
    ])
    func examplesComeBack(_ name: String) throws {
        let bytes = try Sample.bytes("examples/\(name).json")
        let (request, problems) = ExecutionRequest.reading(try Document.read(bytes, as: .json), from: .json)
        #expect(problems.isEmpty)
        let (part, _) = PlusWriter.executable(request, id: "run", summary: "Runs.")
        let file: Document = ["@type": "SoftwareSourceCode", "name": "x", "targetProduct": .list([part])]
        let reader = PlusReader(
            try Codemeta(try file.written(as: .json), name: "codemeta.json"), home: "https://a.org/codemeta.json")
        #expect(reader.problems.isEmpty, "\(reader.problems)")
        let back = try #require(reader.executables.first?.request)
        // Names of components are given anew; what runs, and with what, is the same.
        func essence(_ request: ExecutionRequest) -> [Document?] {
            var document = request.document(for: .json)
            for place in ["executable", "compute"] { document.set(.null, at: [.member(place), "meta"]) }
            return [
                document["executable"]?["kind"], document["executable"]?["image"]?["locations"],
                document["executable"]?["location"], document["executable"]?["script"],
                document["executable"]?["command"], document["executable"]?["inputs"],
                document["executable"]?["configuration"], document["executable"]?["requirements"],
                document["compute"]?["cores"], document["compute"]?["memory"],
            ]
        }
        #expect(essence(back) == essence(request))
        #expect(back.data.count == request.data.count)
    }

    @Test func whatIsOfOneAskingIsLeftOutAndSaid() throws {
        let text = """
            {"executable": {"kind": "docker-container", "privileged": true, "image": {"locations": ["a", "b"]}},
             "schedule": {"requested": {"start": "2030-01-01T00:00:00Z/PT1H"}}, "costs": [{"kind": "x"}]}
            """
        let request = ExecutionRequest.reading(try Document.read(Array(text.utf8), as: .json), from: .json).value
        #expect(
            PlusWriter.executable(request).left == [
                "When it is to start is left out.", "Bounds on costs and metrics are left out.",
                "Only the first place of the image is kept.", "That it is privileged is left out.",
            ])
    }
}
