import BerthDocument
import BerthModel
import Testing

@testable import BerthSoftware

struct PlusReaderTests {
    private func read(_ members: String, home: String? = "https://a.org/x/codemeta.json") throws -> PlusReader {
        PlusReader(try Sample.plus(members), home: home)
    }

    /// What the executable becomes, as JSON.
    private func executable(_ reader: PlusReader) -> String {
        reader.executables.first?.request.document(for: .json)["executable"]?.asJSON ?? "none"
    }

    @Test func aContainerWithAllThatItCanHave() throws {
        let digest = "sha256:" + String(repeating: "a", count: 64)
        let reader = try read(
            """
            "kind": "docker-container", "location": "ghcr.io/a/b:1", "digest": "\(digest)", "architecture": "arm64",
            "entrypoint": "/run", "command": ["--n", "{n}"], "environment": [{"name": "A", "value": 1}],
            "ports": [{"port": 8888, "protocol": "HTTP", "path": "/lab"}],
            "parameters": [{"name": "n", "defaultValue": 3}, {"name": "M", "defaultValue": "x"}],
            "inputs": [{"name": "sky", "location": "sky.fits", "path": "/in/sky"}],
            "outputs": [{"name": "maps", "path": "/out", "size": {"min": 500, "unit": "MB"}}],
            "resources": {"cores": {"min": 2, "max": 4}, "memory": {"min": 1.5, "unit": "GiB"},
              "storage": {"min": 10, "unit": "GB"}, "accelerators": [{"model": "gpu", "min": 1}], "duration": "PT1H"}
            """)
        #expect(reader.problems.isEmpty, "\(reader.problems)")
        let one = try #require(reader.executables.first)
        let document = one.request.document(for: .json)
        #expect(document.value(at: ["executable", "command"]) == ["--n", "3"])
        #expect(document.value(at: ["executable", "environment"]) == ["A": "1", "M": "x"])
        #expect(document.value(at: ["executable", "image", "digest"]) == .text(digest))
        #expect(document.value(at: ["executable", "network", "ports", .index(0), "internal", "port"]) == 8888)
        #expect(document.value(at: ["data", .index(0), "location"]) == "https://a.org/x/sky.fits")
        #expect(document.value(at: ["compute", "memory"]) == ["min": 2])
        #expect(document.value(at: ["compute", "accelerators", .index(0), "count", "min"]) == 1)
        #expect(document.value(at: ["compute", "volumes", .index(1), "mode"]) == "READWRITE")
        #expect(document.value(at: ["storage", .index(0), "size", "min"]) == 1)
        #expect(document.value(at: ["storage", .index(1), "size", "min"]) == 10)
        #expect(document.value(at: ["schedule", "requested", "duration"]) == "PT1H")
        #expect(one.origin == .declared)
        #expect(one.id == "run")
        #expect(one.request.validated().isEmpty)
        #expect(
            one.sources[["compute", "cores", "max"]] == "The authors say so: codemeta.json, line 10.")
        #expect(one.inputs.map(\.value) == ["https://a.org/x/sky.fits"])
    }

    @Test(arguments: [
        ("\"kind\": \"jupyter-notebook\", \"location\": \"n/a b.ipynb\"", "location", "https://a.org/x/n/a%20b.ipynb"),
        ("\"location\": \"./n.ipynb\"", "location", "https://a.org/x/n.ipynb"),
        ("\"kind\": \"python-program\", \"script\": \"print(1)\"", "script", "print(1)"),
        ("\"kind\": \"singularity-container\", \"location\": \"library://a/b\"", "location", "library://a/b"),
    ])
    func whereItIs(_ members: String, _ name: String, _ value: String) throws {
        let reader = try read(members)
        #expect(reader.problems.allSatisfy { $0.gravity == .unused })
        #expect(reader.executables.first?.request.document(for: .json)["executable"]?[name]?.text == value)
    }

    @Test func parametersOfWorkflows() throws {
        let parameters = "\"parameters\": [{\"name\": \"n\", \"defaultValue\": [1, 2]}]"
        let cwl = try read("\"kind\": \"cwl-workflow\", \"location\": \"a.cwl\", \(parameters)")
        #expect(executable(cwl).contains("\"inputs\":{\"n\":\"[1,2]\"}"))
        let snakemake = try read(
            "\"kind\": \"snakemake-workflow\", \"location\": \"Snakefile\", \"targets\": [\"all\"], \(parameters)")
        #expect(executable(snakemake).contains("\"configuration\":{\"n\":\"[1,2]\"}"))
        let notebook = try read("\"kind\": \"jupyter-notebook\", \"location\": \"a.ipynb\", \(parameters)")
        #expect(
            notebook.problems.map(\.message) == [
                "a jupyter-notebook takes no parameters; n is shown and not handed over."
            ])
    }

    @Test func dataOfEveryKind() throws {
        let reader = try read(
            """
            "kind": "docker-container", "location": "a", "inputs": [
             {"name": "r", "rucio": {"scope": "s", "object": "o", "objectType": "DATASET"}},
             {"name": "b", "s3": {"endpoint": "https://s3.org", "bucket": "b", "object": "k"}},
             {"name": "i", "ivoid": "ivo://a/b"}, {"name": "own", "description": "Yours.", "required": true}]
            """)
        let one = try #require(reader.executables.first)
        #expect(one.request.data.count == 3)
        #expect(one.inputs.map(\.value) == ["s:o", "s3://b/k", "ivo://a/b", nil])
        #expect(one.inputs.last?.isRequired == true)
        guard case .rucio(let rucio)? = one.request.data.first else {
            Issue.record("no Rucio")
            return
        }
        #expect(rucio.rucio?.type == .dataset)
    }

    @Test(arguments: [
        (
            "\"kind\": \"cauldron\", \"location\": \"x\"",
            "cauldron is not a kind of executable that is known; known are \(PlusVocabulary.kindNames)."
        ),
        (
            "\"location\": \"https://a.org/app\"",
            "it does not say what kind of executable it is; write kind: \(PlusVocabulary.kindNames)."
        ),
        ("\"kind\": \"docker-container\"", "it names no image; write it as location."),
        ("\"kind\": \"jupyter-notebook\"", "it does not say where it is; write its address as location."),
        (
            "\"kind\": \"jupyter-notebook\", \"location\": \"file:///etc/passwd\"",
            "file:///etc/passwd names a file of somebody's machine; write the address of a service, or a path that "
                + "begins where this file is."
        ),
        (
            "\"kind\": \"jupyter-notebook\", \"location\": \"../../x.ipynb\"",
            "../../x.ipynb leads out of the folder of this file; write a whole address."
        ),
        (
            "\"kind\": \"jupyter-notebook\", \"location\": \"javascript:x\"",
            "javascript is no way to fetch a file from; write https://…"
        ),
        (
            "\"kind\": \"docker-container\", \"location\": \"a\", \"resources\": {\"memory\": {\"min\": 2}}",
            "the size has no unit; write unit: GiB, MiB, GB or MB beside its numbers."
        ),
        (
            "\"kind\": \"docker-container\", \"location\": \"a\", "
                + "\"resources\": {\"memory\": {\"min\": 2, \"unit\": \"GiBi\"}}",
            "GiBi is not a unit of size; write GiB, MiB, GB or MB."
        ),
        (
            "\"kind\": \"docker-container\", \"location\": \"a\", \"resources\": {\"memory\": \"some\"}",
            "\"some\" is no size; write min, max and unit: GiB."
        ),
        (
            "\"kind\": \"docker-container\", \"location\": \"a\", \"resources\": {\"cores\": {\"min\": 4, \"max\": 2}}",
            "min is greater than max; write a min that is at most the max."
        ),
        (
            "\"kind\": \"docker-container\", \"location\": \"a\", \"resources\": {\"cores\": {}}",
            "an amount needs a min, a max or both, as numbers."
        ),
        (
            "\"kind\": \"docker-container\", \"location\": \"a\", \"ports\": [{}]",
            "a port needs its number inside the container, as port: 8888."
        ),
        (
            "\"kind\": \"docker-container\", \"location\": \"a\", \"environment\": [{\"value\": 1}]",
            "a variable of the environment needs a name and a value."
        ),
        (
            "\"kind\": \"docker-container\", \"location\": \"a\", \"parameters\": [{}]",
            "it has no name; write one."
        ),
    ])
    func whatIsWrong(_ members: String, _ message: String) throws {
        let wrong = try read(members).problems.filter { $0.gravity != .unused }
        #expect(wrong.first?.message == message)
        #expect(wrong.first?.path.steps.first == "targetProduct")
    }

    @Test func withoutAHomeNothingIsRelative() throws {
        let reader = try read("\"kind\": \"jupyter-notebook\", \"location\": \"x.ipynb\"", home: nil)
        #expect(
            reader.problems.first?.message
                == "x.ipynb is no whole address, and nobody knows where this file is; write https://…")
    }

    @Test func filesBesideItWithAddressesOfTheirOwn() throws {
        let codemeta = try Sample.plus("\"kind\": \"jupyter-notebook\", \"location\": \"./x.ipynb\"")
        let reader = PlusReader(codemeta, home: nil, addresses: ["x.ipynb": "https://a.org/x/content"])
        #expect(reader.problems.isEmpty)
        #expect(executable(reader).contains("https://a.org/x/content"))
    }

    @Test func otherPlacesAndOtherProducts() throws {
        for place in ["isSourceCodeOf", "hasPart", "schema:targetProduct"] {
            let codemeta = try Sample.plus(
                "\"plus:kind\": \"docker-container\", \"plus:location\": \"a\"", place: place)
            #expect(PlusReader(codemeta, home: nil).executables.count == 1, "\(place)")
        }
        let windows = try Sample.codemeta(
            "{\"name\": \"x\", \"targetProduct\": [\"Windows 10\", {\"name\": \"macOS\"}]}")
        #expect(PlusReader(windows, home: nil).executables.isEmpty)
        #expect(PlusReader(windows, home: nil).problems.isEmpty)
    }

    @Test func namesAreGivenAndOnlyOnce() throws {
        let codemeta = try Sample.codemeta(
            """
            {"name": "x", "targetProduct": [
             {"@id": "#A b", "kind": "docker-container", "location": "a", "name": "n", "description": "d"},
             {"@id": "http://x.org/#A b", "kind": "docker-container", "location": "a", "name": "n", "description": "d"},
             {"kind": "docker-container", "location": "a", "name": "Third one", "colour": "red"}]}
            """)
        let reader = PlusReader(codemeta, home: nil)
        #expect(reader.executables.map(\.id) == ["a-b", "a-b-2", "third-one"])
        #expect(
            reader.problems.map(\.message) == [
                "another executable is called a-b already; give every one its own @id.",
                "colour is not a member of an executable, and nothing reads it.",
                "it has no @id; write one such as \"#third-one\".",
                "third-one has no description; say in a sentence what it does.",
            ])
    }

    @Test func aHundredAndOne() throws {
        let one = "{\"kind\": \"docker-container\", \"location\": \"a\"}"
        let all = Array(repeating: one, count: PlusReader.mostExecutables + 2).joined(separator: ", ")
        let reader = PlusReader(try Sample.codemeta("{\"name\": \"x\", \"targetProduct\": [\(all)]}"), home: nil)
        #expect(reader.executables.count == PlusReader.mostExecutables)
        #expect(reader.problems.filter { $0.code == .tooMany }.count == 1)
    }

    @Test(arguments: [
        ("Light Curves!", "light-curves"), ("a--b", "a-b"), ("v1.2", "v1.2"), ("ä", ""), ("", ""), ("../x", "x"),
        (String(repeating: "x", count: 99), String(repeating: "x", count: 60)),
    ])
    func slugs(_ text: String, _ slug: String) {
        #expect(Slug.of(text) == slug)
    }

    /// Values that hold the names of others would double a command with each of them.
    @Test func aCommandThatIsMadeHasAnEnd() throws {
        let parameters = (0..<40).map {
            "{\"name\": \"p\($0)\", \"defaultValue\": \"{p\($0 + 1)}{p\($0 + 1)}{p\($0 + 1)}{p\($0 + 1)}\"}"
        }
        let reader = try read(
            """
            "kind": "docker-container", "location": "a/b", "command": ["{p0}"],
            "parameters": [\(parameters.joined(separator: ","))]
            """)
        let command = reader.executables.first?.request.document(for: .json).value(at: ["executable", "command"])
        guard case .list(let words)? = command else { return #expect(Bool(false), "no command") }
        #expect((words.first?.text?.utf8.count ?? 0) <= PlusReader.mostCommandBytes)
        #expect(reader.problems.contains { $0.message.hasSuffix("the command becomes too long.") })
    }

    /// A file of a few kilobytes took minutes.
    @Test(arguments: ["ports", "environment", "command", "parameters", "inputs"])
    func moreItemsThanAreRead(_ name: String) throws {
        let item = ["ports": "1", "command": "\"x\""][name] ?? "{\"name\": \"n\"}"
        let items = Array(repeating: item, count: 2000).joined(separator: ",")
        let reader = try read("\"kind\": \"docker-container\", \"location\": \"a/b\", \"\(name)\": [\(items)]")
        #expect(reader.executables.count == 1)
        #expect(reader.problems.contains { $0.message == "\(name) has more than 256 items; the others are not read." })
        #expect(reader.problems.count <= PlusReader.mostProblems)
    }
}
