import BerthDocument
import BerthModel

extension Command {
    static let check = Command(
        "check", "Check a task file without a broker; name the line of what is wrong.",
        discussion: [
            "Whether anybody can run the task is for a broker to say: berth ask. What is checked here is what nobody "
                + "could mean: syntax, types, ranges, names that refer to nothing."
        ],
        arguments: [.requestFile], options: CommandOption.everywhere,
        examples: [("berth check task.yaml", "Says that it is fine, or file:line:column and what would be right.")]
    ) { invocation, surroundings in
        let input = try InputDocument(invocation.argument)
        let console = surroundings.console
        let (wrong, notes) = findings(in: input)
        let places = SourceMap(input.bytes, input.syntax)
        console.print(ProblemLines.lines(wrong, in: input.name, places))
        for line in ProblemLines.lines(notes, in: input.name, places) { console.note(line) }
        if !wrong.isEmpty { return .badInput }
        let doubts = [
            count(notes.filter { $0.code == .unknownMember }, "member"),
            count(notes.filter { $0.code != .unknownMember }, "kind"),
        ].compactMap(\.self)
        console.print("\(input.name): fine\(doubts.isEmpty ? "" : ", but \(doubts.joined(separator: " and "))").")
        return .success
    }

    private static func count(_ notes: [Problem], _ noun: String) -> String? {
        switch notes.count {
        case 0: nil
        case 1: "1 \(noun) is not known"
        default: "\(notes.count) \(noun)s are not known"
        }
    }

    /// What is wrong with a task, and what is only strange.
    static func findings(in input: InputDocument) -> (wrong: [Problem], notes: [Problem]) {
        if let root = input.root, root != XMLRoots.executionRequest {
            let message = "the root element is \(root); a task is in \(XMLRoots.executionRequest)."
            return ([Problem(gravity: .malformed, code: .wrongType, path: .root, message: message)], [])
        }
        let form = WireDocument.Form(of: input)
        if form != .request {
            let message = "this is \(form.noun), and a task is needed."
            return ([Problem(gravity: .malformed, code: .wrongType, path: .root, message: message)], [])
        }
        let (request, found) = ExecutionRequest.reading(input.document, from: input.syntax)
        let names = MemberNames(ExecutionRequest.type, in: input.document)
        let wrong = found.filter { $0.gravity != .unused } + request.validated()
        let notes = found.filter { $0.gravity == .unused }.map { names.withGuess($0, noun: "member") }
        return (wrong, notes + strangers(in: request))
    }

    /// Kinds that this program does not know: a platform may.
    private static func strangers(in request: ExecutionRequest) -> [Problem] {
        var strangers: [(path: DocumentPath, kind: String, family: String)] = []
        func add(_ stranger: (kind: String, document: Document)?, _ path: DocumentPath, _ family: String) {
            if let stranger, !stranger.kind.isEmpty {
                strangers.append((path.appending("kind"), stranger.kind, family))
            }
        }
        add(request.executable?.stranger, ["executable"], "executable")
        add(request.compute?.stranger, ["compute"], "compute")
        for (index, storage) in request.storage.enumerated() {
            add(storage.stranger, ["storage", .index(index)], "storage")
        }
        for (index, data) in request.data.enumerated() { add(data.stranger, ["data", .index(index)], "data") }
        return strangers.map { path, kind, family in
            // The last word tells one kind from another; what stands before it is the same for all.
            let word = String(kind.split(separator: "/").last ?? "")
            let kinds = Kind.known.filter { $0.family == family }
            let nearest = Suggestion.nearest(to: word, among: kinds.map { $0.name + ".yaml" } + kinds.map(\.name))
            let guess = nearest.flatMap { name in kinds.first { $0.name == name || $0.name + ".yaml" == name } }
            let question = guess.map { " Did you mean \($0.name)?" } ?? ""
            return Problem(
                gravity: .unused, code: .wrongType, path: path,
                message: "\(path): the kind \(kind) is not known here; a platform may know it.\(question)")
        }
    }
}
