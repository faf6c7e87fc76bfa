import BerthPlatform

/// What skopeo and umoci say when they cannot, and what that means.
enum ImageWords {
    /// The message of the last line of a log, without what stands before it.
    static func last(_ text: String) -> String {
        let line = text.split(separator: "\n").last.map(String.init) ?? ""
        guard let range = line.firstRange(of: "msg=\"") else {
            // umoci: a mark, then the message.
            return String(line.drop { !($0.isLetter && $0.isASCII) }.prefix(300))
        }
        var message = ""
        var isEscaped = false
        for character in line[range.upperBound...] {
            if isEscaped {
                message.append(character)
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else if character == "\"" {
                break
            } else {
                message.append(character)
            }
        }
        return String(message.prefix(300))
    }

    /// - Parameter place: what was to be read, as skopeo takes it.
    static func error(_ place: String, _ said: String) -> PlatformError {
        var words = last(said)
        // It says first what it was asked for.
        if words.hasPrefix("Error parsing image name "), let range = words.firstRange(of: "\": ") {
            words = String(words[range.upperBound...])
        }
        let image = place.hasPrefix("docker://") ? String(place.dropFirst("docker://".count)) : place
        func any(_ parts: [String]) -> Bool { parts.contains { said.contains($0) } }
        let message = "The image \(image) cannot be fetched: \(words)."
        let code: PlatformError.Code =
            any(["manifest unknown", "name unknown", "not found"])
            ? .notFound
            : any(["connection refused", "no such host", "i/o timeout", "no route to host"]) ? .unreachable : .refused
        return PlatformError(code, message, subject: image, detail: String(said.suffix(500)))
    }
}
