package import BerthHTTP

/// The fields of a form as a browser sends them. Source: HTML Living Standard, `application/x-www-form-urlencoded`.
package struct PortalForm: Sendable, Hashable {
    /// How many fields a form may have.
    static let fieldLimit = 5_000

    package private(set) var fields: [RequestTarget.QueryItem]
    /// The first of each name: a page asks for thousands of them.
    private var places: [String: Int] = [:]

    package init(_ fields: [RequestTarget.QueryItem] = []) {
        self.fields = fields
        for (place, field) in fields.enumerated() where places[field.name] == nil { places[field.name] = place }
    }

    /// - Throws: `badForm`, `tooLarge`.
    package init(reading request: HTTPRequest) throws(PortalError) {
        let type = request.headers["Content-Type"].flatMap(MediaType.init(reading:))?.essence
        guard request.body.isEmpty || type == "application/x-www-form-urlencoded" else {
            throw PortalError(
                .badForm, "A form comes as application/x-www-form-urlencoded, and not as \(type ?? "this").")
        }
        let count = request.body.reduce(1) { $1 == UInt8(ascii: "&") ? $0 + 1 : $0 }
        guard count <= Self.fieldLimit else {
            throw PortalError(.tooLarge, "The form has \(count) fields, and the portal takes \(Self.fieldLimit).")
        }
        do throws(RequestTarget.Fault) {
            self.init(try RequestTarget.items(reading: request.body))
        } catch {
            throw PortalError(.badForm, "The form cannot be read: it holds bytes that are no text. Send it again.")
        }
    }

    /// The first value of that name.
    package subscript(name: String) -> String? { places[name].map { fields[$0].value } }

    /// Every value of that name.
    package func all(_ name: String) -> [String] { fields.filter { $0.name == name }.map(\.value) }
}
