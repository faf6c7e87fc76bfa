/// The rooms and the C libraries as `Package.swift` lists them, in its order.
struct PackageRooms {
    struct Room: Hashable {
        var name: String
        var imports: [String]
        var path: String
        var line: Int
    }

    var rooms: [Room] = []
    var cModules: Set<String> = []

    /// Reads `Room("Name", ["Import"], path: "Sources/…")`, `CLibrary("Name", …)`, and the target with a path below
    /// `Sources/C`.
    init(_ package: String) {
        for call in Self.calls("Room", in: package) {
            guard let name = call.texts.first else { continue }
            let path = call.texts.last.flatMap { $0.hasPrefix("Sources/") ? $0 : nil }
            let imports = call.texts.dropFirst().filter { $0 != path }
            rooms.append(Room(name: name, imports: imports, path: path ?? "Sources/" + name, line: call.line))
        }
        for call in Self.calls("CLibrary", in: package) { call.texts.first.map { _ = cModules.insert($0) } }
        for call in Self.calls(".target", in: package) {
            if call.texts.contains(where: { $0.hasPrefix("Sources/C/") }) {
                call.texts.first.map { _ = cModules.insert($0) }
            }
        }
    }

    /// The room that a file lives in.
    func room(of path: String) -> Room? {
        rooms.first { path.hasPrefix($0.path + "/") }
    }

    /// The texts between the parentheses of each call, and its line.
    private static func calls(_ name: String, in text: String) -> [(texts: [String], line: Int)] {
        var found: [(texts: [String], line: Int)] = []
        for range in text.ranges(of: name + "(") {
            // `struct Room` and the end of a longer name are no calls.
            if let before = text[..<range.lowerBound].last, before.isLetter { continue }
            var depth = 1
            var texts: [String] = []
            var place = range.upperBound
            while place < text.endIndex, depth > 0 {
                switch text[place] {
                case "(": depth += 1
                case ")": depth -= 1
                case "\"":
                    let begin = text.index(after: place)
                    let end = text[begin...].firstIndex(of: "\"") ?? text.endIndex
                    texts.append(String(text[begin..<end]))
                    place = end == text.endIndex ? text.index(before: end) : end
                default: break
                }
                place = text.index(after: place)
            }
            found.append((texts, 1 + text[..<range.lowerBound].filter { $0 == "\n" }.count))
        }
        return found
    }
}
