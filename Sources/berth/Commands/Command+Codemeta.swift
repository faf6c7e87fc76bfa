import BerthDocument
import BerthModel
import BerthSoftware

extension Command {
    private static let output = CommandOption("output", short: "o", .file("FILE"), "Where it goes; printed unless set.")
    private static let executable = CommandOption(
        "executable", .text("ID"), "Which executable, where there are several.")
    private static let description = CommandArgument("FILE", .file, "A codemeta.json; - is the standard input.")

    static let codemetaInit = Command(
        "codemeta init", "Write a codemeta.json that says how the software can be run.",
        discussion: [
            "Looks at a folder of source code, or at a codemeta.json and what is beside it, and adds what can be run: "
                + "notebooks, workflows, an image. Nothing is asked and nothing is fetched; what was guessed is said, "
                + "to be looked over. The format is docs/CODEMETA_PLUS.md."
        ],
        arguments: [CommandArgument("PATH", .file, isOptional: true, "A folder or a codemeta.json; else this folder.")],
        options: [output] + CommandOption.everywhere,
        examples: [
            ("berth codemeta init -o codemeta.json", "Extends the codemeta.json of this folder, or begins one."),
            ("berth codemeta init old/codemeta.json", "Prints the extended file."),
        ]
    ) { invocation, surroundings in
        let source = try SourceFolder(invocation.arguments.first ?? ".")
        var codemeta: Codemeta?
        if let file = source.description {
            codemeta = try Codemeta(InputDocument(file).bytes, name: source.name(of: file))
        }
        let written = PlusFile(
            extending: codemeta, name: source.name, files: LocalFolder.files(below: source.folder),
            repository: source.repository)
        for note in written.notes { surroundings.console.note(note.printable) }
        return try put(written.document, to: invocation.text(output), surroundings)
    }

    static let codemetaCheck = Command(
        "codemeta check", "Check a codemeta.json with its executables; name the line of what is wrong.",
        arguments: [description], options: CommandOption.everywhere,
        examples: [("berth codemeta check codemeta.json", "Says that it is fine, or what would be right where.")]
    ) { invocation, surroundings in
        let (codemeta, home) = try codemeta(in: invocation.argument)
        let check = CodemetaCheck(codemeta, home: home)
        let console = surroundings.console
        console.print(ProblemLines.lines(check.wrong, in: codemeta.name, codemeta.places))
        for line in ProblemLines.lines(check.doubts, in: codemeta.name, codemeta.places) { console.note(line) }
        if !check.wrong.isEmpty { return .badInput }
        let count = check.executables.count
        console.print("\(codemeta.name): fine, with \(count == 1 ? "1 executable" : "\(count) executables").".printable)
        return .success
    }

    static let codemetaConvert = Command(
        "codemeta convert", "Make a task of an executable of a codemeta.json, or an executable of a task.",
        discussion: [
            "Of a codemeta.json it prints the task, in YAML, for berth ask and berth run. Of a task it prints the "
                + "executable, in JSON, to be put into targetProduct."
        ],
        arguments: [CommandArgument("FILE", .file, "A codemeta.json or a task; - is the standard input.")],
        options: [executable, output] + CommandOption.everywhere,
        examples: [
            ("berth codemeta convert codemeta.json --executable fit > task.yaml", "The task of one executable."),
            ("berth codemeta convert task.yaml", "The same the other way round."),
        ]
    ) { invocation, surroundings in
        let input = try InputDocument(invocation.argument)
        if input.root == nil, input.document["executable"] != nil {
            let (request, problems) = ExecutionRequest.reading(input.document, from: input.syntax)
            let wrong = problems.filter { $0.gravity != .unused } + request.validated()
            if !wrong.isEmpty {
                let lines = ProblemLines.lines(wrong, in: input.name, SourceMap(input.bytes, input.syntax))
                throw ProgramError(.badInput, lines.joined(separator: "\n"), subject: input.name)
            }
            let (document, left) = PlusWriter.executable(request, id: invocation.text(executable))
            for note in left { surroundings.console.note(note) }
            return try put(document, to: invocation.text(output), surroundings)
        }
        let (codemeta, home) = try codemeta(in: invocation.argument, bytes: input.bytes)
        let chosen = try chosen(invocation.text(executable), CodemetaCheck(codemeta, home: home), codemeta)
        let bytes: [UInt8]
        do throws(DocumentError) {
            bytes = try chosen.request.document(for: .yaml).written(as: .yaml)
        } catch {
            throw ProgramError(.badInput, "\(codemeta.name): \(error.message)", cause: error.cause)
        }
        let head = "# \(chosen.title), from \(codemeta.name)."
        let text = Array((head.printable + "\n").utf8) + bytes
        guard let place = invocation.text(output) else {
            surroundings.console.write(.output, text)
            return .success
        }
        try LocalFile.write(text, to: place, mode: 0o644)
        return .success
    }

    /// - Throws: `cannotRead`, `badInput`, and what `Codemeta` says.
    private static func codemeta(in path: String, bytes: [UInt8]? = nil) throws -> (Codemeta, home: String?) {
        let bytes = try bytes ?? InputDocument(path).bytes
        let codemeta = try Codemeta(bytes, name: path == "-" ? "<input>" : path)
        return (codemeta, path == "-" ? nil : try URLOfFile.text(path))
    }

    private static func chosen(
        _ id: String?, _ check: CodemetaCheck, _ codemeta: Codemeta
    ) throws(ProgramError) -> SoftwareExecutable {
        let all = check.executables
        if !check.wrong.isEmpty {
            let lines = ProblemLines.lines(check.wrong, in: codemeta.name, codemeta.places)
            throw ProgramError(.badInput, lines.joined(separator: "\n"), subject: codemeta.name)
        }
        if let found = all.first(where: { $0.id == id }) { return found }
        let names = all.map(\.id).joined(separator: ", ")
        if all.isEmpty {
            throw ProgramError(
                .badInput,
                "\(codemeta.name) declares nothing that can be run; berth codemeta init writes what can be "
                    + "guessed.", subject: codemeta.name)
        }
        if let id {
            throw ProgramError(
                .unknownName, "\(codemeta.name) has no executable \(id); it has \(names).", subject: id)
        }
        if all.count == 1 { return all[0] }
        throw ProgramError(
            .usage, "\(codemeta.name) has several executables; choose one by --executable: \(names).",
            subject: "--executable")
    }

    private static func put(
        _ document: Document, to place: String?, _ surroundings: Surroundings
    ) throws(ProgramError) -> ExitCode {
        let bytes: [UInt8]
        do throws(DocumentError) {
            bytes = try document.written(as: .json, pretty: true)
        } catch {
            throw ProgramError(.broken, "It cannot be written: \(error.message)", cause: error.cause)
        }
        let whole = bytes.last == 10 ? bytes : bytes + [10]
        guard let place else {
            surroundings.console.write(.output, whole)
            return .success
        }
        try LocalFile.write(whole, to: place, mode: 0o644)
        surroundings.console.note("Written to \(place); check it with berth codemeta check \(place).".printable)
        return .success
    }
}
