import Testing

@testable import BerthKubernetes

@Suite struct Base64Tests {
    // Source: RFC 4648 §10.
    @Test(arguments: [
        ("", ""), ("Zg==", "f"), ("Zm8=", "fo"), ("Zm9v", "foo"), ("Zm9vYg==", "foob"), ("Zm9vYmE=", "fooba"),
        ("Zm9vYmFy", "foobar"), ("Zm9v\nYmFy\n", "foobar"), ("+/+/", "\u{FB}\u{FF}\u{BF}"),
    ])
    func lettersBecomeBytes(_ text: String, _ bytes: String) {
        #expect(Base64.decoded(text) == bytes.unicodeScalars.map { UInt8($0.value) })
    }

    @Test(arguments: ["Z", "Zg", "Zg=", "Zg===", "Z!==", "=Zg=", "Zm9v=", "-_-_"]) func whatIsNoneIsNone(_ text: String)
    {
        #expect(Base64.decoded(text) == nil)
    }
}
