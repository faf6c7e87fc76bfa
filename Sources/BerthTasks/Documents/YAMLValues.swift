import BerthDocument
import BerthModel
import BerthPlatform

/// Values of a workflow as a request has them: YAML by name.
struct YAMLValues {
    var values: [(name: String, value: Document)] = []
    var obstacles: [Obstacle] = []

    /// - Parameters:
    ///   - texts: the values by name.
    ///   - member: where they stand below the executable.
    ///   - dataNames: the pieces of data that may be named, and where.
    ///   - isText: whether a value is text whatever it looks like.
    init(
        _ texts: NamedTexts, _ member: String, _ places: DataNames, dataNames: [String],
        isText: (String) -> Bool = { _ in false }
    ) {
        for entry in texts.entries {
            let path: DocumentPath = ["executable", .member(member), .member(entry.name)]
            var value: Document = .null
            do throws(DocumentError) {
                let read = try Document.read(Array(entry.text.utf8), as: .yaml)
                if isText(entry.name), case .plain(let text) = read {
                    value = .text(text)
                } else {
                    value = read.resolvedTree()
                }
            } catch  where error.code == .empty {
                value = isText(entry.name) ? "" : .null
            } catch {
                obstacles.append(
                    Obstacle(
                        .contradictory, path, "{path}: this is no YAML: {problem}", ["problem": "\(error)"]))
                continue
            }
            for name in places.all(in: value) where !dataNames.contains(name) {
                obstacles.append(
                    Obstacle(
                        .contradictory, path,
                        "{path}: the request has no data with the name {wanted}"
                            + (dataNames.isEmpty ? "; name one in its meta." : "; it has {available}."),
                        ["wanted": name, "available": dataNames.joined(separator: ", ")]))
            }
            values.append((entry.name, value))
        }
    }

    /// All values in one map.
    var document: Document {
        .map(DocumentMembers(uniqueMembers: values.map { .init(name: $0.name, value: $0.value) }))
    }
}
