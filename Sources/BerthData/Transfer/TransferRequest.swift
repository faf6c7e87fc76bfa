/// One HTTP request, and how much of it is waited for.
package struct TransferRequest: Sendable {
    package var method = "GET"
    package var url: String
    /// Path of the Unix socket that stands for every host; `nil` for the network.
    package var unixSocket: String?
    /// Lines of the form `Name: value`.
    package var headers: [String] = []
    package var body: [UInt8]?
    package var connectSeconds = 10
    /// From the begin to the end of the answer; `nil` waits as long as it takes.
    package var totalSeconds: Int?
    /// No byte for so long is an error; `nil` waits.
    package var stalledSeconds: Int?
    package var maximumBytes: Int64 = 1 << 20
    package var maximumRedirects = 0
    /// Which addresses may be connected to; asked at every connection, so also at every redirect. `nil` allows all.
    package var allows: (@Sendable (NetworkAddress) -> Bool)?

    package init(_ method: String = "GET", _ url: String) {
        self.method = method
        self.url = url
    }
}

/// The first lines of an answer.
package struct TransferHead: Sendable, Hashable {
    package var status: Int
    /// What the server says about the size of the body, in bytes.
    package var contentLength: Int64?

    package init(status: Int, contentLength: Int64?) {
        self.status = status
        self.contentLength = contentLength
    }
}
