import BerthBroker
import BerthModel
import BerthPlatform

extension ExecutionRequest {
    /// A container on some cores.
    static func cores(
        _ cores: Int64, memory: Int64 = 1, from start: Instant? = nil, to end: Instant? = nil, for seconds: Int64? = nil
    ) -> ExecutionRequest {
        var container = DockerContainer()
        container.component.meta = Metadata(name: "work")
        var image = ContainerImage()
        image.locations = ["example.org/work:1"]
        container.image = image
        var compute = SimpleCompute()
        compute.cores = IntegerRange(min: cores)
        compute.memory = IntegerRange(min: memory)
        var request = ExecutionRequest()
        request.executable = .dockerContainer(container)
        request.compute = .simple(compute)
        if start != nil || seconds != nil {
            var schedule = RequestedSchedule()
            schedule.requested = TimedWindow(
                start: start.map { Interval(start: $0, end: end ?? $0) },
                duration: seconds.map { TimeSpan(seconds: $0) })
            request.schedule = schedule
        }
        return request
    }

    /// The same with data in storage of its own, mounted.
    func withData() -> ExecutionRequest {
        var data = SimpleData()
        data.component.meta = Metadata(name: "input")
        data.location = "https://example.org/input"
        var volume = SimpleVolume()
        volume.resource = "input"
        var request = self
        request.data = [.simple(data)]
        if case .simple(var compute)? = request.compute {
            compute.volumes = [.simple(volume)]
            request.compute = .simple(compute)
        }
        return request
    }
}

extension Plan {
    /// What a question needs, and nothing more.
    static func plain(_ question: Question, on platform: String) -> Plan {
        Plan(question, on: platform, demand: question.needs)
    }
}

extension Identity {
    static let ada = Identity(subject: "ada")
    static let grace = Identity(subject: "grace")
}

extension Update {
    static func phase(_ phase: SessionPhase) -> Update {
        .enumValue(TextUpdate(path: "phase", value: phase.rawValue))
    }
}

extension Resources {
    /// Some cores, and plenty of everything else.
    static func cores(_ cores: Int64) -> Resources {
        Resources(cores: cores, memoryBytes: 1 << 40, storageBytes: 1 << 40)
    }

    static func storage(_ bytes: Int64) -> Resources {
        var resources = Resources()
        resources[.storage] = bytes
        return resources
    }
}

extension TimeSpan {
    static func seconds(_ seconds: Int64) -> TimeSpan { TimeSpan(seconds: seconds) }
}

extension IntegerUpdate {
    static func path(_ path: String) -> IntegerUpdate {
        var update = IntegerUpdate()
        update.path = path
        return update
    }
}

extension IntegerDeltaUpdate {
    static func path(_ path: String) -> IntegerDeltaUpdate {
        var update = IntegerDeltaUpdate()
        update.path = path
        return update
    }
}

extension Size {
    /// A node or flavor with some cores, and plenty of memory.
    static func node(_ name: String, cores: Int64, memory: Int64 = 1 << 40, count: Int64? = nil) -> Size {
        var resources = Resources()
        resources[.cores] = cores
        resources[.memory] = memory
        return Size(name, resources, count: count)
    }
}
