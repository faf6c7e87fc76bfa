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
        #expect(connection.isInTransaction)
        try connection.run("COMMIT")
        #expect(try connection.session(Sample.id(1)) == Sample.session(1))
        #expect(try connection.number("SELECT count(*) FROM sessions") == 1)
    }
}
