package import BerthModel
package import BerthPlatform
import BerthReservations

/// What one person may hold of a platform at once, open offers included: less than there is, so that nobody has it all.
package struct PlatformShare: Shaped {
    package var platform = ""
    package var cores: Int64?
    package var memory: Int64?
    package var storage: Int64?
    package var extras: [NamedCount] = []
    package var sessions: Int64?

    package init() {}

    package static let shape = Shape<PlatformShare>(
        "PlatformShare", "What one person may hold of a platform at once.",
        [
            Field("platform", \.platform, "Name of the platform."),
            Field("cores", \.cores, "Cores; any number unless set.", unit: .core),
            Field("memory", \.memory, "Memory; any amount unless set.", unit: .gibibyte),
            Field("storage", \.storage, "Storage; any amount unless set.", unit: .gibibyte),
            Field("extras", \.extras, "What else is counted, such as GPUs by model; any number of what is not named."),
            Field("sessions", \.sessions, "Sessions at the same time, and open offers; any number unless set."),
        ])
}

extension PlatformShare {
    /// What cannot be meant: the key, empty for the whole, and why.
    package var fault: (key: String, message: String)? {
        let numbers = [("cores", cores), ("memory", memory), ("storage", storage), ("sessions", sessions)]
        for (key, number) in numbers {
            if let number, number < 1 { return (key, "is \(number); it must be at least 1, or be left out.") }
        }
        if let fault = NamedCount.fault(extras) { return ("extras" + fault.key, fault.message + ".") }
        let named = numbers.count { $0.1 != nil } + extras.count
        if named == 0 { return ("", "name what one person may hold: cores, memory, storage, extras or sessions.") }
        if named > Self.most { return ("", "names \(named) different things; \(Self.most) can be counted.") }
        return nil
    }

    /// As many as one timeline counts.
    private static let most = Dimensions.limit

    /// What it bounds, but for the number of sessions.
    var resources: Resources {
        var resources = Resources()
        if let cores { resources[.cores] = cores }
        if let memory { resources[.memory] = memory.gibibytesInBytes }
        if let storage { resources[.storage] = storage.gibibytesInBytes }
        for extra in extras { resources[named: extra.name] = extra.count }
        return resources
    }
}
