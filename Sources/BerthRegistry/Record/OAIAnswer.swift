import BerthDocument
package import BerthModel

/// The answers of a publishing registry that has one record: the service's own. Source: OAI-PMH 2.0, section 4.
package struct OAIAnswer: Sendable {
    let record: PublishedRecord
    /// Of the interface itself.
    let url: String
    let now: Instant

    package init(_ record: PublishedRecord, url: String, now: Instant) {
        self.record = record
        self.url = url
        self.now = now
    }

    private static let verbs: [String: (needed: Set<String>, known: Set<String>)] = [
        "Identify": ([], []), "ListMetadataFormats": ([], ["identifier"]), "ListSets": ([], ["resumptionToken"]),
        "ListIdentifiers": (["metadataPrefix"], ["from", "until", "set", "resumptionToken"]),
        "ListRecords": (["metadataPrefix"], ["from", "until", "set", "resumptionToken"]),
        "GetRecord": (["identifier", "metadataPrefix"], []),
    ]

    private enum Fault: String, Error {
        case badVerb, badArgument, cannotDisseminateFormat, idDoesNotExist, noRecordsMatch, badResumptionToken
    }

    /// - Parameter query: the items of the request.
    /// - Returns: a document; that something is wrong with the request is an answer, too.
    package func document(_ query: [(name: String, value: String)]) -> String {
        var attributes = ""
        let body: String
        do throws(Fault) {
            let arguments = try Self.checked(query)
            body = try answer(arguments)
            for (name, value) in query { attributes += " \(name)=\"\(Markup.escaped(value))\"" }
        } catch {
            body = "<error code=\"\(error.rawValue)\">\(Self.sentence(error))</error>"
        }
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">
            <responseDate>\(PublishedRecord.second(now))</responseDate>
            <request\(attributes)>\(Markup.escaped(url))</request>
            \(body)
            </OAI-PMH>

            """
    }

    private static func sentence(_ fault: Fault) -> String {
        switch fault {
        case .badVerb: "The verb is missing, or is none of \(verbs.keys.sorted().joined(separator: ", "))."
        case .badArgument: "An argument is missing, stands twice, is not known, or is no date."
        case .cannotDisseminateFormat: "There are ivo_vor and oai_dc."
        case .idDoesNotExist: "There is no record of this identifier."
        case .noRecordsMatch: "There is no such record."
        case .badResumptionToken: "Every list is whole here; there is nothing to go on with."
        }
    }

    private static func checked(_ query: [(name: String, value: String)]) throws(Fault) -> [String: String] {
        var arguments: [String: String] = [:]
        for (name, value) in query where arguments.updateValue(value, forKey: name) != nil {
            throw name == "verb" ? .badVerb : .badArgument
        }
        guard let verb = arguments["verb"], let rule = verbs[verb] else { throw .badVerb }
        let given = Set(arguments.keys).subtracting(["verb"])
        if !given.isSubset(of: rule.needed.union(rule.known)) { throw .badArgument }
        if given.contains("resumptionToken") { throw .badResumptionToken }
        if !rule.needed.isSubset(of: given) { throw .badArgument }
        return arguments
    }

    private func answer(_ arguments: [String: String]) throws(Fault) -> String {
        let verb = arguments["verb"] ?? ""
        if let id = arguments["identifier"], id.lowercased() != record.ivoid.lowercased() { throw .idDoesNotExist }
        let metadata = try metadata(arguments["metadataPrefix"])
        switch verb {
        case "Identify": return identify
        case "ListMetadataFormats": return Self.formats
        case "ListSets":
            return
                "<ListSets><set><setSpec>ivo_managed</setSpec><setName>What is managed here</setName></set></ListSets>"
        case "GetRecord": return "<GetRecord><record>\(header)\(metadata)</record></GetRecord>"
        default:
            try checkSelection(arguments)
            return verb == "ListIdentifiers"
                ? "<ListIdentifiers>\(header)</ListIdentifiers>"
                : "<ListRecords><record>\(header)\(metadata)</record></ListRecords>"
        }
    }

    private func metadata(_ prefix: String?) throws(Fault) -> String {
        switch prefix {
        case "ivo_vor": return "<metadata>\n\(record.element)\n</metadata>"
        case "oai_dc": return "<metadata>\n\(record.dublinCore)\n</metadata>"
        case nil: return ""
        default: throw .cannotDisseminateFormat
        }
    }

    private func checkSelection(_ arguments: [String: String]) throws(Fault) {
        if let set = arguments["set"], set != "ivo_managed" { throw .noRecordsMatch }
        let updated = Instant(seconds: record.dates.updated.seconds)
        if let text = arguments["from"] {
            guard let from = Instant(text) else { throw .badArgument }
            if updated < from { throw .noRecordsMatch }
        }
        if let text = arguments["until"] {
            guard let until = Instant(text) else { throw .badArgument }
            // A day means all of it.
            let end = text.utf8.count == 10 ? until + TimeSpan(seconds: 86_399) : until
            if updated > end { throw .noRecordsMatch }
        }
    }

    private var header: String {
        "<header>\(Markup.element("identifier", record.ivoid))"
            + "<datestamp>\(PublishedRecord.second(record.dates.updated))</datestamp>"
            + "<setSpec>ivo_managed</setSpec></header>"
    }

    private var identify: String {
        """
        <Identify>\(Markup.element("repositoryName", record.settings.title ?? ""))\
        \(Markup.element("baseURL", url))<protocolVersion>2.0</protocolVersion>\
        \(Markup.element("adminEmail", record.settings.contact.email ?? ""))\
        <earliestDatestamp>\(PublishedRecord.second(record.dates.created))</earliestDatestamp>\
        <deletedRecord>no</deletedRecord><granularity>YYYY-MM-DDThh:mm:ssZ</granularity></Identify>
        """
    }

    private static let formats = """
        <ListMetadataFormats><metadataFormat><metadataPrefix>ivo_vor</metadataPrefix>\
        <schema>http://www.ivoa.net/xml/RegistryInterface/v1.0</schema>\
        <metadataNamespace>http://www.ivoa.net/xml/RegistryInterface/v1.0</metadataNamespace></metadataFormat>\
        <metadataFormat><metadataPrefix>oai_dc</metadataPrefix>\
        <schema>http://www.openarchives.org/OAI/2.0/oai_dc.xsd</schema>\
        <metadataNamespace>http://www.openarchives.org/OAI/2.0/oai_dc/</metadataNamespace></metadataFormat>\
        </ListMetadataFormats>
        """
}
