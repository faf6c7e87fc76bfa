import BerthData
import BerthDocument
import BerthHost
import BerthModel
import BerthPlatform

extension Script {
    /// Every reason against it that can be told without input or output.
    func obstacles(bytes: Int64) -> [Obstacle] {
        var obstacles = obstaclesOfText(bytes: bytes)
        for (index, requirement) in requirements.enumerated()
        where requirement.isEmpty || requirement.hasPrefix("-") || requirement.utf8.contains(where: { $0 < 32 }) {
            obstacles.append(
                Obstacle(
                    .contradictory, ["executable", "requirements", .index(index)],
                    "{path}: {wanted} is no package as pip names one.", ["wanted": requirement]))
        }
        return obstacles
            + obstaclesOfPlace { source in
                if !source.isHostFile { return nil }
                return Obstacle(
                    .notAllowed, ["executable", "location"],
                    "{path}: no file of the broker's machine is read for the cloud; name an http or https address.",
                    ["location": location ?? ""], couldChange: "the site")
            }
    }
}
