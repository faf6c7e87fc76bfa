package import BerthPlatform
import Glibc

/// What this machine has.
package enum Machine {
    package static var cores: Int64 { max(1, Int64(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }

    package static var memoryBytes: Int64 {
        Int64(sysconf(Int32(_SC_PHYS_PAGES))) * Int64(sysconf(Int32(_SC_PAGESIZE)))
    }

    /// Bytes that an ordinary user can still write where a path is, or will be.
    package static func freeBytes(at path: String) -> Int64 {
        var place = path
        while true {
            var status = statvfs()
            if statvfs(place.isEmpty ? "/" : place, &status) == 0 {
                let (bytes, overflow) = UInt64(status.f_bavail).multipliedReportingOverflow(by: UInt64(status.f_frsize))
                return overflow ? .max : Int64(clamping: bytes)
            }
            guard let slash = place.lastIndex(of: "/") else { return 0 }
            place = String(place[..<slash])
        }
    }

    /// What a platform on this machine offers: what its site says, else all cores, all memory but one gibibyte, and the
    /// storage that is free.
    ///
    /// - Parameters:
    ///   - memory: gibibytes, and so is the storage.
    ///   - path: where the storage is.
    package static func offered(cores: Int64?, memory: Int64?, storage: Int64?, at path: String) -> Resources {
        let gibibytes = memory ?? max(1, memoryBytes / bytesPerGibibyte - 1)
        return Resources(
            cores: cores ?? Machine.cores, memoryBytes: gibibytes.gibibytesInBytes,
            storageBytes: storage?.gibibytesInBytes ?? freeBytes(at: path))
    }

    /// What its processors are, for questions that name an architecture or features.
    package static let traits = MachineTraits(architectures: [architecture], features: processorFeatures)

    /// As Linux names them: avx2, sve. Source: proc(5), /proc/cpuinfo.
    private static var processorFeatures: [String] {
        // The kernel says that the file has no bytes.
        guard let file = fopen("/proc/cpuinfo", "r") else { return [] }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        let count = fread(&bytes, 1, bytes.count, file)
        let lines = String(decoding: bytes[..<count], as: UTF8.self).split(separator: "\n")
        guard let line = lines.first(where: { $0.hasPrefix("flags") || $0.hasPrefix("Features") }),
            let colon = line.firstIndex(of: ":")
        else { return [] }
        return line[line.index(after: colon)...].split(separator: " ").map(String.init)
    }

    /// As Go and images name it.
    package static var architecture: String {
        #if arch(x86_64)
            "amd64"
        #elseif arch(arm64)
            "arm64"
        #else
            "unknown"
        #endif
    }

    /// Where programs keep state. Source: XDG Base Directory Specification 0.8.
    ///
    /// - Parameter kind: the kind of platform, the last name of the path.
    package static func stateDirectory(of kind: String, _ environment: (String) -> String?) -> String {
        if let state = environment("XDG_STATE_HOME"), state.hasPrefix("/") { return state + "/berth/" + kind }
        if let home = environment("HOME"), home.hasPrefix("/") { return home + "/.local/state/berth/" + kind }
        return "/var/lib/berth/" + kind
    }

    package static func environment(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }
    }
}
