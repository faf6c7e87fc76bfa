/// The root elements of documents in XML, and their namespace.
///
/// The published OpenAPI 1.0 names no namespace, and clients generated from it write and expect elements without one;
/// its `xml` hints name some roots, the others are named after the type of the document. Readers take the local names
/// of elements in any namespace; the service asks for the right root, as it asks for the right types.
public enum XMLRoots {
    public static let namespace: String? = nil
    public static let executionRequest = ExecutionRequest.shape.name
    public static let update = Update.familyName
    public static let offerSetResponse = "offers-response"
    public static let session = "execution"
    public static let sessionList = SessionList.shape.name
    public static let platformList = PlatformList.shape.name
    public static let health = Health.shape.name
    /// Source: RFC 9457, appendix B.
    public static let problem = "problem"
    public static let problemNamespace = "urn:ietf:rfc:7807"
}
