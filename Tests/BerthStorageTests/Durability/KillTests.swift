import BerthBroker
import BerthModel
import Glibc
import Synchronization
import Testing

@testable import BerthStorage

/// A broker's process is killed while it writes. What it was told is written is there, and nothing is half there.
@Suite struct KillTests {
    /// What the child writes into a file of its own, one record of eight bytes after each call that has returned. The
    /// file outlives the process, like a pipe whose reader is slow.
    enum Record {
        static func write(_ number: Int, to file: Int32) {
            var number = Int64(number)
            guard Glibc.write(file, &number, 8) == 8 else { fatalError("the record was not written") }
        }

        static func read(_ bytes: [UInt8]) -> [Int] {
            stride(from: 0, to: bytes.count - 7, by: 8).map { start in
                bytes.withUnsafeBytes { Int($0.loadUnaligned(fromByteOffset: start, as: Int64.self)) }
            }
        }
    }

    /// Writes forever: 16 writers, each inserts an offer set with two offers, then accepts the first and rejects the
    /// second. Reports number × 2 after the insert and number × 2 + 1 after the accept.
    static func write(into folder: String, from first: Int, until death: Death) async throws {
        let file = open(folder + "/report", O_WRONLY | O_CREAT | O_APPEND, 0o600)
        let reports = Counter()
        if death.reports == 0 { death.happen() }
        @Sendable func report(_ number: Int) {
            Record.write(number, to: file)
            if reports.next() == death.reports { death.happen() }
        }
        let store = try SQLiteStore(path: folder + "/store.db")
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<16 {
                group.addTask {
                    var number = first + writer
                    while true {
                        let (set, offers) = sample(number)
                        try await store.insert(set, offers)
                        report(number * 2)
                        guard try await store.replace(accepted(offers)) else { fatalError("a rival out of nowhere") }
                        report(number * 2 + 1)
                        number += 16
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    static func sample(_ number: Int) -> (StoredOfferSet, [StoredSession]) {
        let set = Sample.offerSet(number * 3, body: Sample.bytes(number % 5000))
        let offers = (1...2).map {
            Sample.session(number * 3 + $0, in: set.id, body: Sample.bytes(3000 + number % 3000))
        }
        return (set, offers)
    }

    static func accepted(_ offers: [StoredSession]) -> [StoredSession] {
        var changed = offers
        changed[0].phase = .accepted
        changed[1].phase = .rejected
        for index in changed.indices {
            changed[index].revision = 2
            changed[index].body = Sample.bytes(changed[index].body.count + 1)
        }
        return changed
    }

    /// When the child dies: some time after a number of its calls have returned.
    struct Death: Codable, Sendable {
        var reports: Int
        var laterMicroseconds: UInt32

        /// Kills the own process. Nothing of it runs afterwards: no handler, no destructor, no flush.
        func happen() {
            let later = UnsafeMutablePointer<UInt32>.allocate(capacity: 1)
            later.pointee = laterMicroseconds
            var thread = pthread_t()
            pthread_create(
                &thread, nil,
                { argument in
                    usleep(argument?.load(as: UInt32.self) ?? 0)
                    kill(getpid(), SIGKILL)
                    return nil
                }, later)
        }
    }

    @Test(arguments: [1, 2, 3, 4, 5, 6] as [UInt64])
    func everythingReportedIsThereAndNothingIsHalfThere(_ seed: UInt64) async throws {
        let folder = try TemporaryFolder()
        let path = folder.path
        var random = SplitMix64(seed: seed)
        var reports = 0
        // Four lives of one database: each begins with what the kill before it left behind. The first may end before
        // the tables are there.
        for life in 0..<4 {
            let death = Death(
                reports: life == 0 ? 0 : Int.random(in: 1...600, using: &random),
                laterMicroseconds: UInt32.random(in: 0...5_000, using: &random))
            await #expect(processExitsWith: .signal(SIGKILL)) {
                [path = path as String, first = life * 1_000_000 as Int, death = death as Death] in
                try await KillTests.write(into: path, from: first, until: death)
            }
            reports += death.reports
            try await check(folder, atLeast: reports)
        }
    }

    private func check(_ folder: TemporaryFolder, atLeast reports: Int) async throws {
        let reported = folder.has("report") ? Record.read(try folder.read("report")) : []
        #expect(reported.count >= reports)
        let store = try SQLiteStore(path: folder.path + "/store.db")
        var inserted: Set<Int> = []
        var acceptedNumbers: Set<Int> = []
        for record in reported {
            if record % 2 == 0 { inserted.insert(record / 2) } else { acceptedNumbers.insert(record / 2) }
        }
        for number in inserted {
            let (set, offers) = Self.sample(number)
            let found = try await store.offerSet(set.id)
            #expect(found?.set == set, "the offer set \(number)")
            let sessions = found?.sessions ?? []
            if acceptedNumbers.contains(number) {
                #expect(sessions == Self.accepted(offers), "the accepted offers of \(number)")
            } else {
                // The kill may have come between the commit and the report.
                #expect(sessions == offers || sessions == Self.accepted(offers), "the offers of \(number)")
            }
        }
        // Whatever is there beyond the report is there as a whole.
        let everything = try await store.sessions(SessionQuery(limit: .max))
        for (id, sessions) in Dictionary(grouping: everything, by: \.offerSet) {
            #expect(sessions.count == 2)
            #expect(Set(sessions.map(\.revision)).count == 1)
            let set = try #require(id)
            #expect(try await store.offerSet(set) != nil)
        }
        #expect(everything.count >= inserted.count * 2)
        await store.close()
        let connection = try SQLiteConnection(path: folder.path + "/store.db", busyTimeoutMilliseconds: 0)
        #expect(try connection.text("PRAGMA integrity_check") == "ok")
        #expect(try connection.number("SELECT count(*) FROM pragma_foreign_key_check") == 0)
    }
}

/// Counts up from 1, from any thread.
private final class Counter: Sendable {
    private let count = Atomic<Int>(0)

    func next() -> Int { count.add(1, ordering: .relaxed).newValue }
}
