import BerthDocument
import BerthModel
import Testing

@testable import BerthPortal

struct HistoryBookTests {
    private let store = MemoryPortalStore()
    private let world = StillWorld()
    private let book: HistoryBook

    init() { book = HistoryBook(store: store, world: world, retention: TimeSpan(seconds: 86_400)) }

    @Test func whatWasAskedIsFoundByWhoAsked() async throws {
        let asking = Sample.asking(Sample.state(Sample.answer([Sample.offer(1)])))
        try await book.keep(asking)
        #expect(try await book.latest(of: "d", of: "ada") == asking.id)
        #expect(try await book.latest(of: "d", of: "eve") == nil)
        #expect(try await book.asking(asking.id, of: "ada")?.title == "A <task>")
        #expect(try await book.asking(asking.id, of: "eve") == nil)
        let page = try await book.askings(of: "ada", before: nil, limit: 5)
        #expect(page.map(\.entry.id) == [asking.id])
        #expect(try await book.place(page[0].record.key, of: "eve") == nil)
        let next = try await book.place(page[0].record.key, of: "ada")
        #expect(try await book.askings(of: "ada", before: next, limit: 5).isEmpty)
    }

    private static func run() -> RunEntry {
        var run = RunEntry()
        run.broker = "here"
        run.session = Sample.id(1)
        run.accepted = Sample.noon
        run.promise = Sample.offer(1).document(for: .json)
        return run
    }

    @Test func whatWasGotIsKeptOnce() async throws {
        let run = Self.run()
        try await book.keep(run, of: "ada")
        let running = Sample.offer(1, phase: .running).document(for: .json)
        try await book.saw(running, started: Sample.after(5), ended: nil, run, of: "ada")
        let ended = Sample.offer(1, phase: .completed).document(for: .json)
        try await book.saw(ended, started: nil, ended: Sample.after(9), run, of: "ada")
        // What is over does not change any more, whoever looks.
        try await book.saw(running, started: nil, ended: nil, run, of: "ada")
        try await book.saw(running, started: nil, ended: nil, run, of: "eve")
        let kept = try #require(try await book.run("here", Sample.id(1), of: "ada"))
        #expect(kept.isOver)
        #expect(kept.started == Sample.after(5))
        #expect(kept.ended == Sample.after(9))
        #expect(kept.promised?.compute?.basic?.cores == IntegerRange(min: 2, max: 2))
        #expect(try await book.run("here", Sample.id(1), of: "eve") == nil)
    }

    @Test func aSessionThatTalksALotIsKeptWithoutItsWords() async throws {
        let run = Self.run()
        try await book.keep(run, of: "ada")
        var session = Sample.offer(1, phase: .failed)
        let word = String(repeating: "a", count: HistoryBook.sessionBytes)
        session.component.meta?.messages = [Message(.info, time: Sample.noon, "{word}", ["word": word])]
        try await book.saw(session.document(for: .json), started: nil, ended: nil, run, of: "ada")
        let kept = try #require(try await book.run("here", Sample.id(1), of: "ada"))
        #expect(kept.last?.phase == .failed)
        #expect(kept.last?.component.meta?.messages.isEmpty == true)
    }

    /// Somebody who asks again and again forgets what they asked themselves, and nothing of others.
    @Test func oneSubjectTakesNobodysPlace() async throws {
        for number in 0..<HistoryBook.most + 5 {
            try await store.put(
                PortalRecord(.history, key: "a\(number)", owner: "ada", at: Sample.after(Int64(number)), body: []))
        }
        try await store.put(PortalRecord(.history, key: "e", owner: "eve", at: Sample.noon, body: []))
        try await book.keep(Sample.asking(Sample.state(Sample.answer([Sample.offer(1)]))))
        #expect(try await store.count(.history, owner: "ada") == HistoryBook.most)
        #expect(try await store.count(.history, owner: "eve") == 1)
    }

    @Test func aStoreThatIsClosedIsSaid() async throws {
        await store.close()
        await #expect(throws: PortalError.self) { try await book.latest(of: "d", of: "ada") }
        await #expect(throws: PortalError.self) { try await book.keep(Self.run(), of: "ada") }
        await #expect(throws: PortalError.self) { try await book.askings(of: "ada", before: nil, limit: 1) }
    }
}
