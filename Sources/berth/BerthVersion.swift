/// The version of this program and of the interface that it speaks.
enum BerthVersion {
    static let program = "0.1.0"
    static let interface = "IVOA ExecutionBroker 1.0 (schema 1.0.7)"
}
