import BerthDocument
package import BerthModel

/// The record of the service, ready to be harvested. Source: VOResource 1.1; Registry Interfaces 1.1.
package struct PublishedRecord: Sendable, Hashable {
    package let settings: PublishSettings
    package let ivoid: String
    let publicURL: String
    let securityMethods: [String]
    /// When the record was first there, and when it last became another.
    package var dates: RecordDates

    /// - Parameter publicURL: without a slash at the end.
    /// - Returns: nil when nothing is to be published.
    package init?(_ settings: PublishSettings, publicURL: String, securityMethods: [String], dates: RecordDates) {
        guard let ivoid = settings.ivoid else { return nil }
        self.settings = settings
        self.ivoid = ivoid
        self.publicURL = publicURL
        self.securityMethods = securityMethods
        self.dates = dates
    }

    /// What is in the record, but its dates: another text is another record.
    package var content: String {
        let subjects = settings.subjects.isEmpty ? ["astronomy-software"] : settings.subjects
        let shortName = settings.shortName.map { "\n  " + Markup.element("shortName", $0) } ?? ""
        let capabilities = ServiceCapability.all(publicURL: publicURL, securityMethods: securityMethods).map(\.xml)
            .joined()
        return """
              \(Markup.element("title", Self.token(settings.title)))\(shortName)
              \(Markup.element("identifier", ivoid))
              <curation>
                \(Markup.element("publisher", Self.token(settings.publisher)))
                <contact>
                  \(Markup.element("name", Self.token(settings.contact.name)))
                  \(Markup.element("email", Self.token(settings.contact.email)))
                </contact>
              </curation>
              <content>
                \(subjects.map { Markup.element("subject", Self.token($0)) }.joined(separator: "\n    "))
                \(Markup.element("description", settings.description ?? ""))
                \(Markup.element("referenceURL", settings.referenceURL ?? publicURL + "/"))
                <type>Other</type>
              </content>
            \(capabilities)
            """
    }

    /// The element alone; it brings its namespaces along, none among them for what has no prefix.
    package var element: String {
        """
        <ri:Resource xsi:type="vr:Service" created="\(Self.second(dates.created))" \
        updated="\(Self.second(dates.updated))" status="active" xmlns="" \
        xmlns:ri="http://www.ivoa.net/xml/RegistryInterface/v1.0" \
        xmlns:vr="http://www.ivoa.net/xml/VOResource/v1.0" \
        xmlns:vs="http://www.ivoa.net/xml/VODataService/v1.1" \
        xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
        \(content)</ri:Resource>
        """
    }

    /// The whole document.
    package var document: String { "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\(element)\n" }

    /// The same in the words of Dublin Core, which every such repository has. Source: OAI-PMH 2.0, section 5.
    var dublinCore: String {
        let subjects = settings.subjects.map { Markup.element("dc:subject", Self.token($0)) }.joined()
        return """
            <oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" \
            xmlns:dc="http://purl.org/dc/elements/1.1/">\(Markup.element("dc:title", Self.token(settings.title)))\
            \(subjects)\(Markup.element("dc:description", settings.description ?? ""))\
            \(Markup.element("dc:publisher", Self.token(settings.publisher)))\
            \(Markup.element("dc:date", Self.second(dates.updated)))<dc:type>Service</dc:type>\
            \(Markup.element("dc:identifier", ivoid))</oai_dc:dc>
            """
    }

    /// White space as one blank: what the schema calls a token.
    private static func token(_ text: String?) -> String {
        (text ?? "").split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    /// Registries know whole seconds.
    static func second(_ instant: Instant) -> String { Instant(seconds: instant.seconds).description }
}

/// When a record was first there, and when it last became another: kept on the disk with a print of the record.
package struct RecordDates: Shaped {
    package var created = Instant.earliest
    package var updated = Instant.earliest
    package var print = ""

    package init() {}

    package static let shape = Shape<RecordDates>(
        "RecordDates", "When a record was first there, and when it last became another.",
        [
            Field("created", \.created, "When it was first there."),
            Field("updated", \.updated, "When it last became another."),
            Field("print", \.print, "Tells whether it is another."),
        ])

    /// The dates of a record that may have changed.
    ///
    /// - Parameters:
    ///   - known: what was kept; nil when nothing was.
    ///   - content: of the record.
    package init(_ known: RecordDates?, content: String, now: Instant) {
        let print = Self.print(of: content)
        if let known, !known.print.isEmpty {
            self = known
            if known.print != print { (updated, self.print) = (now, print) }
        } else {
            (created, updated, self.print) = (now, now, print)
        }
    }

    /// FNV-1a, 64 bits: nobody has a reason to make two records with the same.
    private static func print(of text: String) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return String(hash, radix: 16)
    }
}
