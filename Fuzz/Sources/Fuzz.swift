import BerthDocument
import CLibFuzzer
import Glibc

/// `fuzz TARGET [libFuzzer's own arguments]`: hands what libFuzzer makes up to one of the targets.
@main
enum Fuzz {
    typealias Target = @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32

    static let targets: [(name: String, run: Target)] = [
        ("json", { bytes, count in Fuzz.document(bytes, count, .json) }),
        ("yaml", { bytes, count in Fuzz.document(bytes, count, .yaml) }),
        ("xml", { bytes, count in Fuzz.document(bytes, count, .xml) }),
        ("time", { bytes, count in Fuzz.time(bytes, count) }),
        ("request", { bytes, count in Fuzz.request(bytes, count) }),
        ("http", { bytes, count in Fuzz.http(bytes, count) }),
        ("path", { bytes, count in Fuzz.path(bytes, count) }),
    ]

    static func main() {
        var arguments = CommandLine.unsafeArgv
        var count = CommandLine.argc - 1
        guard count >= 1, let word = arguments[1], let target = targets.first(where: { strcmp($0.name, word) == 0 })
        else {
            print("usage: fuzz \(targets.map(\.name).joined(separator: "|")) [options of libFuzzer]")
            exit(64)
        }
        // libFuzzer takes the target's name for the program's.
        arguments += 1
        var pointer: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = arguments
        exit(LLVMFuzzerRunDriver(&count, &pointer, target.run))
    }

    /// Says what does not hold and stops libFuzzer with a finding.
    static func fail(_ what: String, _ details: Any...) -> Never {
        print("FINDING: \(what)")
        for detail in details { print(detail) }
        fflush(nil)
        abort()
    }
}
