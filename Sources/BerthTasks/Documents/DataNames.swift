import BerthDocument
package import BerthModel

/// How values of a workflow name the data of a request: `data:NAME`.
enum DataNames: Sendable, Hashable {
    /// Only where a file of CWL is: `{class: File, location: data:NAME}`.
    case inFiles
    /// In place of any text.
    case anywhere

    private static let prefix = "data:"

    /// The name in a text that names data.
    static func name(in text: String) -> String? {
        text.hasPrefix(prefix) ? String(text.dropFirst(prefix.count)) : nil
    }

    /// The value with every text that names data replaced.
    ///
    /// - Parameter path: where a piece of data is; `nil` leaves the text as it is.
    func placed(_ value: Document, _ path: (String) -> String?) -> Document {
        placed(value, isHere: self == .anywhere, path)
    }

    private func placed(_ value: Document, isHere: Bool, _ path: (String) -> String?) -> Document {
        switch value {
        case .text(let text):
            return isHere ? DataNames.name(in: text).flatMap(path).map { .text($0) } ?? value : value
        case .list(let items): return .list(items.map { placed($0, isHere: self == .anywhere, path) })
        case .map(let members):
            return .map(
                DocumentMembers(
                    uniqueMembers: members.members.map { member in
                        .init(
                            name: member.name,
                            value: placed(member.value, isHere: isPlace(member.name, members), path))
                    }))
        default: return value
        }
    }

    private func isPlace(_ name: String, _ members: DocumentMembers) -> Bool {
        self == .anywhere || (name == "location" && members["class"]?.text == "File")
    }

    /// All names in a value, in the order in which they stand.
    func all(in value: Document) -> [String] {
        var names: [String] = []
        _ = placed(value) { name in
            names.append(name)
            return nil
        }
        return names
    }
}

extension DataResource {
    /// How a request names a piece of data, where it does.
    package var name: String? { component?.meta?.name }
}
