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

    @Test func aMemberIsFoundInTheBodyByItsLine() {
        let problem = Problem(gravity: .malformed, code: .wrongType, path: ["kind"], message: "kind: no.")
        #expect(
            MemberProblem(problem, at: .init(line: 3, column: 7)).document(for: .json) == [
                "path": "kind", "code": "wrongType", "message": "kind: no.", "line": 3, "column": 7,
            ])
    }

    @Test func whatCannotBeReadIsAProblemOfAMember() {
        let error = DocumentError(
            .duplicateMember, "A second member.", position: .init(line: 1, column: 9), path: ["compute"])
        #expect(
            MemberProblem(error).document(for: .json) == [
                "path": "compute", "code": "duplicateMember", "message": "A second member.", "line": 1, "column": 9,
            ])
    }

    /// RFC 9457, appendix B.
    @Test func inXMLItHasTheFormOfTheStandard() throws {
        let document = ProblemDocument(
            type: "about:blank", title: "Bad", status: 400, detail: "Wrong.",
            problems: [
                MemberProblem(Problem(gravity: .malformed, code: .badUUID, path: ["a"], message: "a: no."))
            ])
        let bytes = try document.document(for: .xml).written(
            as: .xml, root: XMLRoots.problem, namespace: XMLRoots.problemNamespace)
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(text.contains("<problem xmlns=\"urn:ietf:rfc:7807\">"), "\(text)")
        #expect(text.contains("<problems>\n    <i>\n      <path>a</path>"), "\(text)")
    }
}
