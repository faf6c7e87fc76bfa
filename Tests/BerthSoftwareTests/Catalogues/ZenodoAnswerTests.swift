import Testing

@testable import BerthSoftware

struct ZenodoAnswerTests {
    @Test(arguments: [
        ("{\"hits\": {\"hits\": [{\"id\": 1, \"metadata\": {}}, {}], \"total\": 70}}", 1, 70),
        ("{\"hits\": {\"hits\": [], \"total\": {\"value\": 3}}}", 0, 3),
        // Pages and sums of it are counted.
        ("{\"hits\": {\"hits\": [], \"total\": 9223372036854775807}}", 0, 1_000_000_000),
        ("{\"hits\": {\"hits\": [{\"id\": 1, \"metadata\": {}}]}}", 1, 1),
    ])
    func pages(_ text: String, _ count: Int, _ total: Int) throws {
        let answer = try ZenodoAnswer(Array(text.utf8), name: "z")
        #expect(answer.records.count == count)
        #expect(answer.total == total)
    }

    @Test(arguments: [
        ("{}", "What z answers is no list of records; is its address that of Zenodo's REST API?"),
        ("<html>", "What z answers is not JSON."),
    ])
    func somethingElse(_ text: String, _ message: String) async {
        let error = await SoftwareError.of { try ZenodoAnswer(Array(text.utf8), name: "z") }
        #expect(error?.code == .brokenReply)
        #expect(error?.message == message)
    }
}
