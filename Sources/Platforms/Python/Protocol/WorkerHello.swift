import BerthDocument
import BerthModel

/// The first line of a worker.
struct WorkerHello: Shaped {
    var berth = ""
    var `protocol`: Int64 = 0
    var version = ""
    var python = ""

    /// The number that is known here.
    static let known: Int64 = 1

    static let shape = Shape<WorkerHello>(
        "WorkerHello", "The first line of a worker.",
        [
            Field("berth", \.berth, "The word worker."), Field("protocol", \.protocol, "Number of the protocol."),
            Field("version", \.version, "Version of the package."), Field("python", \.python, "Version of Python."),
        ])

    /// What is wrong with it, nil when it can be spoken to.
    var problem: String? {
        if berth != "worker" { return "its first line is not that of a worker" }
        if `protocol` != Self.known {
            return "it speaks protocol \(`protocol`), and \(Self.known) is known here; use the package of this release"
        }
        return nil
    }
}
