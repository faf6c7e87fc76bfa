import BerthDocument
import BerthModel
import Testing

@testable import BerthPortal

struct FieldTextTests {
    private func read(
        _ text: String, _ kind: FormField.Kind, _ more: String? = nil
    ) throws(FieldText.Fault) -> Document? {
        try FieldText.read([text] + (more.map { [$0] } ?? []), kind, now: Sample.noon)
    }

    static let readings: [(String, FormField.Kind, Document?)] = [
        (" a ", .line, "a"), ("", .line, nil), ("4", .whole, 4), (" ", .whole, nil), ("2.5", .decimal, 2.5),
        ("#!/bin/sh\r\necho\r\n", .paragraph, "#!/bin/sh\necho\n"), (" \r\n", .paragraph, nil),
        ("sh\r\n\r\n-c\r\n\"a\\nb\"\r\n", .lines, ["sh", "-c", "a\nb"]), ("\r\n", .lines, nil),
        ("A=1\nB=x=y\nC=\"l\\nm\"\nD=", .pairs, ["A": "1", "B": "x=y", "C": "l\nm", "D": ""]),
        ("yes", .flag, true), ("no", .flag, false), ("", .flag, nil),
        ("b", .choice([.init(word: "b", title: "B")]), "b"), ("PT1H", .duration, "PT1H"),
        ("90 min", .duration, "PT1H30M"),
        ("1 h 30 min", .duration, "PT1H30M"), ("1d2h", .duration, "P1DT2H"),
        ("2h", .duration, "PT2H"), ("1 day", .duration, "P1D"), ("", .duration, nil),
    ]

    @Test(arguments: readings)
    func whatAFieldSays(_ text: String, _ kind: FormField.Kind, _ value: Document?) throws {
        #expect(try read(text, kind) == value)
    }

    static let faults: [(String, FormField.Kind, String)] = [
        ("4.5", .whole, "Write a whole number, such as 4."), ("much", .decimal, "Write a number, such as 2.5."),
        ("inf", .decimal, "Write a number, such as 2.5."),
        ("\"a", .lines, "\"a begins with a quote and is no JSON text; end the quote, too."),
        ("A", .pairs, "Write NAME=VALUE in each line; \"A\" is none."),
        ("A=1\nA=2", .pairs, "A stands twice; leave one out."), ("x", .choice([]), "Choose one of the list."),
        ("1 h soon", .duration, "Write a length of time, such as 30 min, 2 h or PT2H30M."),
        ("soon", .duration, "Write a length of time, such as 30 min, 2 h or PT2H30M."),
        ("99999999999999999999 h", .duration, "Write a length of time, such as 30 min, 2 h or PT2H30M."),
    ]

    @Test(arguments: faults)
    func whatIsNotTaken(_ text: String, _ kind: FormField.Kind, _ message: String) {
        #expect(throws: FieldText.Fault(message: message)) { try read(text, kind) }
    }

    @Test func aWindowIsTwoInstants() throws {
        #expect(
            try read("2030-02-01T10:00", .window, "2030-02-01T12:30:05")
                == "2030-02-01T10:00:00Z/2030-02-01T12:30:05Z")
        #expect(try read("", .window, "") == nil)
        #expect(try read("2030-02-01T10:00", .window, "") == "2030-02-01T10:00:00Z/2030-02-08T10:00:00Z")
        #expect(try read("", .window, "2030-02-01T10:00") == "2030-01-31T12:00:00Z/2030-02-01T10:00:00Z")
        #expect(try read("2030-02-01T10:00Z/PT1H", .window, "") == "2030-02-01T10:00:00Z/2030-02-01T11:00:00Z")
        #expect(throws: FieldText.Fault(message: "The latest start is before the earliest; write it later.")) {
            try read("2030-02-02T10:00", .window, "2030-02-01T10:00")
        }
        #expect(throws: FieldText.Fault(message: "Write a date and a time of UTC, such as 2030-01-31T10:00.")) {
            try read("tomorrow", .window, "")
        }
    }

    /// What a form shows and nobody touches comes back as it was.
    static let values: [(Document, FormField.Kind)] = [
        (.list(["a", "b\nc", "", " x ", "\"q"]), .lines),
        (.map(["A": "1\n2", "B": " x", "C": ""]), .pairs),
        (.text("2030-02-01T10:00:00Z/2030-02-01T12:30:05Z"), .window), (.text("l\nm"), .paragraph),
        (.integer(7), .whole), (.bool(true), .line),
    ]

    @Test(arguments: values)
    func whatIsShownComesBack(_ value: Document, _ kind: FormField.Kind) throws {
        let shown = FieldText.shown(value, kind)
        let again = try FieldText.read(shown, kind, now: Sample.noon)
        #expect(FieldText.shown(again, kind) == shown)
        if kind != .line { #expect(again == value) }
    }
}
