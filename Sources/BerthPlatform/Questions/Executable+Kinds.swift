import BerthDocument
import BerthModel

extension Executable {
    /// The same work as another kind says it; `nil` where that kind cannot say all of it.
    func converted(to kind: Kind) -> Executable? {
        switch (self, kind) {
        case (.singularityContainer(let container), .dockerContainer):
            let front = "docker://"
            guard let location = container.location, location.hasPrefix(front) else { return nil }
            var other = DockerContainer()
            other.component = container.component
            other.image = ContainerImage()
            other.image?.locations = [String(location.dropFirst(front.count))]
            return .dockerContainer(other)
        case (.dockerContainer(let container), .singularityContainer):
            // That kind has no place for anything but the image.
            let isPlain =
                container.command.isEmpty && container.entrypoint == nil && container.environment.entries.isEmpty
                && container.network == nil && container.privileged != true
            guard isPlain, var image = container.image?.locations.first, !image.contains("://") else { return nil }
            if let digest = container.image?.digest, !image.contains("@") { image += "@" + digest }
            var other = SingularityContainer()
            other.component = container.component
            other.location = "docker://" + image
            return .singularityContainer(other)
        case (.pythonProgram(let program), .batchScript):
            guard let script = program.script, program.requirements.isEmpty else { return nil }
            var other = BatchScript()
            other.component = program.component
            other.script = script.hasPrefix("#!") ? script : "#!/usr/bin/env python3\n" + script
            other.arguments = program.arguments
            other.environment = program.environment
            return .batchScript(other)
        default: return nil
        }
    }

    /// The change that says the same as one of these kinds, the first that can; what the broker added is left out.
    func change(toOneOf kinds: [Kind]) -> Change? {
        guard var other = kinds.lazy.compactMap({ converted(to: $0) }).first else { return nil }
        other.change { component, _ in component.meta?.uuid = nil }
        guard let document = other.write(ModelWriter(syntax: .json)) else { return nil }
        return Change(path: ["executable"], to: document, range: .component)
    }
}
