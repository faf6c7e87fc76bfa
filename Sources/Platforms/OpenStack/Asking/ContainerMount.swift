import BerthDocument
import BerthHost
import BerthModel
import BerthPlatform

/// A folder or file of the machine that its container sees.
struct ContainerMount: Sendable, Equatable {
    var from: String
    var to: String
    var isReadOnly: Bool

    /// Where `MachineProgram` has what is of the session.
    private static let folder = "/var/lib/berth"

    /// One for each volume of a plan; what is no storage and no data of it is left out.
    static func all(of plan: Plan, _ details: OpenStackPlan) -> [ContainerMount] {
        guard let compute = plan.compute?.basic else { return [] }
        return compute.volumes.compactMap { volume in
            guard case .simple(let simple) = volume, let path = simple.path, let resource = simple.resource else {
                return nil
            }
            var place: String?
            if let index = plan.storage.firstIndex(where: { $0.uuid?.description == resource }) {
                place = "\(folder)/storage-\(index)"
            } else if let index = plan.data.firstIndex(where: { $0.uuid?.description == resource }),
                let (storage, name) = details.staged[index]
            {
                place = "\(folder)/storage-\(storage)/\(name)"
            }
            return place.map { ContainerMount(from: $0, to: path, isReadOnly: simple.mode != .readWrite) }
        }
    }

    /// Every reason against the volumes of a container.
    static func obstacles(_ question: Question) -> [Obstacle] {
        guard let compute = question.compute.basic else { return [] }
        let mountable = question.mountable
        var obstacles: [Obstacle] = []
        for (index, volume) in compute.volumes.enumerated() {
            guard case .simple(let simple) = volume else { continue }
            let path: DocumentPath = ["compute", "volumes", .index(index)]
            let place = simple.path ?? ""
            // Engines read a colon and a comma in a mount as their own.
            let isPath =
                place.hasPrefix("/") && place.isWord(with: "/._-") && !place.split(separator: "/").contains("..")
            if !isPath || place.allSatisfy({ $0 == "/" }) {
                obstacles.append(
                    Obstacle(
                        .contradictory, path.appending("path"),
                        "{path}: {wanted} is no place in a container; it takes / and letters, digits and /._-.",
                        ["wanted": place]))
            }
            if !mountable.contains(simple.resource ?? "") { obstacles.append(.unknownResource(of: simple, path)) }
        }
        return obstacles
    }
}
