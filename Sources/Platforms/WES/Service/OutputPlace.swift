import BerthData

/// Where a service says that an output is.
enum OutputPlace: Sendable, Hashable {
    /// Nowhere but in its answer.
    case text(String)
    case url(String)
    /// Where nothing is fetched from, as a file of the service or a store of objects.
    case elsewhere(String)

    /// - Parameters:
    ///   - written: what stands in the record.
    ///   - record: the address of that record, which others may be relative to.
    init(_ written: String, in record: String) {
        if written.utf8.contains(where: { $0 <= 32 || $0 == 127 }) {
            self = .text(written)
        } else if let scheme = DataURL.scheme(of: written), written.dropFirst(scheme.count).hasPrefix("://") {
            self = DataURL.fault(of: written) == nil ? .url(written) : .elsewhere(written)
        } else if ["/", "./", "../"].contains(where: written.hasPrefix) {
            self = .url(OutputPlace.resolved(written, in: record))
        } else {
            self = .text(written)
        }
    }

    /// Whether the id of a run is a step of the path of an address, which leads nowhere upward.
    static func isOf(_ run: String, _ url: String) -> Bool {
        let path = url.dropFirst(origin(url).utf8.count).prefix { $0 != "?" && $0 != "#" }
        let steps = path.split(separator: "/")
        return steps.contains { $0 == run } && !steps.contains { $0 == ".." || $0.lowercased().contains("%2e") }
    }

    /// Scheme, host and port of an address.
    static func origin(_ url: String) -> String {
        guard let scheme = DataURL.scheme(of: url) else { return "" }
        let rest = url.dropFirst(scheme.count + 3)
        return scheme + "://" + rest.prefix { !"/?#".contains($0) }.lowercased()
    }

    /// - Parameter reference: a path without scheme and host. Source: RFC 3986 §5.2.
    static func resolved(_ reference: String, in record: String) -> String {
        let origin = origin(record)
        var segments: [Substring] = []
        if !reference.hasPrefix("/") {
            let path = record.dropFirst(origin.utf8.count).prefix { $0 != "?" && $0 != "#" }
            segments = path.split(separator: "/").dropLast()
        }
        for segment in reference.split(separator: "/") {
            switch segment {
            case ".": break
            case "..": _ = segments.popLast()
            default: segments.append(segment)
            }
        }
        return origin + "/" + segments.joined(separator: "/")
    }
}
