import BerthBroker
import BerthModel

extension World {
    /// Does something and waits no longer than a time for it; nil when it was not done by then. What is too slow is
    /// cancelled.
    func within<Value: Sendable>(
        _ span: TimeSpan, _ body: @escaping @Sendable () async -> Value
    ) async -> Value? {
        let deadline = now() + span
        return await withTaskGroup(of: Value?.self) { group in
            group.addTask { await body() }
            group.addTask {
                await self.sleep(until: deadline)
                return nil
            }
            let first = await group.next()
            group.cancelAll()
            return first ?? nil
        }
    }
}
