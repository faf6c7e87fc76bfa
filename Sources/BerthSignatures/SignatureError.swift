/// Why something cannot be signed, or a signature does not hold.
package struct SignatureError: Error, Sendable, Hashable, CustomStringConvertible {
    package enum Code: String, Sendable, Hashable, CaseIterable {
        /// The file is no signed offer.
        case notSigned
        /// The key that signed it is not among those that are known.
        case unknownKey
        /// The signature is not one of this key over these bytes: something was altered.
        case altered
        /// A file of keys that holds none, or damaged ones.
        case badKeys
        /// What is to be signed cannot be written.
        case notWritable
    }

    package var code: Code
    /// What is wrong and what would be right; no private key stands in it.
    package var message: String

    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    package var description: String { message }
}
