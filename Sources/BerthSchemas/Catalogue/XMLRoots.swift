/// The root elements of the documents of the interface in XML, and their namespace.
///
/// The published OpenAPI 1.0 names no namespace, and clients generated from it write and expect elements without one;
/// roots are named after the type of the document. Readers take the local names of elements in any namespace.
package enum XMLRoots {
    package static let namespace: String? = nil
    package static let executionRequest = "ExecutionRequest"
    package static let offerSetResponse = "OfferSetResponse"
    package static let session = "ExecutionSession"
    package static let update = "Update"
    package static let problem = "problem"
}
