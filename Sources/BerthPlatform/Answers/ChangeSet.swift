public import BerthDocument
public import BerthModel
import Glibc

/// Changes of a request that are made together, in the order of their paths.
public struct ChangeSet: Sendable, Hashable {
    public private(set) var changes: [Change]

    /// Of several changes of one member the last counts.
    public init(_ changes: [Change] = []) {
        self.changes = []
        for change in changes { add(change) }
    }

    private mutating func add(_ change: Change) {
        let name = change.path.description
        let place = changes.firstIndex { $0.path.description >= name } ?? changes.count
        if place < changes.count, changes[place].path == change.path {
            changes[place] = change
        } else {
            changes.insert(change, at: place)
        }
    }

    /// With these changes as well; of two of one member theirs counts.
    public func adding(_ others: [Change]) -> ChangeSet { ChangeSet(changes + others) }

    /// Without the change at a place.
    public func removing(at place: Int) -> ChangeSet {
        var rest = self
        rest.changes.remove(at: place)
        return rest
    }

    public func isSubset(of other: ChangeSet) -> Bool { changes.allSatisfy(other.changes.contains) }

    /// The request with all of them made, `nil` where one of them cannot be made.
    ///
    /// All paths are those of the request as it is: what is left out of lists goes last, from the end.
    public func applied(to request: ExecutionRequest) -> ExecutionRequest? {
        var changed = request
        for change in changes where change.range != .absent && !change.isOfAsker {
            if !changed.change(at: change.path.steps[...], to: change.to) { return nil }
        }
        for change in changes.reversed() where change.range == .absent {
            if !changed.change(at: change.path.steps[...], to: nil) { return nil }
        }
        return changed
    }

    /// Who asks, in the groups that it takes.
    public func applied(to asker: Identity) -> Identity {
        let groups = changes.filter(\.isOfAsker).compactMap(\.to.text)
        return groups.isEmpty ? asker : Identity(subject: asker.subject, groups: asker.groups + groups)
    }

    /// How much they change: one for each, and how far each goes from what was asked.
    public func size(from request: ExecutionRequest) -> Double {
        changes.reduce(0) { $0 + 1 + $1.distance(from: request.document(at: $1.path)) }
    }

    /// The document of a request with all of them made.
    public func applied(to document: Document) -> Document {
        let last = changes.reversed().filter { $0.range == .absent }
        return (changes.filter { $0.range != .absent && !$0.isOfAsker } + last).reduce(document) { $1.applied(to: $0) }
    }
}

extension Change {
    /// How far the new value is from the old: the size of the ratio of numbers and durations, days for a later start,
    /// and one for what is left out or becomes another word.
    fileprivate func distance(from old: Document?) -> Double {
        if range == .absent { return 1 }
        if let (new, old) = Self.numbers(to, old) ?? Self.spans(to, old) {
            return new > 0 && old > 0 ? abs(log(new / old)) : 1
        }
        if let new = to.scalarText.flatMap({ try? Interval(reading: $0) }) {
            guard let old = old?.scalarText.flatMap({ try? Interval(reading: $0) }) else { return 0.5 }
            return Double(abs(new.start.seconds - old.start.seconds)) / 86_400
        }
        return 1
    }

    private static func numbers(_ new: Document, _ old: Document?) -> (Double, Double)? {
        guard let new = new.number, let old = old?.number else { return nil }
        return (new, old)
    }

    private static func spans(_ new: Document, _ old: Document?) -> (Double, Double)? {
        guard let new = new.scalarText.flatMap({ TimeSpan($0) }), let old = old?.scalarText.flatMap({ TimeSpan($0) })
        else { return nil }
        return (Double(new.milliseconds), Double(old.milliseconds))
    }
}
