import BerthDocument
public import BerthModel

/// On the wire a set is a message of a NO.
extension ChangeSet {
    /// The sentence of a set, with each change in the values for programs: `path1`, `from1` and `to1` as JSON; what is
    /// left out has no `to1`.
    ///
    /// - Parameter number: the place of the set among those of an answer, from 1.
    public func message(
        _ number: Int, on platforms: [String], of request: ExecutionRequest, at time: Instant
    ) -> Message {
        var values: NamedTexts = ["change": "\(number)", "platforms": platforms.joined(separator: ", ")]
        var phrases: [String] = []
        for (index, change) in changes.enumerated() {
            let (path, from) = (change.path.description, request.document(at: change.path))
            values.entries.append(.init(name: "path\(index + 1)", text: path))
            if let from { values.entries.append(.init(name: "from\(index + 1)", text: from.asJSON)) }
            let before = from.flatMap(\.scalarText)
            guard change.range != .absent else {
                phrases.append("\(path) left out")
                continue
            }
            values.entries.append(.init(name: "to\(index + 1)", text: change.to.asJSON))
            if change.isOfAsker {
                phrases.append("you in the group \(change.to.text ?? "")")
                continue
            }
            if change.range == .component, let kind = change.to["kind"]?.text {
                let old = from?["kind"]?.text.map { " in place of a \(Kind(uri: $0)?.name ?? $0)" } ?? ""
                phrases.append("\(path) as a \(Kind(uri: kind)?.name ?? kind)\(old)")
                continue
            }
            let to = change.to.scalarText ?? "another"
            let unit = change.unit.map { " \($0)" } ?? ""
            phrases.append("\(path) \(to)\(unit)\(before.map { " in place of \($0)" } ?? "")")
        }
        values.entries.append(.init(name: "changes", text: phrases.joined(separator: " and ")))
        return Message(.info, time: time, "Yes on {platforms} with {changes}.", values)
    }

    /// The set that a message tells; `nil` for a message about something else.
    public init?(reading message: Message) {
        guard message.values["change"] != nil else { return nil }
        var changes: [Change] = []
        while let path = message.values["path\(changes.count + 1)"] {
            guard let place = DocumentPath(path) else { return nil }
            guard let text = message.values["to\(changes.count + 1)"] else {
                changes.append(Change(path: place, to: .null, range: .absent))
                continue
            }
            guard let to = try? Document.read(Array(text.utf8), as: .json) else { return nil }
            if place == Change.inGroup([""]).path, let group = to.text {
                changes.append(.inGroup([group]))
            } else {
                changes.append(Change(path: place, to: to, range: to["kind"] == nil ? .text(pattern: nil) : .component))
            }
        }
        if changes.isEmpty { return nil }
        self.init(changes)
    }
}

extension Change {
    fileprivate var unit: String? {
        guard case .integers(_, _, let unit?) = range else { return nil }
        return unit.name(for: to == .integer(1) ? 1 : 2)
    }
}
