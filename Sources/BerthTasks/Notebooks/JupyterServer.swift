import BerthData
import BerthHost
import BerthModel
import BerthPlatform
import Glibc

/// A Jupyter server of one session: where it listens and what opens it.
package struct JupyterServer: Sendable, Hashable {
    /// On which it listens.
    package var address: String
    package var port: UInt16
    /// Who has it may do everything that the notebook may.
    package var token: String

    static let tokenBytes = 24

    package init(address: String, port: UInt16, token: String) {
        self.address = address
        self.port = port
        self.token = token
    }

    /// Letters and digits that nobody can guess.
    package static func newToken() -> String {
        var random = SystemRandomNumberGenerator()
        let digits = Array("0123456789abcdef".utf8)
        let token = (0..<tokenBytes * 2).map { _ in digits[Int(random.next(upperBound: UInt64(16)))] }
        return String(decoding: token, as: UTF8.self)
    }

    /// The name by which others know this machine; localhost when it has none.
    private static var hostName: String {
        var name = utsname()
        if uname(&name) != 0 { return "localhost" }
        let text = withUnsafeBytes(of: name.nodename) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        return text.isEmpty ? "localhost" : text
    }

    /// What a URL says instead of an address on which it listens.
    private var host: String {
        let name: String
        switch address {
        case "0.0.0.0", "::": name = Self.hostName
        default: name = address
        }
        return name.contains(":") ? "[\(name)]" : name
    }

    /// Where people open it.
    ///
    /// - Parameter path: of the page, without a slash at its begin.
    package func url(_ path: String) -> String { "http://\(host):\(port)/\(path)?token=\(token)" }

    /// The program and its arguments: the token is none of them, as everybody on the machine can read those.
    package func words(python: String, root: String) -> [String] {
        [
            python, "-I", "-m", "jupyter_server", "--no-browser", "--allow-root", "--ServerApp.ip=\(address)",
            "--ServerApp.port=\(port)", "--ServerApp.port_retries=0", "--ServerApp.root_dir=\(root)",
            // Others on the machine could read along with what is said to kernels.
            "--KernelManager.transport_encryption=auto",
        ]
    }

    /// The page that shows a notebook, where there is one, without a slash at its begin.
    ///
    /// - Parameter packages: what the Python of the server has, under canonical names.
    package static func page(of file: String, packages: [String: String]) -> String {
        if packages["jupyterlab"] != nil { return "lab/tree/" + DataURL.encoded(file) }
        return packages["notebook"] != nil ? "notebooks/" + DataURL.encoded(file) : ""
    }

    /// Whether it answers now.
    package func isAvailable() async -> Bool {
        let own =
            ["0.0.0.0": "127.0.0.1", "::": "[::1]"][address] ?? (address.contains(":") ? "[\(address)]" : address)
        var request = TransferRequest("GET", "http://\(own):\(port)/api/status")
        request.headers = ["Authorization: token \(token)"]
        request.connectSeconds = 2
        request.totalSeconds = 5
        let head = try? await Transfer.perform(request) { _, _ in true }
        return head?.status == 200
    }
}
