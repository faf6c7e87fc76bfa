import Testing

@testable import BerthSignatures

/// Source: RFC 8032, section 7.1.
@Suite struct Ed25519Tests {
    static func bytes(_ hex: String) -> [UInt8] {
        let digits = Array(hex)
        return stride(from: 0, to: digits.count, by: 2).compactMap { UInt8(String(digits[$0...($0 + 1)]), radix: 16) }
    }

    private static let vectors: [(seed: String, key: String, message: String, signature: String)] = [
        (
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
                + "d25bf5f0595bbe24655141438e7a100b"
        ),
        (
            "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
                + "387b2eaeb4302aeeb00d291612bb0c00"
        ),
    ]

    @Test(arguments: vectors.indices) func `vectors of the standard hold`(_ index: Int) throws {
        let vector = Self.vectors[index]
        let (seed, message) = (Self.bytes(vector.seed), Self.bytes(vector.message))
        let key = try #require(Ed25519.publicKey(of: seed))
        #expect(key == Self.bytes(vector.key))
        let signature = Ed25519.signature(of: message, with: seed)
        #expect(signature == Self.bytes(vector.signature))
        #expect(Ed25519.isSignature(signature, of: message, by: key))
        #expect(!Ed25519.isSignature(signature, of: message + [0], by: key))
        for place in [0, 31, 32, 63] {
            var altered = signature
            altered[place] ^= 1
            #expect(!Ed25519.isSignature(altered, of: message, by: key))
        }
        #expect(!Ed25519.isSignature(Array(signature.dropLast()), of: message, by: key))
        #expect(!Ed25519.isSignature(signature, of: message, by: [UInt8](repeating: 1, count: 32)))
        #expect(!Ed25519.isSignature(signature, of: message, by: Array(key.dropLast())))
    }

    @Test func `a seed of another length is none`() {
        #expect(Ed25519.publicKey(of: [1, 2, 3]) == nil)
        #expect(Ed25519.newSeed() != Ed25519.newSeed())
    }
}
