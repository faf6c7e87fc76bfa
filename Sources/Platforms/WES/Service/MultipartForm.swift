/// A form whose fields are texts, as the body of a request. Source: RFC 7578.
struct MultipartForm: Sendable {
    /// A word that is in none of the values.
    let boundary: String
    private var text = ""

    /// - Parameter boundary: nobody who writes a value can know it.
    init(boundary: String) {
        self.boundary = boundary
    }

    var contentType: String { "multipart/form-data; boundary=\(boundary)" }

    /// - Parameter name: letters and `_`.
    mutating func add(_ name: String, _ value: String) {
        text += "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n"
    }

    var body: [UInt8] { Array((text + "--\(boundary)--\r\n").utf8) }
}
