import BerthPlatform
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
