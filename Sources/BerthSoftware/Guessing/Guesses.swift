import BerthDocument
import BerthModel

/// Ways to run software whose authors declare none: each says what it was made from, and none was tried.
struct Guesses {
    /// What guesses are made from.
    struct Evidence {
        var codemeta: Codemeta?
        /// Names of the files, in an archive below its root.
        var files: [String] = []
        /// What holds the files, as messages call it.
        var holder = "The source code"
        var repository: Repository?
        /// Addresses of files by their names, where each has its own.
        var addresses: [String: String] = [:]
        /// The address of the folder that the files are in, where it is not the repository.
        var home: String?
    }

    private(set) var executables: [SoftwareExecutable] = []
    /// What was seen and could not be made use of.
    private(set) var findings: [String] = []
    private let evidence: Evidence

    static let mostFiles = 20

    init(_ evidence: Evidence) {
        self.evidence = evidence
        guessProducts()
        guessFiles(.jupyterNotebook, "notebook") { $0.hasSuffix(".ipynb") }
        guessFiles(.cwlWorkflow, "workflow") { $0.hasSuffix(".cwl") }
        guessFiles(.snakemakeWorkflow, "workflow") { $0.split(separator: "/").last == "Snakefile" }
        guessImage()
        if executables.isEmpty { guessSource() }
    }

    /// Products with a type of software-types and an address that fits.
    private mutating func guessProducts() {
        guard let codemeta = evidence.codemeta else { return }
        for place in PlusVocabulary.places {
            guard let (name, value) = Codemeta.written(place, of: codemeta.document) else { continue }
            for item in Codemeta.items(value).prefix(PlusPart.mostItems) {
                let types = Codemeta.types(of: item.value)
                let names = ["executableName", "downloadUrl", "installUrl", "url"]
                guard let location = names.lazy.compactMap({ Codemeta.text(Codemeta.member($0, of: item.value)) }).first
                else { continue }
                let path = DocumentPath(codemeta.root.steps + [.member(name)] + item.steps)
                if types.contains("SoftwareImage"), !location.contains("://") {
                    add(
                        Slug.of(location), location, .dockerContainer, location,
                        "\(codemeta.place(of: path)) names the image \(location).")
                } else if types.contains("NotebookApplication"), Codemeta.webAddress(location) != nil,
                    PlusVocabulary.kind(ofLocation: location, types: []) == .jupyterNotebook
                {
                    add(
                        Slug.of(String(location.split(separator: "/").last ?? "notebook")), location, .jupyterNotebook,
                        location, "\(codemeta.place(of: path)) names the notebook \(location).")
                }
            }
        }
    }

    private mutating func guessFiles(_ kind: Kind, _ noun: String, _ fits: (String) -> Bool) {
        let files = evidence.files.filter { file in
            fits(file) && !file.split(separator: "/").contains { $0.hasPrefix(".") }
        }
        guard let first = files.first else { return }
        for file in files.prefix(Self.mostFiles) {
            let address = evidence.addresses[file] ?? evidence.home.flatMap { RelativePlace.resolved(file, from: $0) }
            guard let location = address ?? evidence.repository?.file(file) else {
                let count = files.count == 1 ? "a \(noun)" : "\(files.count) \(noun)s"
                findings.append(
                    "\(evidence.holder) holds \(count), such as \(first), and no address of it is known; name it in a "
                        + "codemeta+.")
                return
            }
            let made = "\(evidence.holder) holds \(file)"
            let place = address == nil ? "; its address is made from \(evidence.repository?.url ?? "")." : "."
            add(Slug.of(file), file, kind, location, made + place)
        }
        if files.count > Self.mostFiles {
            findings.append("\(evidence.holder) holds \(files.count) \(noun)s; the first \(Self.mostFiles) are listed.")
        }
    }

    private mutating func guessImage() {
        let names = ["Dockerfile", "Containerfile"]
        let found = evidence.files.first { file in names.contains { file.split(separator: "/").last == $0[...] } }
        guard let found else { return }
        guard let image = evidence.repository?.image else {
            findings.append(
                "\(evidence.holder) holds \(found), and nobody says where its image is; name it in a codemeta+.")
            return
        }
        add(
            "image", image, .dockerContainer, image,
            "\(evidence.holder) holds \(found); images of such repositories are often published as \(image). Whether "
                + "this one is was not looked at.")
    }

