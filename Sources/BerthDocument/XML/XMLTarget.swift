import CLibXML2

/// What takes the calls of libxml2 while it reads a document.
protocol XMLTarget: AnyObject {
    var context: xmlParserCtxtPtr? { get set }

    func start(
        _ name: UnsafePointer<xmlChar>?, _ uri: UnsafePointer<xmlChar>?, _ attributeCount: Int,
        _ attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?)
    func characters(_ text: UnsafePointer<xmlChar>?, _ count: Int)
    func end()
    /// Keeps the first failure and stops the parser.
    func fail(_ error: DocumentError, _ position: DocumentError.Position?)
}

/// Carries a target, whichever it is, through the user data of libxml2.
final class XMLTargetBox {
    let target: any XMLTarget

    init(_ target: any XMLTarget) { self.target = target }

    static func of(_ user: UnsafeMutableRawPointer?) -> (any XMLTarget)? {
        guard let user else { return nil }
        return Unmanaged<XMLTargetBox>.fromOpaque(user).takeUnretainedValue().target
    }
}
