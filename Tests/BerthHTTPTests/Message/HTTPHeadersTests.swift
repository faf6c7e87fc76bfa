import Testing

@testable import BerthHTTP

@Suite struct HTTPHeadersTests {
    @Test func namesCompareWithoutCase() {
        var headers: HTTPHeaders = ["A-b": "1"]
        #expect(headers["a-B"] == "1")
        headers["a-b"] = "2"
        #expect(headers.fields == [HTTPHeaders.Field("A-b", "2")])
        #expect(headers["a_b"] == nil)
        #expect(!HTTPHeaders.same("a[", "a{"))
        #expect(!HTTPHeaders.same("a", "ab"))
    }

    @Test func settingReplacesEveryFieldOfTheName() {
        var headers: HTTPHeaders = ["X": "0", "A": "1", "Y": "2", "a": "3", "Z": "4"]
        headers["A"] = "5"
        #expect(headers == ["X": "0", "A": "5", "Y": "2", "Z": "4"])
        headers["y"] = nil
        #expect(headers == ["X": "0", "A": "5", "Z": "4"])
        headers["New"] = ""
        #expect(headers["new"] == "")
    }

    @Test func valuesAndListsKeepTheirOrder() {
        let headers: HTTPHeaders = ["A": "1, 2,,", "B": "x", "a": " \"3,4\" , 5"]
        #expect(headers.values("A") == ["1, 2,,", " \"3,4\" , 5"])
        #expect(headers.list("A") == ["1", "2", "\"3,4\"", "5"])
        #expect(headers.list("C") == [])
        #expect(!headers.isEmpty)
        #expect(HTTPHeaders().isEmpty)
    }

    @Test func aMemberIsListedOnce() {
        var headers: HTTPHeaders = ["Vary": "Accept"]
        headers.addListed("Vary", "accept")
        #expect(headers["Vary"] == "Accept")
        headers.addListed("vary", "Origin")
        #expect(headers["Vary"] == "Accept, Origin")
        headers["Vary"] = "*"
        headers.addListed("Vary", "Accept")
        #expect(headers["Vary"] == "*")
        var none = HTTPHeaders()
        none.addListed("Vary", "Accept")
        #expect(none["Vary"] == "Accept")
    }

    @Test func theLastValueCanBeReplaced() {
        var headers: HTTPHeaders = ["A": "1", "A": "2"]
        headers.replaceLast(with: "3")
        #expect(headers.values("A") == ["1", "3"])
        var none = HTTPHeaders()
        none.replaceLast(with: "x")
        #expect(none.isEmpty)
    }
}
