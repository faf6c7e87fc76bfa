import BerthData
package import BerthModel

/// A service that a registry lists: one interface of a capability. Source: VOResource 1.1, section 3.2.
package struct ListedService: Shaped {
    package var ivoid = ""
    package var title: String?
    /// Without a slash at the end.
    package var url = ""
    package var standardID = ""
    package var securityMethods: [String] = []
    /// Whether it says that it lets in who shows nothing.
    package var isOpen = true

    package init() {}

    package init(
        ivoid: String, title: String?, url: String, standardID: String, securityMethods: [String] = [],
        isOpen: Bool = true
    ) {
        self.ivoid = ivoid
        self.title = title.map { String($0.prefix(Self.longestTitle)) }
        self.url = Self.trimmed(url)
        self.standardID = standardID
        self.securityMethods = securityMethods
        self.isOpen = isOpen
    }

    package static let shape = Shape<ListedService>(
        "ListedService", "A service that a registry lists.",
        [
            Field("ivoid", \.ivoid, "Its identifier."),
            Field("title", \.title, "Its title, for people."),
            Field("url", \.url, "Where it is reached."),
            Field("standardID", \.standardID, "The standard that it says it is of."),
            Field("securityMethods", \.securityMethods, "What it lets in who shows."),
            Field("isOpen", \.isOpen, "Whether it lets in who shows nothing."),
        ])

    private static let longestTitle = 300
    private static let longestWordBytes = 1000
    /// More ways of showing who one is than there are.
    static let mostMethods = 32

    /// Whether it is as long as what services are called: one record of megabytes would spoil the list for all others.
    var isOfUsualLength: Bool {
        url.utf8.count <= DataURL.maximumBytes && securityMethods.count <= Self.mostMethods
            && ([ivoid, standardID] + securityMethods).allSatisfy { $0.utf8.count <= Self.longestWordBytes }
    }

    private static func trimmed(_ url: String) -> String {
        var url = url
        while url.hasSuffix("/") { url.removeLast() }
        return url
    }

    /// What is looked for, in lower case: identifiers compare so. Source: IVOA Identifiers 2.0, section 2.
    package static let standard = "ivo://ivoa.net/std/executionbroker"

    /// Whether a capability is of the standard, of whatever version.
    static func isBroker(_ standardID: String) -> Bool {
        let id = standardID.lowercased()
        return id == standard || id.hasPrefix(standard + "#") || id.hasPrefix(standard + "/")
    }

    /// The version that the identifier of its standard ends with: `1.0` of `…#v1.0` and `…#rest-1.0`; nil where none
    /// stands there.
    package var version: String? {
        guard let mark = standardID.lastIndex(where: { $0 == "#" || $0 == "/" }) else { return nil }
        let word = standardID[standardID.index(after: mark)...]
        let digits = word.reversed().prefix { $0 == "." || ("0"..."9").contains($0) }.reversed()
        return digits.isEmpty || digits.first == "." ? nil : String(digits)
    }

    /// Whether it speaks what is spoken here: any version 1, or one that says no version.
    package var isOfKnownVersion: Bool {
        guard let version else { return true }
        return version.split(separator: ".").first == "1"
    }
}
