import BerthBroker
import BerthModel
import Testing

@testable import BerthStorage

@Suite struct SQLiteConnectionRowsTests {
    /// Every statement that the rows use, after each of their functions was called in every form.
    private func texts(_ connection: SQLiteConnection) throws -> [String] {
        let set = Sample.offerSet(1)
        let place = try connection.insert(set)
        try connection.insert(Sample.session(2, in: set.id), inOfferSet: place)
        _ = try connection.update(Sample.session(2, revision: 2))
        _ = try connection.update(set)
        _ = try connection.revisions(inOfferSet: set.id)
        _ = try connection.siblings(of: Sample.id(2))
        _ = try connection.offerSet(set.id)
        _ = try connection.sessions(ofOfferSet: set.id)
        for owner in [nil, "ada"] {
            for phases: [SessionPhase] in [[], [.failed], [.failed, .completed]] {
                var query = SessionQuery(owner: owner, phases: phases, limit: 10)
                _ = try connection.sessions(query)
                query.after = (Sample.start, Sample.id(1))
                _ = try connection.sessions(query)
            }
        }
        _ = try connection.unfinished()
        _ = try connection.ended(before: .latest, limit: 10)
        _ = try connection.session(Sample.id(2))
        try connection.deleteSession(Sample.id(2))
        try connection.deleteOfferSetIfEmpty(set.id)
        try connection.deleteEmptyOfferSets(createdBefore: .latest, limit: 10)
        return connection.preparedTexts
    }

    @Test func everyStatementHasItsIndexAndNoneSorts() throws {
        let folder = try TemporaryFolder()
        let connection = try Sample.tables(folder)
        let texts = try texts(connection).filter { !$0.hasPrefix("PRAGMA") }
        #expect(texts.count >= 27)
        for text in texts {
            let statement = try connection.statement("EXPLAIN QUERY PLAN " + text)
            defer { statement.reset() }
            while try statement.step() {
                let step = statement.text(3)
                #expect(!step.contains("TEMP B-TREE"), "\(step) in \(text)")
                #expect(!step.contains("SCAN") || step.contains("INDEX sessions_"), "\(step) in \(text)")
            }
        }
    }

    @Test func aSessionOfAnotherRevisionIsNotUpdated() throws {
        let folder = try TemporaryFolder()
        let connection = try Sample.tables(folder)
        try connection.insert(Sample.session(1), inOfferSet: nil)
        #expect(try connection.update(Sample.session(1, phase: .accepted, revision: 3)) == false)
        #expect(try connection.update(Sample.session(1, phase: .accepted, revision: 2)) == true)
        #expect(try connection.session(Sample.id(1))?.phase == .accepted)
    }

    @Test func theColumnThatTheSweeperLooksAtFollowsThePhase() throws {
        let folder = try TemporaryFolder()
        let connection = try Sample.tables(folder)
        for (number, phase) in SessionPhase.allCases.enumerated() {
            try connection.insert(Sample.session(number, phase: phase), inOfferSet: nil)
        }
        let ends = SessionPhase.allCases.filter(\.isEnd).count
        #expect(try connection.number("SELECT count(*) FROM sessions WHERE ended = 1") == Int64(ends))
        #expect(try connection.unfinished().map(\.phase.isEnd).contains(true) == false)
        #expect(try connection.ended(before: .latest, limit: 100).count == ends)
    }
}
