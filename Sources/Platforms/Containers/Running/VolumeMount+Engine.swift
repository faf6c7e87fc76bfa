import BerthDocument
import BerthHost
import BerthPlatform
import Glibc

extension VolumeMount {
    /// As the engine is told. Source: Docker Engine API 1.41, *Mount*.
    ///
    /// - Throws: `refused` for a path in which an engine could read more than a path.
    func document() throws(PlatformError) -> Document {
        if let fault = ContainerPath.fault(of: target) ?? ContainerPath.faultOfCharacters(source) {
            throw PlatformError(.refused, "Nothing can be mounted at \(target): \(fault).", subject: target)
        }
        return ["Type": "bind", "Source": .text(source), "Target": .text(target), "ReadOnly": .bool(isReadOnly)]
    }

    /// Whether an engine mounted exactly what was meant, in any order.
    static func agree(_ meant: [VolumeMount], _ made: [EngineContainer.Mount]) -> Bool {
        guard meant.count == made.count else { return false }
        return meant.allSatisfy { mount in
            made.contains {
                $0.type == "bind" && $0.target.utf8.elementsEqual(mount.target.utf8)
                    && $0.isReadOnly == mount.isReadOnly && isSame($0.source, mount.source)
            }
        }
    }

    /// Engines may follow the links above the state directory.
    private static func isSame(_ first: String, _ second: String) -> Bool {
        if first.utf8.elementsEqual(second.utf8) { return true }
        guard let one = realpath(first, nil), let other = realpath(second, nil) else { return false }
        defer {
            free(one)
            free(other)
        }
        return strcmp(one, other) == 0
    }
}
