public import BerthDocument
public import BerthModel

/// A change of one member of the request that an obstacle would go away with.
public struct Change: Sendable, Hashable {
    public var path: DocumentPath
    public var to: Document
    public var range: Range

    /// Which values would do.
    public enum Range: Sendable, Hashable {
        /// Whole numbers; an open end is `nil`.
        case integers(min: Int64?, max: Int64?, unit: Unit?)
        /// One of these words.
        case words([String])
        /// A text of this form.
        case text(pattern: String?)
        /// None: the member is left out.
        case absent
        /// A whole component, written out.
        case component
        /// Who asks would have to be in one of these groups: no change of the request.
        case groups([String])
    }

    public init(path: DocumentPath, to: Document, range: Range) {
        self.path = path
        self.to = to
        self.range = range
    }

    /// A number that may be from one to so many.
    public static func atMost(_ amount: Int64, _ path: DocumentPath, _ unit: BerthModel.Unit?) -> Change {
        Change(path: path, to: .integer(amount), range: .integers(min: 1, max: amount, unit: unit))
    }

    /// A number that may be so many or more.
    public static func atLeast(_ amount: Int64, _ path: DocumentPath, _ unit: BerthModel.Unit?) -> Change {
        Change(path: path, to: .integer(amount), range: .integers(min: amount, max: nil, unit: unit))
    }

    /// Whoever asks in one of these groups.
    ///
    /// - Precondition: there is one.
    public static func inGroup(_ groups: [String]) -> Change {
        Change(path: ["asker", "groups"], to: .text(groups[0]), range: .groups(groups))
    }

    /// Whether it is one of who asks, and not of what is asked.
    public var isOfAsker: Bool {
        if case .groups = range { return true }
        return false
    }

    /// The change as the wire writes it; `nil` for what no option can say.
    public var option: Option? {
        switch range {
        case .integers(let min, let max, let unit):
            return .integerValue(
                IntegerOption(path: path.description, min: min, max: max, units: unit?.rawValue))
        case .words(let words):
            return .enumValue(EnumValueOption(path: path.description, values: words))
        case .text(let pattern):
            var option = StringValueOption()
            option.path = path.description
            option.pattern = pattern
            return .stringValue(option)
        case .absent, .component, .groups: return nil
        }
    }

    /// The document with this change made. Maps that are missing on the way are made; a step that does not fit leaves
    /// the document as it is. A member that is left out becomes null, which is read as the same; an item of a list is
    /// gone.
    public func applied(to document: Document) -> Document {
        Change.setting(path.steps[...], to: range == .absent ? nil : to, in: document)
    }

    /// - Parameter value: `nil` leaves out what is there.
    private static func setting(_ steps: ArraySlice<DocumentPath.Step>, to value: Document?, in document: Document)
        -> Document
    {
        guard let step = steps.first else { return value ?? .null }
        let rest = steps.dropFirst()
        switch (step, document) {
        case (.member(let name), .map(var members)):
            members[name] = setting(rest, to: value, in: members[name] ?? .map([:]))
            return .map(members)
        case (.member(let name), .null):
            return .map(DocumentMembers(uniqueMembers: [.init(name: name, value: setting(rest, to: value, in: .null))]))
        case (.index(let index), .list(var items)) where items.indices.contains(index):
            if rest.isEmpty && value == nil {
                items.remove(at: index)
            } else {
                items[index] = setting(rest, to: value, in: items[index])
            }
            return .list(items)
        default: return document
        }
    }
}
