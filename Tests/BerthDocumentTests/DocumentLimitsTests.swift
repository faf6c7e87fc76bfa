import BerthDocument
import Testing

/// One limit, a document that just keeps it, one that just does not, and what is said of it.
struct LimitCase: Sendable, CustomTestStringConvertible {
    var code: DocumentError.Code
    var syntax: Syntax
    var limits: DocumentLimits
    var within: String
    var beyond: String
    var message: String

    init(
        _ code: DocumentError.Code, _ syntax: Syntax, _ within: String, _ beyond: String, _ message: String,
        _ set: (inout DocumentLimits) -> Void
    ) {
        self.code = code
        self.syntax = syntax
        self.within = within
        self.beyond = beyond
        self.message = message
        limits = .standard
        set(&limits)
    }

    var testDescription: String { "\(syntax): \(message)" }
}

@Suite struct DocumentLimitsTests {
    static let tooLarge = "The document has more than 9 bytes; send a smaller one."
    static let tooDeep = "More than 3 levels of lists and maps inside one another; flatten the document."
    static let tooMany = "More than 4 members and items in the document; send a smaller one."
    static let tooManyMembers = "More than 2 members in one map; split the map."
    static let tooLong = "A text of more than 4 bytes; shorten it or put it into a file."
    static let nameTooLong = "The name of a member has more than 4 bytes; shorten it."

    static let size: [LimitCase] = [
        LimitCase(.tooLarge, .json, "[1,2,3,4]", "[1,2,3,45]", tooLarge) { $0.sizeBytes = 9 },
        LimitCase(.tooLarge, .yaml, "[1,2,3,4]", "[1,2,3,45]", tooLarge) { $0.sizeBytes = 9 },
        LimitCase(.tooLarge, .xml, "<a>bc</a>", "<a>bcd</a>", tooLarge) { $0.sizeBytes = 9 },
    ]

    static let depth: [LimitCase] = [
        LimitCase(.tooDeep, .json, #"[{"a":[1]}]"#, #"[{"a":[[]]}]"#, "line 1, column 8, at [0].a[0]: " + tooDeep) {
            $0.depthLevels = 3
        },
        LimitCase(.tooDeep, .yaml, "[{a: [1]}]", "[{a: [{}]}]", "line 1, column 7, at [0].a[0]: " + tooDeep) {
            $0.depthLevels = 3
        },
        LimitCase(
            .tooDeep, .yaml, "- &a [1]\n- [*a]", "- &a [1]\n- [[*a]]", "line 2, column 5, at [1][0][0]: " + tooDeep
        ) { $0.depthLevels = 3 },
        LimitCase(
            .tooDeep, .xml, "<r><a><b><c/></b></a></r>", "<r><a><b><c><d/></c></b></a></r>",
            "line 1, column 13, at a.b.c: " + tooDeep
        ) { $0.depthLevels = 3 },
        LimitCase(
            .tooDeep, .xml, "<r><a><b/><b/></a></r>", "<r><a><b><c/></b><b/></a></r>", "line 1, column 26: " + tooDeep
        ) { $0.depthLevels = 3 },
    ]

    static let values: [LimitCase] = [
        LimitCase(
            .tooManyValues, .json, #"{"a":[1,2],"b":3}"#, #"{"a":[1,2],"b":[3]}"#, "line 1, column 17, at b: " + tooMany
        ) {
            $0.valueCount = 4
        },
        LimitCase(
            .tooManyValues, .yaml, "a: [1, 2]\nb: 3", "a: [1, 2]\nb: [3]", "line 2, column 5, at b[0]: " + tooMany
        ) {
            $0.valueCount = 4
        },
        LimitCase(
            .tooManyValues, .yaml, "- &a [1]\n- *a", "- &a [1]\n- [*a]", "line 2, column 4, at [1][0]: " + tooMany
        ) {
            $0.valueCount = 4
        },
        LimitCase(
            .tooManyValues, .xml, "<r k='1'><a/><b/><b/></r>", "<r k='1'><a/><b/><b><c/></b></r>",
            "line 1, column 21, at b[1]: " + tooMany
        ) { $0.valueCount = 4 },
    ]

    static let members: [LimitCase] = [
        LimitCase(
            .tooManyMembers, .json, #"{"a":1,"b":2}"#, #"{"a":1,"b":2,"c":3}"#, "line 1, column 14: " + tooManyMembers
        ) {
            $0.memberCount = 2
        },
        LimitCase(.tooManyMembers, .yaml, "a: 1\nb: 2", "a: 1\nb: 2\nc: 3", "line 3, column 1, at c: " + tooManyMembers)
        {
            $0.memberCount = 2
        },
        LimitCase(
            .tooManyMembers, .xml, "<r k='1'><b/><b/><b/></r>", "<r k='1'><b/><c/></r>",
            "line 1, column 14: " + tooManyMembers
        ) { $0.memberCount = 2 },
        LimitCase(
            .tooManyMembers, .xml, "<r k='1' l='2'/>", "<r k='1' l='2' m='3'/>", "line 1, column 1: " + tooManyMembers
        ) {
            $0.memberCount = 2
        },
    ]

