import BerthData
package import BerthModel

/// What the service says of itself to registries: keys of the configuration file.
package struct PublishSettings: Shaped {
    package var authority: String?
    package var identifier = "berth"
    package var title: String?
    package var shortName: String?
    package var description: String?
    package var publisher: String?
    package var contact = PublishContact()
    package var subjects: [String] = []
    package var referenceURL: String?

    package init() {}

    package static let shape = Shape<PublishSettings>(
        "PublishSettings", "What the service says of itself to registries.",
        [
            Field(
                "authority", \.authority, "Authority of the identifier, such as site.org; nothing is published without."
            ),
            Field("identifier", \.identifier, "The rest of the identifier: ivo://site.org/berth unless set."),
            Field("title", \.title, "Title, for people."),
            Field("shortName", \.shortName, "Name of at most 16 bytes."),
            Field("description", \.description, "What is offered to whom."),
            Field("publisher", \.publisher, "Who is responsible for the service."),
            Field("contact", \.contact, "Whom to ask."),
            Field("subjects", \.subjects, "Words of the Unified Astronomy Thesaurus; astronomy-software unless set."),
            Field("referenceURL", \.referenceURL, "A page for people; the service itself unless set."),
        ])

    /// The identifier of the record; nil when nothing is published.
    package var ivoid: String? { authority.map { "ivo://\($0)/\(identifier)" } }

    /// Bytes of the longest short name. Source: VOResource 1.1, section 3.1.1.
    static let longestShortName = 16

    /// Looks for keys that are missing or cannot be meant.
    ///
    /// - Throws: `badSetting`, with the key and what would be right.
    package func check() throws(RegistryError) {
        guard let authority else {
            if self == PublishSettings() { return }
            throw Self.wrong("authority", "this is missing; it is the front of the identifier, such as site.org")
        }
        // Source: IVOA Identifiers 2.0, section 2.3.
        let isAuthority =
            authority.utf8.count >= 3
            && authority.utf8.allSatisfy { Self.isLetterOrDigit($0) || "-_.!~*'()+=".utf8.contains($0) }
            && authority.utf8.first.map(Self.isLetterOrDigit) ?? false
        if !isAuthority {
            throw Self.wrong(
                "authority", "\(authority) is no authority, such as site.org: 3 letters, digits and .-_ or more")
        }
        let isKey =
            !identifier.isEmpty && !identifier.hasPrefix("/") && !identifier.hasSuffix("/")
            && identifier.utf8.allSatisfy { Self.isLetterOrDigit($0) || "-_.!~*'()+=/".utf8.contains($0) }
        if !isKey {
            throw Self.wrong("identifier", "\(identifier) cannot stand in an identifier; write a word such as berth")
        }
        for (key, text) in [
            ("title", title), ("description", description), ("publisher", publisher), ("contact.name", contact.name),
            ("contact.email", contact.email),
        ] where text?.allSatisfy(\.isWhitespace) ?? true {
            throw Self.wrong(key, "this is missing; registries want it of everybody")
        }
        if let shortName, shortName.utf8.count > Self.longestShortName {
            throw Self.wrong("shortName", "\(shortName) has more than \(Self.longestShortName) bytes")
        }
        if subjects.contains(where: { $0.allSatisfy(\.isWhitespace) }) {
            throw Self.wrong("subjects", "a subject is empty; leave it out")
        }
        if let referenceURL, let fault = DataURL.fault(of: referenceURL) {
            throw Self.wrong("referenceURL", "\(referenceURL) cannot be used: \(fault)")
        }
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
    }

    private static func wrong(_ key: String, _ message: String) -> RegistryError {
        RegistryError(.badSetting, message + ".", subject: key)
    }
}

/// Whom to ask about the service.
package struct PublishContact: Shaped {
    package var name: String?
    package var email: String?

    package init() {}

    package static let shape = Shape<PublishContact>(
        "PublishContact", "Whom to ask about the service.",
        [
            Field("name", \.name, "Name of a person or a group."), Field("email", \.email, "Address for mail."),
        ])
}
