import Testing

@testable import berth

struct TableTests {
    @Test func columnsFitTheirTexts() {
        var table = Table(columns: [.init("#", isNumber: true), .init("name"), .init("size")])
        table.rows = [["1", "a", "10 GiB"], ["12", "longer", "1 GiB"]]
        #expect(table.lines(most: nil) == [" #  name    size", " 1  a       10 GiB", "12  longer  1 GiB"])
    }

    @Test func aColumnThatSaysNothingIsLeftOut() {
        var table = Table(columns: [.init("a"), .init("b"), .init("c")])
        table.rows = [["1", "", "3"]]
        #expect(table.lines(most: nil) == ["a  c", "1  3"])
    }

    @Test func aColumnYieldsWhereLinesWouldNotFit() {
        var table = Table(columns: [.init("name"), .init("runs", yields: true)])
        table.rows = [["x", "0123456789012345"]]
        #expect(table.lines(most: 22) == ["name  runs", "x     0123456789012345"])
        #expect(table.lines(most: 21) == ["name  runs", "x     01234567890123…"])
        // Eight columns are the least.
        #expect(table.lines(most: 5) == ["name  runs", "x     0123456…"])
    }

    @Test func nothingAtAll() {
        #expect(Table(columns: [.init("a")]).lines(most: nil) == [""])
    }
}
