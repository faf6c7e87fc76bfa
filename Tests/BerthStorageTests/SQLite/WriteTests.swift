import BerthBroker
import BerthModel
import Testing

@testable import BerthStorage

@Suite struct WriteTests {
    @Test func knowsItsSize() {
        let insert = Write.insert(
            Sample.offerSet(1, body: Sample.bytes(10)),
            [Sample.session(2, body: Sample.bytes(5)), Sample.session(3, body: Sample.bytes(7))])
        #expect(insert.byteCount == 22)
        #expect(insert.largestBody == 10)
        let replace = Write.replace([Sample.session(2, body: Sample.bytes(5)), Sample.session(3, body: [])])
        #expect(replace.byteCount == 5)
        #expect(replace.largestBody == 5)
        let amend = Write.amend(Sample.offerSet(1, body: Sample.bytes(3)), adding: [Sample.session(2)], to: [:])
        #expect(amend.byteCount == 3 + Sample.session(2).body.count)
        #expect(amend.largestBody == max(3, Sample.session(2).body.count))
        let forget = Write.forget(endedBefore: Sample.start, limit: 1)
        #expect(forget.byteCount == 0)
        #expect(forget.largestBody == 0)
        #expect(Write.insert(nil, []).largestBody == 0)
    }

    @Test func whatFailsLeavesTheOthersOfItsTransaction() throws {
        let folder = try TemporaryFolder()
        let connection = try Sample.tables(folder)
        try connection.run("BEGIN IMMEDIATE")
        #expect(try Write.insert(nil, [Sample.session(1)]).perform(on: connection) == .inserted)
        let missing = StoreError(
            .failed, "The session \(Sample.id(3)) names the offer set \(Sample.id(9)), which is not there.",
            path: connection.path)
        #expect(throws: missing) {
            try Write.insert(nil, [Sample.session(2), Sample.session(3, in: Sample.id(9))]).perform(on: connection)
        }
        #expect(
            throws: StoreError(
                .failed,
                "The database \(connection.path) refused a row: its identifier is taken, or its "
                    + "offer set is not there.",
                path: connection.path, cause: "SQLite 2067: UNIQUE constraint failed: sessions.id")
        ) { try Write.insert(nil, [Sample.session(2), Sample.session(1)]).perform(on: connection) }
        let stale = [Sample.session(1, revision: 2), Sample.session(4, revision: 2)]
        #expect(try Write.replace(stale).perform(on: connection) == .outrun)
        // The offer set was changed before its sessions turned out to be others.
        #expect(try Write.insert(Sample.offerSet(5), []).perform(on: connection) == .inserted)
        let words = Sample.offerSet(5, body: [9])
        #expect(try Write.amend(words, adding: [], to: [Sample.id(1): 1]).perform(on: connection) == .outrun)
        #expect(try connection.offerSet(Sample.id(5)) == Sample.offerSet(5))
        #expect(try Write.amend(words, adding: [], to: [:]).perform(on: connection) == .replaced)
        #expect(try connection.offerSet(Sample.id(5)) == words)
        #expect(connection.isInTransaction)
        try connection.run("COMMIT")
        #expect(try connection.session(Sample.id(1)) == Sample.session(1))
        #expect(try connection.number("SELECT count(*) FROM sessions") == 1)
    }
}
