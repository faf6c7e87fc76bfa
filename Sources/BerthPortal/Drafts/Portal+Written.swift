import BerthBroker
import BerthHTTP
import BerthModel

// What a form held that could not be taken: kept for a while, so that every page is reached by GET, and Back finds it
// with all that was typed.

extension Portal {
    /// How long it is kept.
    static let writtenLife = TimeSpan(seconds: 86_400)
    /// How many such forms of one visitor, and of all, are kept; the oldest go first.
    static let writtenPerPerson = 20
    static let writtenOfAll = 300

    /// - Returns: the word by which `written` finds it.
    /// - Throws: `unavailable`.
    func keep(written form: PortalForm, for visitor: PortalVisitor) async throws(PortalError) -> String {
        let now = world.now()
        let fields = form.fields.filter { $0.name != PortalGuard.field }
        let body = fields.map { $0.name.percentEncoded + "=" + $0.value.percentEncoded }.joined(separator: "&")
        let id = "\(world.nextID())"
        do throws(StoreError) {
            try await store.put(
                PortalRecord(.written, key: id, owner: visitor.subject, at: now, body: Array(body.utf8)))
            try await store.forget(
                .written, owner: visitor.subject, before: now - Self.writtenLife, keeping: Self.writtenPerPerson)
            try await store.forget(.written, before: now - Self.writtenLife, keeping: Self.writtenOfAll)
        } catch {
            throw PortalError(error)
        }
        return id
    }

    /// Nil for one that is not kept any more, and for somebody else's.
    ///
    /// - Throws: `unavailable`.
    func written(_ word: String?, for visitor: PortalVisitor) async throws(PortalError) -> PortalForm? {
        guard let id = word.flatMap({ UUID($0) }) else { return nil }
        let record: PortalRecord?
        do throws(StoreError) {
            record = try await store.record(.written, "\(id)")
        } catch {
            throw PortalError(error)
        }
        guard let record, record.owner == visitor.subject,
            let items = try? RequestTarget.items(reading: record.body)
        else { return nil }
        return PortalForm(items)
    }
}
