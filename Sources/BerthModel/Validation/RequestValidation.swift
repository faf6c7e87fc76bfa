import BerthDocument

/// Looks at one part of a request after the other and keeps what is wrong with it.
struct RequestValidation {
    let request: ExecutionRequest
    let names: RequestNames
    private(set) var problems: [Problem] = []

    init(_ request: ExecutionRequest) {
        self.request = request
        var names = RequestNames()
        names.collect(from: request)
        self.names = names
        for (path, text) in names.doubled {
            refuse(
                .doubledName, path, "\(text.excerpt) names another component already; give every component its own.")
        }
    }

    /// Paths are made only where something is wrong, here and in every check.
    ///
    /// - Parameter what: what is wrong and the remedy, as it stands after the path.
    mutating func refuse(_ code: Problem.Code, _ path: @autoclosure () -> DocumentPath, _ what: String) {
        if problems.count >= ModelReader.problemLimit { return }
        let path = path()
        problems.append(Problem(gravity: .refused, code: code, path: path, message: "\(path): \(what)"))
    }

    mutating func missing(_ path: @autoclosure () -> DocumentPath, _ remedy: String) {
        refuse(.missingMember, path(), "this is missing; \(remedy).")
    }

    /// A stranger's kind is a platform's to know; none at all is nobody's.
    mutating func checkKind(_ stranger: (kind: String, document: Document)?, _ path: @autoclosure () -> DocumentPath) {
        guard let stranger, stranger.kind.isEmpty else { return }
        missing(path().appending("kind"), "it says what this is")
    }

    mutating func checkRange(_ range: IntegerRange?, _ path: @autoclosure () -> DocumentPath) {
        guard let range else { return }
        checkNotNegative(range.min, path().appending("min"))
        checkNotNegative(range.max, path().appending("max"))
        if let min = range.min, let max = range.max, min > max {
            refuse(.emptyRange, path(), "min \(min) is greater than max \(max); write a min that is at most the max.")
        }
    }

    mutating func checkNotNegative(_ number: Int64?, _ path: @autoclosure () -> DocumentPath) {
        guard let number, number < 0 else { return }
        refuse(.negative, path(), "\(number) is below zero; write 0 or more.")
    }

    mutating func checkSchedule() {
        guard let requested = request.schedule?.requested else { return }
        let path: DocumentPath = ["schedule", "requested"]
        if let start = requested.start, start.end < start.start {
            refuse(
                .emptyRange, path.appending("start"),
                "the interval ends at \(start.end), before it begins at \(start.start);"
                    + " write the earlier instant first.")
        }
        if let duration = requested.duration, duration <= .zero {
            refuse(
                .emptyDuration, path.appending("duration"),
                "\(duration) is no time at all; write a duration above zero, such as PT2H.")
        }
    }

    /// The costs and metrics of a component, or of the request itself.
    mutating func checkQuotes(_ component: Component, _ path: DocumentPath) {
        for (index, cost) in component.costs.enumerated() {
            let path = path.appending("costs").appending(index)
            checkKind(cost.stranger, path)
            if case .simple(let quote) = cost { checkQuote(quote, path) }
        }
        for (index, metric) in component.metrics.enumerated() {
            let path = path.appending("metrics").appending(index)
            checkKind(metric.stranger, path)
            if case .simple(let quote) = metric { checkQuote(quote, path) }
        }
    }

    private mutating func checkQuote(_ quote: Quote, _ path: DocumentPath) {
        guard let min = quote.min, let max = quote.max, min > max else { return }
        refuse(.emptyRange, path, "min \(min) is greater than max \(max); write a min that is at most the max.")
    }

    /// Programs written in C end a text at its first NUL: what follows would be dropped in silence.
    mutating func checkTexts() {
        let document = request.document(for: .json)
        // Paths are made only for what is wrong, which no reader lets in.
        if document.holdsNUL { checkTexts(document, []) }
    }

    private mutating func checkTexts(_ document: Document, _ path: DocumentPath) {
        switch document {
        case .text(let text), .plain(let text):
            if text.holdsNUL {
                refuse(.badText, path, "the text \(text.excerpt) holds a NUL character; write it without.")
            }
        case .list(let items):
            for (index, item) in items.enumerated() { checkTexts(item, path.appending(index)) }
        case .map(let members):
            for member in members.members { checkTexts(member.value, path.appending(member.name)) }
        case .null, .bool, .integer, .number: break
        }
    }
}

extension Document {
    fileprivate var holdsNUL: Bool {
        switch self {
        case .text(let text), .plain(let text): text.holdsNUL
        case .list(let items): items.contains { $0.holdsNUL }
        case .map(let members): members.members.contains { $0.value.holdsNUL }
        case .null, .bool, .integer, .number: false
        }
    }
}

extension String {
    fileprivate var holdsNUL: Bool { utf8.withContiguousStorageIfAvailable { $0.contains(0) } ?? utf8.contains(0) }
}
