import BerthDocument
import BerthModel
import Testing

struct ProblemDocumentTests {
    @Test func aProblemNamesEachMemberThatIsWrong() {
        let problem = Problem(
            gravity: .malformed, code: .wrongType, path: ["compute", "cores", "min"],
            message: "compute.cores.min: expected a whole number of 64 bits, got \"two\".")
        let document = ProblemDocument(
            type: "about:blank", title: "Bad Request", status: 400, detail: "One member is wrong.",
            problems: [MemberProblem(problem)])
        #expect(
            document.document(for: .json) == [
                "type": "about:blank", "title": "Bad Request", "status": 400, "detail": "One member is wrong.",
                "problems": [
                    [
                        "path": "compute.cores.min", "code": "wrongType",
                        "message": "compute.cores.min: expected a whole number of 64 bits, got \"two\".",
                    ]
                ],
            ])
    }
}
