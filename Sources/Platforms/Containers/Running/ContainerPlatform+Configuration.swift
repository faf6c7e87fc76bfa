import BerthDocument
import BerthHost
import BerthModel
import BerthPlatform

extension ContainerPlatform {
    /// What the engine is told about a container. Source: Docker Engine API 1.41, *ContainerCreate*.
    func configuration(_ work: Work, _ details: ContainerPlan, image: EngineImage) throws(PlatformError) -> Document {
        guard case .dockerContainer(let container)? = work.plan.executable else {
            throw PlatformError(.broken, "The plan of the session has no container.")
        }
        var members: DocumentMembers = [
            "Image": .text(image.id),
            "Labels": [
                Self.instanceLabel: .text(settings.instance),
                Self.sessionLabel: .text(work.session.description),
            ],
            "Env": .list(container.environment.entries.map { .text($0.name + "=" + $0.text) }),
            "AttachStdin": false, "OpenStdin": false, "Tty": false,
            "HostConfig": .map(try hostConfiguration(container, work, details, image)),
        ]
        if let entrypoint = container.entrypoint { members["Entrypoint"] = .list([.text(entrypoint)]) }
        if !container.command.isEmpty { members["Cmd"] = .list(container.command.map { .text($0) }) }
        if let user = settings.user { members["User"] = .text(user) }
        let ports = published(container)
        if !ports.isEmpty {
            members["ExposedPorts"] = .map(
                DocumentMembers(uniqueMembers: ports.map { .init(name: $0.key, value: .map([:])) }))
        }
        return .map(members)
    }

    private func hostConfiguration(
        _ container: DockerContainer, _ work: Work, _ details: ContainerPlan, _ image: EngineImage
    ) throws(PlatformError) -> DocumentMembers {
        let ports = published(container)
        let mounts = try mounts(work)
        var host: DocumentMembers = [
            "NetworkMode": .text(ports.isEmpty ? "none" : settings.portNetwork),
            "Memory": .integer(details.memoryBytes),
            // The same number: memory and swap together, so no swap.
            "MemorySwap": .integer(details.memoryBytes),
            "NanoCpus": .integer(details.cores > .max / 1_000_000_000 ? .max : details.cores * 1_000_000_000),
            "PidsLimit": .integer(settings.processes),
            "ReadonlyRootfs": true,
            "Tmpfs": .map(try temporary(image, besides: mounts)),
            "AutoRemove": false,
            "LogConfig": ["Type": "json-file", "Config": ["max-size": .text("\(settings.engineLogBytes)")]],
            "RestartPolicy": ["Name": "no"],
            "Mounts": .list(try mounts.map { mount throws(PlatformError) in try mount.document() }),
        ]
        if container.privileged == true {
            guard settings.privileged else {
                throw PlatformError(.refused, "This site runs no containers with the privileges of the host.")
            }
            host["Privileged"] = true
        } else {
            host["SecurityOpt"] = ["no-new-privileges"]
            host["CapDrop"] = ["ALL"]
        }
        if !ports.isEmpty {
            host["PortBindings"] = .map(
                DocumentMembers(
                    uniqueMembers: ports.map { port in
                        let binding: Document = [
                            "HostIp": .text(port.address), "HostPort": .text(port.host.map { "\($0)" } ?? ""),
                        ]
                        return .init(name: port.key, value: .list([binding]))
                    }))
        }
        return host
    }

    /// A port that the engine publishes.
    struct PublishedPort {
        /// `8080/tcp`.
        var key: String
        /// Of the host; loopback unless the site lets the request choose.
        var address: String
        /// `nil` lets the engine choose a free one.
        var host: Int64?
        var spoken: PortProtocol
        var path: String
    }

    /// The ports with `access`, each once.
    func published(_ container: DockerContainer) -> [PublishedPort] {
        var ports: [PublishedPort] = []
        for port in container.network?.ports ?? [] where port.access == true {
            guard let number = port.internal?.port, let spoken = PortProtocol(port.protocol) else { continue }
            let key = "\(number)/\(spoken.transport)"
            if ports.contains(where: { $0.key == key }) { continue }
            let external = settings.externalPorts ? port.external : nil
            ports.append(
                PublishedPort(
                    key: key, address: external?.addresses.first ?? "127.0.0.1", host: external?.port, spoken: spoken,
                    path: port.path ?? ""))
        }
        return ports
    }

    func mounts(_ work: Work) throws(PlatformError) -> [VolumeMount] {
        try storage.mounts(of: work, try work.plan.details(as: ContainerPlan.self).staged)
    }

    /// `/tmp`, and a bounded place in memory for every volume that the image declares: an engine would make a volume
    /// on its own disk, which nobody asked for and nothing bounds.
    private func temporary(_ image: EngineImage, besides mounts: [VolumeMount]) throws(PlatformError)
        -> DocumentMembers
    {
        if let fault = image.faultOfVolumes {
            throw PlatformError(.refused, "The image cannot be run here: \(fault).", subject: image.id)
        }
        let options: Document = .text("rw,nosuid,nodev,mode=1777,size=\(settings.temporaryBytes)")
        var places: Set<String> = ["/tmp"]
        places.formUnion(image.volumes.map(MountPoint.canonical))
        places.subtract(mounts.map(\.target))
        return DocumentMembers(uniqueMembers: places.sorted().map { .init(name: $0, value: options) })
    }
}
