import Testing

/// Names the clauses that a test shows to hold.
struct ClauseTrait: TestTrait, SuiteTrait {
    var numbers: [String]
}

extension Trait where Self == ClauseTrait {
    static func clause(_ numbers: String...) -> ClauseTrait { ClauseTrait(numbers: numbers) }
}
