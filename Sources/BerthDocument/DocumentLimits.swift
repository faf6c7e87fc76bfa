/// How much of a document is read, each with its unit; what passes a limit is refused and never cut short.
public struct DocumentLimits: Sendable, Hashable {
    /// Bytes of the whole input; 1 MiB unless set.
    public var sizeBytes: Int
    /// Lists, maps and elements inside one another; a scalar alone has none.
    public var depthLevels: Int
    /// Members and items of the whole document together, each counted where an alias repeats it.
    public var valueCount: Int
    /// Members of one map.
    public var memberCount: Int
    /// Bytes of one text, in UTF-8; 256 KiB unless set.
    public var textBytes: Int
    /// Bytes of the name of one member, in UTF-8.
    public var nameBytes: Int
    /// YAML aliases in the whole document.
    public var aliasCount: Int
    /// YAML tag directives in the whole document; libyaml compares each with all others.
    public var directiveCount: Int
    /// Attributes and namespace declarations of one XML element; libxml2 compares each with all others.
    public var attributeCount: Int

    public init(
        sizeBytes: Int = 1 << 20, depthLevels: Int = 64, valueCount: Int = 100_000, memberCount: Int = 10_000,
        textBytes: Int = 1 << 18, nameBytes: Int = 1024, aliasCount: Int = 1000, directiveCount: Int = 16,
        attributeCount: Int = 256
    ) {
        self.sizeBytes = sizeBytes
        self.depthLevels = depthLevels
        self.valueCount = valueCount
        self.memberCount = memberCount
        self.textBytes = textBytes
        self.nameBytes = nameBytes
        self.aliasCount = aliasCount
        self.directiveCount = directiveCount
        self.attributeCount = attributeCount
    }

    public static let standard = DocumentLimits()
}
