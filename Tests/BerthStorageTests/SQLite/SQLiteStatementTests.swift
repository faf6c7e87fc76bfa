import BerthBroker
import BerthModel
import Testing

@testable import BerthStorage

@Suite struct SQLiteStatementTests {
    @Test func valuesComeBackAsTheyWere() throws {
        let folder = try TemporaryFolder()
        let connection = try Sample.connection(folder)
        let statement = try connection.statement("SELECT ?1, typeof(?1)")
        for text in ["", "a", "a\u{0}b", "✓ 👩‍🚀", "'; --"] {
            try statement.bind(text, at: 1)
            #expect(try statement.step())
            #expect(statement.text(0) == text)
            #expect(statement.text(1) == "text")
            statement.reset()
        }
        for bytes in [[], [0], [0, 255, 0], Sample.bytes(100_000)] as [[UInt8]] {
            try statement.bind(bytes, at: 1)
            #expect(try statement.step())
            #expect(statement.bytes(0) == bytes)
            #expect(statement.text(1) == "blob", "an empty value is not NULL")
            statement.reset()
        }
        for number in [Int64.min, -1, 0, 1, .max] {
            try statement.bind(number, at: 1)
            #expect(try statement.step())
            #expect(statement.number(0) == number)
            statement.reset()
        }
        for id in [UUID(high: 0, low: 0), UUID(high: 1, low: 2), UUID(high: .max, low: .max)] {
            try statement.bind(id, at: 1)
            #expect(try statement.step())
            #expect(statement.id(0) == id)
            statement.reset()
        }
        #expect(try statement.step())
        #expect(statement.text(1) == "null", "reset forgets the values")
        #expect(statement.id(0) == nil)
        statement.reset()
        try statement.bind([1, 2, 3], at: 1)
        #expect(try statement.step())
        #expect(statement.id(0) == nil, "three bytes are no identifier")
        statement.reset()
    }

    @Test func aPlaceThatDoesNotExistIsAnError() throws {
        let folder = try TemporaryFolder()
        let statement = try Sample.connection(folder).statement("SELECT ?1")
        #expect(throws: StoreError.self) { try statement.bind(1, at: 2) }
    }
}
