import Testing

@testable import BerthSchemas

struct OperationTests {
    @Test func identifiersAndRoutesAreUnique() {
        #expect(Set(Operation.allCases.map(\.identifier)).count == Operation.allCases.count)
        #expect(Set(Operation.allCases.map { $0.method + " " + $0.path }).count == Operation.allCases.count)
    }

    /// The calls of the standard, by the names that clients generated from the published description use.
    @Test(arguments: [
        (Operation.offerSetPost, "OfferSetPost", "POST", "/requests"),
        (.offerSetGet, "OfferSetGet", "GET", "/offersets/{uuid}"),
        (.directPost, "DirectExecutionPost", "POST", "/direct"),
        (.sessionGet, "ExecutionSessionGet", "GET", "/sessions/{uuid}"),
        (.sessionPost, "ExecutionUpdatePost", "POST", "/sessions/{uuid}"),
    ])
    func callsOfTheStandard(_ operation: Operation, _ identifier: String, _ method: String, _ path: String) {
        #expect(operation.identifier == identifier)
        #expect(operation.method == method)
        #expect(operation.path == path)
    }
}
