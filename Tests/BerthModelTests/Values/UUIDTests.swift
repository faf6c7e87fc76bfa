import BerthModel
import Testing

/// Source: RFC 9562, 4.
@Suite struct UUIDTests {
    @Test(arguments: [
        ("00000000-0000-0000-0000-000000000000", "00000000-0000-0000-0000-000000000000"),
        ("6ba7b810-9dad-11d1-80b4-00c04fd430c8", "6ba7b810-9dad-11d1-80b4-00c04fd430c8"),
        ("6BA7B810-9DAD-11D1-80B4-00C04FD430C8", "6ba7b810-9dad-11d1-80b4-00c04fd430c8"),
        ("FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF", "ffffffff-ffff-ffff-ffff-ffffffffffff"),
    ])
    func `Either case is read, lower case is written`(text: String, written: String) {
        #expect(UUID(text)?.description == written)
    }

    @Test(arguments: [
        "", "-", "6ba7b810", "6ba7b8109dad11d180b400c04fd430c8", "6ba7b810-9dad-11d1-80b4-00c04fd430c",
        "6ba7b810-9dad-11d1-80b4-00c04fd430c80", "6ba7b810-9dad-11d1-80b400c04fd430c8-",
        "6ba7b81-09dad-11d1-80b4-00c04fd430c8", "{6ba7b810-9dad-11d1-80b4-00c04fd430c8}",
        "urn:uuid:6ba7b810-9dad-11d1-80b4-00c04fd430c8", "6ba7b810-9dad-11d1-80b4-00c04fd430cg",
        " 6ba7b810-9dad-11d1-80b4-00c04fd430c8", "6ba7b810-9dad-11d1-80b4-00c04fd430c8\n",
        "6ba7b810_9dad_11d1_80b4_00c04fd430c8", "６ba7b810-9dad-11d1-80b4-00c04fd430c8",
    ])
    func `Other texts are not identifiers`(text: String) {
        #expect(UUID(text) == nil)
    }

    @Test func `Random bits make a version 4 identifier`() {
        #expect(UUID(random: 0, 0).description == "00000000-0000-4000-8000-000000000000")
        #expect(UUID(random: .max, .max).description == "ffffffff-ffff-4fff-bfff-ffffffffffff")
    }

    @Test func `Bits that follow from something make a version 8 identifier`() {
        #expect(UUID(derived: 0, 0).description == "00000000-0000-8000-8000-000000000000")
        #expect(UUID(derived: .max, .max).description == "ffffffff-ffff-8fff-bfff-ffffffffffff")
        #expect(UUID(derived: 1, 2).version == 8)
        #expect(UUID(random: 1, 2).version == 4)
    }

    @Test func `Identifiers have an order`() {
        #expect(UUID(high: 0, low: .max) < UUID(high: 1, low: 0))
        #expect(UUID(high: 1, low: 0) < UUID(high: 1, low: 1))
    }
}
