package import BerthModel

/// The documents of the interface: where schemas begin.
package enum SchemaRoots {
    /// What clients send.
    package static let requests: [ValueType] = [ExecutionRequest.type, Update.type]
    /// What the service answers.
    package static let answers: [ValueType] = [OfferSetResponse.type, Session.type]

    /// What the service answers beside the standard.
    package static let service: [ValueType] = [
        SessionList.type, PlatformList.type, PlatformAnswer.type, Health.type, ProblemDocument.type,
    ]

    /// All of them.
    package static let all = requests + answers + service

    /// The names of the shapes of each family's kinds.
    static let families: [[String]] = [
        names(Executable.self), names(ComputeResource.self), names(StorageResource.self), names(DataResource.self),
        names(Volume.self), names(Cost.self), names(Metric.self), names(Option.self), names(Update.self),
    ]

    private static func names<Whole: Family>(_: Whole.Type) -> [String] {
        Whole.members.map { $0.outline().name }
    }
}
