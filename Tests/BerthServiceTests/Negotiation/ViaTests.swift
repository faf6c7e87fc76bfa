import BerthHTTP
import Testing

@testable import BerthService

struct ViaTests {
    private func headers(_ values: [String]) -> HTTPHeaders {
        var headers: HTTPHeaders = [:]
        for value in values { headers.add("Berth-Via", value) }
        return headers
    }

    @Test(
        arguments: [
            ([], []), (["a"], ["a"]), (["a, b-1 ,c_2"], ["a", "b-1", "c_2"]), (["a", "b, c"], ["a", "b", "c"]),
        ] as [([String], [String])])
    func reads(_ values: [String], _ names: [String]) throws { #expect(try Via.read(headers(values)) == names) }

    @Test func atTheLimits() throws {
        let long = String(repeating: "x", count: 64)
        let many = Array(repeating: long, count: 32).joined(separator: ",")
        #expect(try Via.read(headers([many])).count == 32)
    }

    @Test(arguments: [
        "", ",", "a,,b", "a, ", "a b", "ä", "\"a\"", String(repeating: "x", count: 65),
        Array(repeating: "a", count: 33).joined(separator: ","),
    ])
    func refuses(_ value: String) {
        let refusal = #expect(throws: Refusal.self) { try Via.read(headers([value])) }
        #expect(
            refusal?.detail
                == "Berth-Via must have at most 32 identifiers of brokers, with commas between them, each of "
                + "at most 64 letters, digits, - and _.")
    }
}