    static let texts: [LimitCase] = [
        LimitCase(.textTooLong, .json, #"["abcd"]"#, #"["abcde"]"#, "line 1, column 2, at [0]: " + tooLong) {
            $0.textBytes = 4
        },
        LimitCase(.textTooLong, .json, #""éé""#, #""ééé""#, "line 1, column 1: " + tooLong) { $0.textBytes = 4 },
        LimitCase(.textTooLong, .yaml, "- abcd", "- abcde", "line 1, column 3, at [0]: " + tooLong) {
            $0.textBytes = 4
        },
        LimitCase(.textTooLong, .yaml, "- |\n  abc", "- |\n  abcd\n", "line 1, column 3, at [0]: " + tooLong) {
            $0.textBytes = 4
        },
        LimitCase(.textTooLong, .xml, "<r><a>abcd</a></r>", "<r><a>abcde</a></r>", "line 1, column 4, at a: " + tooLong)
        {
            $0.textBytes = 4
        },
        LimitCase(.textTooLong, .xml, "<r><a b='abcd'/></r>", "<r><a b='abcde'/></r>", "line 1, column 4: " + tooLong) {
            $0.textBytes = 4
        },
    ]

    static let names: [LimitCase] = [
        LimitCase(.nameTooLong, .json, #"{"abcd":1}"#, #"{"abcde":1}"#, "line 1, column 2: " + nameTooLong) {
            $0.nameBytes = 4
        },
        LimitCase(.nameTooLong, .yaml, "abcd: 1", "abcde: 1", "line 1, column 1: " + nameTooLong) { $0.nameBytes = 4 },
        LimitCase(.nameTooLong, .xml, "<r><abcd/></r>", "<r><abcde/></r>", "line 1, column 4: " + nameTooLong) {
            $0.nameBytes = 4
        },
        LimitCase(.nameTooLong, .xml, "<r abcd='1'/>", "<r abcde='1'/>", "line 1, column 1: " + nameTooLong) {
            $0.nameBytes = 4
        },
    ]

    static let aliases: [LimitCase] = [
        LimitCase(
            .tooManyAliases, .yaml, "- &a 1\n- *a\n- *a", "- &a 1\n- *a\n- *a\n- *a",
            "line 4, column 3, at [3]: More than 2 aliases in the document; write the values out."
        ) { $0.aliasCount = 2 }
    ]

    static let declarations: [LimitCase] = [
        LimitCase(
            .tooManyDirectives, .yaml, "%TAG !a! x\n%TAG !b! x\n---\na", "%TAG !a! x\n%TAG !b! x\n%TAG !c! x\n---\na",
            "line 3, column 1: More than 2 tag directives in the document; leave them out."
        ) { $0.directiveCount = 2 },
        LimitCase(
            .tooManyAttributes, .xml, "<r><a b='=' c=\">\"/></r>", "<r>\n<a b='=' c=\">\" d=''/></r>",
            "line 2, column 1: More than 2 attributes of one element; leave some out."
        ) { $0.attributeCount = 2 },
        LimitCase(
            .tooManyAttributes, .xml, "<!--'--><?p '?><r xmlns='x'><![CDATA[<a b='=]]></r>",
            "<!--'--><?p '?><r xmlns='x' xmlns:y='z' a=''/>",
            "line 1, column 16: More than 2 attributes of one element; leave some out."
        ) { $0.attributeCount = 2 },
    ]

    @Test(arguments: size + depth + values + members + texts + names + aliases + declarations)
    func holdsAtTheLimitAndNotBeyond(_ limit: LimitCase) throws {
        #expect(throws: Never.self) {
            try Document.read(Array(limit.within.utf8), as: limit.syntax, limits: limit.limits)
        }
        let error = #expect(throws: DocumentError.self) {
            try Document.read(Array(limit.beyond.utf8), as: limit.syntax, limits: limit.limits)
        }
        #expect(error?.code == limit.code)
        #expect(error?.description == limit.message)
    }

    @Test func standardLimitsAreTheDocumentedOnes() {
        let limits = DocumentLimits.standard
        #expect(limits.sizeBytes == 1_048_576)
        #expect(limits.depthLevels == 64)
        #expect(limits.valueCount == 100_000)
        #expect(limits.memberCount == 10_000)
        #expect(limits.textBytes == 262_144)
        #expect(limits.nameBytes == 1024)
        #expect(limits.aliasCount == 1000)
        #expect(limits.directiveCount == 16)
        #expect(limits.attributeCount == 256)
    }

    @Test(arguments: Syntax.allCases)
    func refusesOneHundredThousandNestedBrackets(syntax: Syntax) {
        let count = 100_000
        let (open, close) = syntax == .xml ? ("<a>", "</a>") : ("[", "]")
        let text = String(repeating: open, count: count) + String(repeating: close, count: count)
        let error = #expect(throws: DocumentError.self) { try Document.read(Array(text.utf8), as: syntax) }
        #expect(error?.code == .tooDeep)
        let unclosed = #expect(throws: DocumentError.self) {
            try Document.read(Array(String(repeating: open, count: count).utf8), as: syntax)
        }
        #expect(unclosed?.code == .tooDeep)
    }

    @Test func refusesAliasBombs() {
        var text = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n"
        for level in 1...12 {
            let aliases = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ",")
            text += "a\(level): &a\(level) [\(aliases)]\n"
        }
        let error = #expect(throws: DocumentError.self) { try Document.read(Array(text.utf8), as: .yaml) }
        #expect(error?.description == "line 5, column 38, at a4[7]: " + Self.tooMany.replacing("4", with: "100000"))
    }
}