    /// At least somewhere to begin: the source code, where its tools are.
    private mutating func guessSource() {
        guard let repository = evidence.repository else { return }
        let languages = evidence.codemeta.map { $0.texts("programmingLanguage") + $0.texts("runtimePlatform") } ?? []
        let isPython = languages.contains { $0.lowercased().hasPrefix("python") }
        var draft = RequestDraft()
        let made = "Made from the address of the source code, \(repository.url)"
        let version = repository.reference == "HEAD" ? "" : repository.reference
        if isPython {
            let place = "git+\(repository.url).git" + (version.isEmpty ? "" : "@\(version)")
            draft.put(.text(Kind.dockerContainer.uri), ["executable", "kind"])
            draft.put(
                ["docker.io/library/python:3.12"], ["executable", "image", "locations"],
                from: "The language is Python.")
            draft.put(
                ["sh", "-c", .text("pip install \(place) && pip list")], ["executable", "command"], from: made + ".")
            finish(
                draft, "source", "Install it with pip in a container of Python",
                made + " and the language, Python. It installs the package and does nothing with it yet.")
        } else {
            let branch = version.isEmpty ? "" : " --branch \(version)"
            draft.put(.text(Kind.batchScript.uri), ["executable", "kind"])
            draft.put(
                .text("#!/bin/sh\ngit clone --depth 1\(branch) \(repository.url).git source\ncd source\nls\n"),
                ["executable", "script"], from: made + ".")
            let build = evidence.codemeta?.text("buildInstructions").flatMap { Codemeta.webAddress($0) }
            finish(
                draft, "source", "Fetch the source code in a script",
                made + ". It builds nothing yet" + (build.map { "; how to is said at \($0)." } ?? "."))
        }
    }

    private mutating func add(_ id: String, _ title: String, _ kind: Kind, _ location: String, _ why: String) {
        var draft = RequestDraft()
        draft.put(.text(kind.uri), ["executable", "kind"])
        if kind == .dockerContainer {
            draft.put(.list([.text(location)]), ["executable", "image", "locations"], from: why)
        } else {
            draft.put(.text(location), ["executable", "location"], from: why)
        }
        finish(draft, id, PlainText.line(of: title, longest: 200), why)
    }

    private mutating func finish(_ made: RequestDraft, _ id: String, _ title: String, _ why: String) {
        var draft = made
        var name = id.isEmpty ? "guess" : id
        if executables.contains(where: { $0.id == name }) { name += "-\(executables.count + 1)" }
        draft.put(.text(name), ["executable", "meta", "name"])
        putResources(&draft)
        var executable = SoftwareExecutable(id: name, title: title, origin: .guessed(why), request: draft.request.value)
        executable.sources = draft.sources
        executables.append(executable)
    }

    /// What the description says in words of its own.
    private func putResources(_ draft: inout RequestDraft) {
        guard let codemeta = evidence.codemeta else { return }
        func said(_ name: String) -> (text: String, source: String)? {
            guard let text = codemeta.text(name) else { return nil }
            let quoted = PlainText.line(of: text, longest: 60)
            return (text, "Guessed from \(codemeta.place(of: codemeta.path(name))): \(name) \"\(quoted)\".")
        }
        if let (text, source) = said("memoryRequirements"), let amount = ResourceWords.bytes(in: text) {
            draft.put(ResourceWords.gibibytes(amount), ["compute", "memory"], from: source)
        }
        if let (text, source) = said("processorRequirements") {
            if let amount = ResourceWords.cores(in: text) { draft.put(amount, ["compute", "cores"], from: source) }
            if let architecture = ResourceWords.architecture(in: text), draft.document["executable"]?["image"] != nil {
                draft.put(
                    .text(architecture), ["executable", "image", "platform", "architecture"], from: source)
            }
        }
        if let (text, source) = said("storageRequirements"), let amount = ResourceWords.bytes(in: text) {
            let path = draft.append(["storage"], kind: .simpleStorage, name: "scratch")
            draft.put(ResourceWords.gibibytes(amount), path.appending("size"), from: source)
        }
    }
}
