/// First in, first out, without shifting what is left.
struct RingQueue<Element: Sendable>: Sendable {
    private var elements: [Element] = []
    private var first = 0

    init() {}

    var count: Int { elements.count - first }

    /// Leaves out those that are not wanted.
    mutating func keep(_ isWanted: (Element) -> Bool) {
        elements = elements[first...].filter(isWanted)
        first = 0
    }

    mutating func add(_ element: Element) { elements.append(element) }

    mutating func takeFirst() -> Element? {
        guard first < elements.count else { return nil }
        defer {
            first += 1
            if first > 64, first * 2 > elements.count {
                elements.removeFirst(first)
                first = 0
            }
        }
        return elements[first]
    }
}
