import BerthDocument
import Testing

@testable import BerthSignatures

@Suite struct CanonicalJSONTests {
    private static func canonical(_ json: String) throws -> String {
        String(decoding: try CanonicalJSON.bytes(try Document.read(Array(json.utf8), as: .json)), as: UTF8.self)
    }

    /// Source: RFC 8785, section 3.2.2.
    @Test func `the example of the standard is written as there`() throws {
        let text = try Self.canonical(
            #"""
            {"numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
             "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
             "literals": [null, true, false]}
            """#)
        #expect(
            text == #"{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"#
                + #""string":"€$\u000f\nA'B\"\\\\\"/"}"#)
    }

    @Test func `members are in the order of their UTF-16 units`() throws {
        // Source: RFC 8785, section 3.2.3.
        let text = try Self.canonical(
            #"{"\u20ac":1,"\r":2,"\ufb33":3,"1":4,"\ud83d\ude00":5,"\u0080":6,"\u00f6":7}"#)
        #expect(
            text == "{\"\\r\":2,\"1\":4,\"\u{80}\":6,\"ö\":7,\"€\":1,\"😀\":5,\"\u{fb33}\":3}")
    }

    /// Source: RFC 8785, appendix B.
    @Test(arguments: [
        (0.0, "0"), (-0.0, "0"), (Double.leastNonzeroMagnitude, "5e-324"),
        (-Double.leastNonzeroMagnitude, "-5e-324"),
        (1.7976931348623157e308, "1.7976931348623157e+308"), (9_007_199_254_740_994.0, "9007199254740994"),
        (295_147_905_179_352_830_000.0, "295147905179352830000"), (1e21, "1e+21"), (1e23, "1e+23"),
        (999_999_999_999_999_900_000.0, "999999999999999900000"), (9.999999999999997e22, "9.999999999999997e+22"),
        (0.000001, "0.000001"), (1e-7, "1e-7"), (333_333_333.333_333_2, "333333333.3333332"),
        (-0.0000033333333333333333, "-0.0000033333333333333333"), (1424953923781206.2, "1424953923781206.2"),
        (100, "100"), (1.5, "1.5"), (10.25, "10.25"), (0.1, "0.1"),
    ])
    func `numbers have their shortest digits`(_ number: Double, _ text: String) throws {
        #expect(try CanonicalJSON.text(of: number) == text)
    }

    @Test func `a number that is not finite cannot be written`() {
        #expect(throws: SignatureError(.notWritable, "A number that is not finite cannot be signed.")) {
            try CanonicalJSON.bytes(.number(.infinity))
        }
    }

    @Test func `what YAML leaves open is decided`() throws {
        let yaml = try Document.read(Array("{b: [1, 2.50, 'x', true], a: ~}".utf8), as: .yaml)
        #expect(String(decoding: try CanonicalJSON.bytes(yaml), as: UTF8.self) == #"{"a":null,"b":[1,2.5,"x",true]}"#)
    }
}
