import Synchronization
import Testing

@testable import BerthSlurm

@Suite struct CommandTurnsTests {
    private final class Count: Sendable {
        let inside = Mutex((now: 0, most: 0))
    }

    @Test func notMoreThanSoManyAtTheSameTime() async {
        let turns = CommandTurns(3)
        let count = Count()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<100 {
                group.addTask {
                    await turns.take()
                    count.inside.withLock {
                        $0.now += 1
                        $0.most = max($0.most, $0.now)
                    }
                    await Task.yield()
                    count.inside.withLock { $0.now -= 1 }
                    turns.giveBack()
                }
            }
        }
        let (now, most) = count.inside.withLock { $0 }
        #expect(now == 0)
        #expect(most <= 3)
    }
}
