/// What a candidate did otherwise than its contract says.
struct Violations: Sendable {
    private(set) var found: [String] = []

    mutating func add(_ sentence: String) { found.append(sentence) }

    mutating func expect(_ condition: Bool, _ otherwise: @autoclosure () -> String) {
        if !condition { found.append(otherwise()) }
    }

    mutating func expectEqual<T: Equatable>(_ is: T, _ expected: T, _ subject: String) {
        if `is` != expected { found.append("\(subject): \(`is`) instead of \(expected)") }
    }
}
