public import BerthDocument

// Texts with a form of their own. A text that is not of that form is well-formed JSON, YAML or XML, so the request is
// not malformed: it asks for what cannot be understood, and the answer is NO with the path.

extension Instant: ModelValue {
    public static var type: ValueType { .text(format: .instant) }

    public static func read(_ document: Document, _ reader: inout ModelReader) -> Instant? {
        guard let text = String.read(document, &reader) else { return nil }
        if let instant = Instant(text) { return instant }
        reader.refuse(.badInstant, "\(document.excerpt) is not an instant; write 2026-01-31T12:00:00Z.")
        return nil
    }

    public func write(_ writer: borrowing ModelWriter) -> Document? { .text(description) }
    public func isLeftOut(_ writer: ModelWriter) -> Bool { false }
    public func write(_ writer: ModelWriter, to stream: inout JSONStream) { stream.write(description) }
}

extension TimeSpan: ModelValue {
    public static var type: ValueType { .text(format: .duration) }

    public static func read(_ document: Document, _ reader: inout ModelReader) -> TimeSpan? {
        guard let text = String.read(document, &reader) else { return nil }
        do throws(ReadingError) {
            return try TimeSpan(reading: text)
        } catch {
            reader.refuse(.badDuration, "\(document.excerpt) \(error.remedy)")
            return nil
        }
    }

    public func write(_ writer: borrowing ModelWriter) -> Document? { .text(description) }
    public func isLeftOut(_ writer: ModelWriter) -> Bool { false }
    public func write(_ writer: ModelWriter, to stream: inout JSONStream) { stream.write(description) }
}

extension TimeSpan.ReadingError {
    var remedy: String {
        switch self {
        case .notADuration: "is not a duration; write PT2H for two hours or P1DT12H for a day and a half."
        case .ambiguous: "has years or months, whose length depends on when they begin; write days, such as P30D."
        case .tooLong: "is longer than can be counted; write a shorter duration."
        }
    }
}

extension Interval: ModelValue {
    public static var type: ValueType { .text(format: .interval) }

    public static func read(_ document: Document, _ reader: inout ModelReader) -> Interval? {
        guard let text = String.read(document, &reader) else { return nil }
        do throws(ReadingError) {
            return try Interval(reading: text)
        } catch {
            let remedy =
                switch error {
                case .notAnInterval: "is not an interval; write 2026-01-31T12:00:00Z/PT2H or a start and an end."
                case .endsBeforeItBegins: "ends before it begins; write the earlier instant first."
                case .duration(let error): error.remedy
                }
            reader.refuse(.badInterval, "\(document.excerpt) \(remedy)")
            return nil
        }
    }

    public func write(_ writer: borrowing ModelWriter) -> Document? { .text(description) }
    public func isLeftOut(_ writer: ModelWriter) -> Bool { false }
    public func write(_ writer: ModelWriter, to stream: inout JSONStream) { stream.write(description) }
}

extension UUID: ModelValue {
    public static var type: ValueType { .text(format: .uuid) }

    public static func read(_ document: Document, _ reader: inout ModelReader) -> UUID? {
        guard let text = String.read(document, &reader) else { return nil }
        if let uuid = UUID(text) { return uuid }
        reader.refuse(
            .badUUID, "\(document.excerpt) is not a UUID; leave it out or write 8-4-4-4-12 hexadecimal digits.")
        return nil
    }

    public func write(_ writer: borrowing ModelWriter) -> Document? { .text(description) }
    public func isLeftOut(_ writer: ModelWriter) -> Bool { false }
    public func write(_ writer: ModelWriter, to stream: inout JSONStream) { stream.write(description) }
}
