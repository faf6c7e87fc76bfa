import BerthDocument
import BerthModel
import BerthPlatform
import Synchronization
import Testing

@testable import BerthRemote

@Suite struct AskedOnceTests {
    private let now = Instant(seconds: 1_800_000_000)

    private final class Count: Sendable {
        let value = Mutex(0)
        func next() -> Int {
            value.withLock { value in
                value += 1
                return value
            }
        }
    }

    private func plan(_ number: Int, heldFor seconds: Int64) -> Plan {
        var plan = Plan()
        plan.platform = "far"
        plan.details = ["offer": .integer(Int64(number))]
        plan.heldUntil = now + TimeSpan(seconds: seconds)
        return plan
    }

    private func ask(_ once: AskedOnce, _ print: QuestionPrint, _ count: Count, after seconds: Int64 = 0) async
        -> [Plan]
    {
        let time = now + TimeSpan(seconds: seconds)
        let answer = await once.answer(to: print, now: { time }) { .yes([plan(count.next(), heldFor: 60)]) }
        guard case .yes(let plans) = answer else { return [] }
        return plans
    }

    private static let print = Sample.question().print()

    @Test func `the same question gets the same answer while its offers are held`() async {
        let (once, count) = (AskedOnce(), Count())
        let first = await ask(once, Self.print, count)
        #expect(await ask(once, Self.print, count, after: 59) == first)
        #expect(await ask(once, Self.print, count, after: 60) != first)
        #expect(count.value.withLock { $0 } == 2)
    }

    @Test func `at the same time it is asked once`() async {
        let (once, count) = (AskedOnce(), Count())
        await withTaskGroup(of: [Plan].self) { group in
            for _ in 0..<16 { group.addTask { await ask(once, Self.print, count) } }
            var all: Set<[Plan]> = []
            for await plans in group { all.insert(plans) }
            #expect(all.count == 1)
        }
        #expect(count.value.withLock { $0 } == 1)
    }

    @Test func `another question is another one, though it says the same`() async {
        let (once, count) = (AskedOnce(), Count())
        let other = Sample.question(ids: 100).print()
        #expect(other != Self.print)
        #expect(await ask(once, Self.print, count) != ask(once, other, count))
    }

    @Test func `an offer that is used ends the answer`() async {
        let (once, count) = (AskedOnce(), Count())
        let first = await ask(once, Self.print, count)
        once.used([plan(99, heldFor: 60)])
        #expect(await ask(once, Self.print, count) == first)
        once.used(first)
        #expect(await ask(once, Self.print, count) != first)
    }

    @Test func `silence and no are asked again`() async {
        let (once, count) = (AskedOnce(), Count())
        let time = now
        for answer in [
            Answer.no([Obstacle(.never, ["compute"], "No.")]), .silence(Silence(.tooSlow, "Slow.", waited: .zero)),
        ] {
            _ = await once.answer(to: Self.print, now: { time }) {
                _ = count.next()
                return answer
            }
        }
        #expect(count.value.withLock { $0 } == 2)
    }
}
