/// Amounts that change at a few instants: the capacity of a pool, the hold of a group. Every value holds until the
/// next.
///
/// Changes cost time that grows with the number of steps; reading costs its logarithm.
struct Steps: Sendable, Hashable {
    /// Ascending; the first is the beginning of time.
    private(set) var times: [Int64] = [.min]
    private(set) var values: [Amounts]

    init(_ value: Amounts) { values = [value] }

    /// The step in which an instant lies.
    func index(at time: Int64) -> Int {
        var low = 0
        var high = times.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if times[middle] <= time { low = middle } else { high = middle }
        }
        return low
    }

    func value(at time: Int64) -> Amounts { values[index(at: time)] }

    /// Where a step ends: the last one at the end of time.
    func end(of index: Int) -> Int64 { index + 1 < times.count ? times[index + 1] : .max }

    /// Changes the values of a stretch; without an end, of everything from its start on.
    mutating func change(from start: Int64, until end: Int64?, _ body: (Amounts) -> Amounts) {
        let first = split(at: start)
        let last = end.map { split(at: $0) } ?? times.count
        for index in first..<max(first, last) { values[index] = body(values[index]) }
        join()
    }

    /// Makes a step begin at the instant, and answers which.
    private mutating func split(at time: Int64) -> Int {
        let index = index(at: time)
        if times[index] == time { return index }
        times.insert(time, at: index + 1)
        values.insert(values[index], at: index + 1)
        return index + 1
    }

    /// Leaves out steps that change nothing.
    private mutating func join() {
        var kept = Steps(values[0])
        for index in times.indices.dropFirst() where values[index] != kept.values[kept.values.count - 1] {
            kept.times.append(times[index])
            kept.values.append(values[index])
        }
        self = kept
    }
}
