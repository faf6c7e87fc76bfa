import BerthDocument
@testable import BerthSchemas
import Testing

struct ProblemAnswerTests {
    @Test func namesAreUnique() {
        #expect(Set(ProblemAnswer.allCases.map(\.name)).count == ProblemAnswer.allCases.count)
    }

    @Test(arguments: [
        (ProblemAnswer.methodNotAllowed, "Allow"), (.tooManyRequests, "Retry-After"), (.unavailable, "Retry-After"),
        (.unauthorized, "WWW-Authenticate"), (.rangeNotSatisfiable, "Content-Range"),
    ])
    func someComeWithAHeader(_ answer: ProblemAnswer, _ header: String) {
        #expect(answer.response["headers"]?[header] != nil)
    }

    @Test(arguments: ProblemAnswer.allCases)
    func eachIsAProblemDocument(_ answer: ProblemAnswer) {
        let schema: Document = ["schema": ["$ref": "#/components/schemas/Problem"]]
        #expect(
            answer.response["content"] == [
                "application/problem+json": schema, "application/problem+yaml": schema,
                "application/problem+xml": schema,
            ])
    }
}
