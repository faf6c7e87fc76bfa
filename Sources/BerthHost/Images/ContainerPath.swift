/// Paths inside a container.
package enum ContainerPath {
    /// What the container itself needs.
    private static let taken = ["/", "/proc", "/sys", "/dev", "/tmp"]
    /// Beside letters, digits and what writing them takes. Engines read mounts as lists: a comma begins the next
    /// option, quotes and ends of lines do as much, a colon ends the path.
    private static let marks: Set<Unicode.Scalar> = ["/", ".", "_", "-", "+", "=", "@", "%", "~", " "]

    /// Why nothing can be mounted at a path, `nil` when it can.
    package static func fault(of path: String) -> String? {
        if !path.hasPrefix("/") { return "it does not begin with /" }
        if path.utf8.count > 1024 { return "it is longer than 1024 bytes" }
        if let fault = faultOfCharacters(path) { return fault }
        if path.split(separator: "/").contains("..") { return "it holds .." }
        let place = MountPoint.canonical(path)
        if taken.contains(place) || ["/proc/", "/sys/", "/dev/"].contains(where: { place.hasPrefix($0) }) {
            return "the container needs it itself"
        }
        return nil
    }

    /// Why an engine might read something else than a path in it, `nil` when it cannot. For paths of the host too.
    package static func faultOfCharacters(_ path: String) -> String? {
        guard let scalar = path.unicodeScalars.first(where: { !isAllowed($0) }) else { return nil }
        let code = String(scalar.value, radix: 16, uppercase: true)
        let name = "U+" + String(repeating: "0", count: max(0, 4 - code.count)) + code
        let shown = scalar.isASCII && (33...126).contains(scalar.value) ? "\(scalar)" : name
        return "it holds \(shown); letters, digits, blanks and / . _ - + = @ % ~ are allowed"
    }

    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        if marks.contains(scalar) { return true }
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
            .nonspacingMark, .spacingMark:
            return true
        default: return false
        }
    }
}
