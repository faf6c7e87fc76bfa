import BerthPlatform
import Glibc

/// Finds all processes of a hosted program, by a variable of their environment: a program may start others in groups
/// and sessions of the kernel of their own, as notebooks do with their kernels.
///
/// A program that takes the variable away from what it starts hides that; it is no wall, and what must be walled in
/// belongs in a container.
package enum ProgramMark {
    package static let name = "BERTH_PROGRAM"

    /// Process numbers, in no order.
    static func processes(_ mark: String) -> [pid_t] {
        let wanted = Array("\(name)=\(mark)".utf8)
        return Files.names(in: "/proc").compactMap { pid_t($0) }.filter { pid in
            contains(wanted, in: everything(of: "/proc/\(pid)/environ"))
        }
    }

    /// Bytes of memory that all of them have together.
    package static func memoryBytes(_ mark: String) -> Int64 {
        let page = Int64(sysconf(Int32(_SC_PAGESIZE)))
        return processes(mark).reduce(0) { sum, pid in
            let fields = String(decoding: everything(of: "/proc/\(pid)/statm"), as: UTF8.self).split(separator: " ")
            // What is shared with files is nobody's alone. Source: proc(5), statm: resident, shared.
            guard fields.count > 2, let resident = Int64(fields[1]), let shared = Int64(fields[2]) else { return sum }
            return sum + (resident - shared) * page
        }
    }

    /// When a process began, in ticks since the machine did; `nil` when there is none, or it has ended and waits to be
    /// asked how. Source: proc(5), fields 3 and 22 of stat.
    static func begin(of pid: pid_t) -> String? {
        let text = String(decoding: everything(of: "/proc/\(pid)/stat"), as: UTF8.self)
        guard let name = text.lastIndex(of: ")") else { return nil }
        let fields = text[text.index(after: name)...].split(separator: " ")
        guard fields.count > 19, fields[0] != "Z" else { return nil }
        return String(fields[19])
    }

    /// Files of `/proc` say that they are empty.
    private static func everything(of path: String) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        if descriptor < 0 { return [] }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        while true {
            let piece = [UInt8](unsafeUninitializedCapacity: 1 << 14) { buffer, filled in
                filled = max(0, read(descriptor, buffer.baseAddress, buffer.count))
            }
            if piece.isEmpty { return bytes }
            bytes += piece
        }
    }

    /// Whether one of the texts, each of which ends with a zero, is the wanted one.
    static func contains(_ wanted: [UInt8], in texts: [UInt8]) -> Bool {
        texts.split(separator: 0).contains { $0.elementsEqual(wanted) }
    }
}
