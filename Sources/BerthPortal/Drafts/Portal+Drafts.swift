import BerthBroker
package import BerthDocument
import BerthModel

// Drafts of visitors in the store.

extension Portal {
    /// How many drafts one visitor keeps.
    static let draftsPerPerson = 500
    /// How many all visitors keep; the oldest are forgotten first.
    static let draftsOfAll = 100_000

    /// A visitor's own draft.
    ///
    /// - Throws: `notFound`, also for somebody else's; `conflict`, `gone` when it cannot be read; `unavailable`.
    package func draft(_ id: String, for visitor: PortalVisitor) async throws(PortalError) -> Draft {
        let draft = try await sharedDraft(id)
        guard draft.owner == visitor.subject else { throw Self.noDraft }
        return draft
    }

    /// Anybody's draft, for whoever has its link.
    ///
    /// - Throws: as `draft`.
    package func sharedDraft(_ id: String) async throws(PortalError) -> Draft {
        // As the store writes it, so that one draft has one key.
        guard let id = UUID(id) else { throw Self.noDraft }
        let record: PortalRecord?
        do throws(StoreError) {
            record = try await store.record(.draft, "\(id)")
        } catch {
            throw PortalError(error)
        }
        guard let record else { throw Self.noDraft }
        return try Draft(record)
    }

    /// A new draft of a visitor.
    ///
    /// - Parameter like: its title, software and origins are taken over.
    /// - Throws: `tooLarge`, `unavailable`.
    package func makeDraft(
        _ request: Document, like other: Draft? = nil, title: String? = nil, software: Draft.Software? = nil,
        origins: [DocumentPath: ValueOrigin] = [:], for visitor: PortalVisitor
    ) async throws(PortalError) -> Draft {
        let now = world.now()
        var draft = Draft(
            id: world.nextID(), owner: visitor.subject, title: title ?? other?.title ?? Draft.title(of: request),
            request: request, created: now)
        draft.software = software ?? other?.software
        draft.origins = other?.origins ?? origins
        let record = try draft.record()
        do throws(StoreError) {
            try await store.forget(.draft, before: now - settings.retention, keeping: Self.draftsOfAll)
            guard try await store.count(.draft, owner: visitor.subject) < Self.draftsPerPerson else {
                throw StoreError(.full, "")
            }
            try await store.put(record)
        } catch {
            if error.code == .full && error.message.isEmpty {
                throw PortalError(
                    .tooLarge, "You keep \(Self.draftsPerPerson) drafts already; remove some first.",
                    way: PortalWay("/portal/drafts", "Your drafts"))
            }
            throw PortalError(error)
        }
        return draft
    }

    /// Keeps a changed draft.
    ///
    /// - Returns: the draft as it is kept, at its next revision.
    /// - Throws: `conflict` when it was changed somewhere else since it was read, `notFound` when it was removed;
    ///   `tooLarge`, `unavailable`.
    package func keep(_ draft: Draft) async throws(PortalError) -> Draft {
        var draft = draft
        draft.revision += 1
        draft.modified = world.now()
        let record = try draft.record()
        do throws(StoreError) {
            if try await store.replace(record) { return draft }
        } catch {
            throw PortalError(error)
        }
        _ = try await sharedDraft("\(draft.id)")
        throw PortalError(
            .conflict, "This draft was changed in another tab or window; look at it there, and change it again.",
            way: PortalWay(draft.path, "Look at the draft"))
    }

    static let noDraft = PortalError(
        .notFound, "There is no such draft: it was removed, it is too old, or its link is not whole.",
        way: PortalWay("/portal/drafts", "Your drafts"))
}
