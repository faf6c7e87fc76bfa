package import BerthDocument
package import BerthModel

/// An entry in a list: enough to choose by. All texts are plain; none is markup.
package struct SoftwareSummary: Sendable, Hashable {
    /// What `SoftwareCatalogue.entry` takes.
    package var id: String
    package var title: String
    /// The beginning of the description, on one line.
    package var summary: String
    package var authors: [String]
    package var keywords: [String]
    package var version: String?
    package var license: String?
    /// The day of the last change, as `2023-11-04`.
    package var modified: String?

    package init(
        id: String, title: String, summary: String = "", authors: [String] = [], keywords: [String] = [],
        version: String? = nil, license: String? = nil, modified: String? = nil
    ) {
        self.id = id
        self.title = title
        self.summary = summary
        self.authors = authors
        self.keywords = keywords
        self.version = version
        self.license = license
        self.modified = modified
    }
}

/// A piece of software and the ways to run it. All texts are plain; none is markup.
package struct SoftwareEntry: Sendable, Hashable {
    package var id: String
    package var title: String
    /// Paragraphs, with an empty line between two.
    package var summary: String
    package var authors: [SoftwareAuthor]
    package var keywords: [String]
    package var version: String?
    package var license: String?
    /// Where to read more; addresses of http and https only.
    package var links: [SoftwareLink]
    /// The ways to run it: those that its authors declare, or else those that can be guessed.
    package var executables: [SoftwareExecutable]
    package var freshness: Freshness
    /// What is wrong with its description or missing from it, each one sentence.
    package var findings: [String]
    /// Its codemeta.json as it was read, to write an extended one from; nil where it has none.
    package var codemeta: Document?

    package init(id: String, title: String, freshness: Freshness) {
        self.id = id
        self.title = title
        self.freshness = freshness
        summary = ""
        authors = []
        keywords = []
        links = []
        executables = []
        findings = []
    }
}

package struct SoftwareAuthor: Sendable, Hashable {
    package var name: String
    package var affiliation: String?
    /// An address of the person, mostly of ORCID.
    package var url: String?

    package init(name: String, affiliation: String? = nil, url: String? = nil) {
        self.name = name
        self.affiliation = affiliation
        self.url = url
    }
}

package struct SoftwareLink: Sendable, Hashable {
    /// What is there, as "Source code".
    package var title: String
    package var url: String

    package init(title: String, url: String) {
        self.title = title
        self.url = url
    }
}

/// One way to run a piece of software.
package struct SoftwareExecutable: Sendable, Hashable {
    package enum Origin: Sendable, Hashable {
        /// The authors say so in their codemeta+.
        case declared
        /// Guessed from what the sentence names.
        case guessed(String)
    }

    /// Unique within its entry; for addresses and for `berth codemeta convert`.
    package var id: String
    package var title: String
    /// What it does, in plain text.
    package var summary: String
    package var origin: Origin
    /// A draft that a broker reads: the executable, and its resources and data as far as they are known.
    package var request: ExecutionRequest
    /// Where values of the draft came from, by their path in it: a sentence for people.
    package var sources: [DocumentPath: String]
    /// What may be set when it is run, with its default.
    package var parameters: [SoftwareParameter]
    /// What it needs and makes, for people.
    package var inputs: [SoftwareParameter]
    package var outputs: [SoftwareParameter]

    package init(id: String, title: String, summary: String = "", origin: Origin, request: ExecutionRequest) {
        self.id = id
        self.title = title
        self.summary = summary
        self.origin = origin
        self.request = request
        sources = [:]
        parameters = []
        inputs = []
        outputs = []
    }
}

/// A parameter, input or output of an executable, as its authors describe it.
package struct SoftwareParameter: Sendable, Hashable {
    package var name: String
    package var summary: String
    /// The default of a parameter, the place of data.
    package var value: String?
    package var format: String?
    package var isRequired: Bool

    package init(
        name: String, summary: String = "", value: String? = nil, format: String? = nil, isRequired: Bool = false
    ) {
        self.name = name
        self.summary = summary
        self.value = value
        self.format = format
        self.isRequired = isRequired
    }
}
