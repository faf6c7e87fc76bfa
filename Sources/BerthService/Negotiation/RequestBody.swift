import BerthDocument
import BerthHTTP
import BerthModel

/// Reads bodies in the syntax that Content-Type says, with the same strictness in each.
struct RequestBody: Sendable {
    let limits: DocumentLimits

    /// What is read, for Accept in a 415. Source: RFC 9110, section 15.5.16.
    static let mediaTypes =
        "application/json, application/yaml, text/yaml, application/x-yaml, application/xml, text/xml"

    /// A value of the model, with everything about it that is no reason for a 400.
    ///
    /// - Parameter roots: the names that the root element may have in XML.
    /// - Throws: `unsupportedMediaType`, `unreadableBody`, `wrongMembers`, `tooLarge`.
    func read<Value: ModelValue>(
        _: Value.Type, of request: HTTPRequest, roots: [String]
    ) throws(Refusal) -> (value: Value, problems: [Problem]) {
        try read(Value.self, from: request.body, Self.syntax(request.headers), roots: roots)
    }

    /// As of a request.
    func read<Value: ModelValue>(
        _: Value.Type, from body: [UInt8], _ syntax: Syntax, roots: [String]
    ) throws(Refusal) -> (value: Value, problems: [Problem]) {
        let document = try document(body, syntax, roots)
        var reader = ModelReader(syntax: syntax)
        let value = Value.read(document, &reader)
        let malformed = reader.problems.filter { $0.gravity == .malformed }
        guard let value, malformed.isEmpty else {
            throw Refusal(malformed, in: body, syntax, limits: limits)
        }
        return (value, reader.problems)
    }

    private func document(_ bytes: [UInt8], _ syntax: Syntax, _ roots: [String]) throws(Refusal) -> Document {
        do throws(DocumentError) {
            guard syntax == .xml else { return try Document.read(bytes, as: syntax, limits: limits) }
            let (root, document) = try Document.readXML(bytes, limits: limits)
            if roots.contains(root) { return document }
            throw DocumentError(
                .malformed, "The root element is called \(root); it must be \(roots.joined(separator: " or ")).",
                position: SourceMap(bytes, .xml, limits: limits).position(of: .root))
        } catch {
            throw Refusal(error, in: syntax)
        }
    }

    /// The syntax that Content-Type says; JSON without one.
    ///
    /// - Throws: `unsupportedMediaType`.
    static func syntax(_ headers: HTTPHeaders) throws(Refusal) -> Syntax {
        guard let text = headers["Content-Type"] else { return .json }
        // What most programs send needs no reading.
        if text == "application/json" { return .json }
        guard headers.values("Content-Type").count == 1, let media = MediaType(reading: text) else {
            throw unsupported("Content-Type must be one media type.")
        }
        guard let syntax = syntax(media) else {
            throw unsupported("A body of type \(media.essence) cannot be read; send \(mediaTypes).")
        }
        if let charset = media.parameters["charset"], charset.lowercased() != "utf-8" {
            throw unsupported("The charset of a body must be utf-8.")
        }
        return syntax
    }

    private static func syntax(_ media: MediaType) -> Syntax? {
        switch (media.type, media.subtype) {
        case ("application", "json"): .json
        case ("application", "yaml"), ("text", "yaml"), ("application", "x-yaml"): .yaml
        case ("application", "xml"), ("text", "xml"): .xml
        default: media.suffix.flatMap { Syntax(rawValue: $0) }
        }
    }

    private static func unsupported(_ detail: String) -> Refusal {
        Refusal(.unsupportedMediaType, detail, headers: ["Accept": mediaTypes])
    }
}
