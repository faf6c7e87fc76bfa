import BerthData
import BerthDocument
import BerthHost
import BerthModel
import BerthPlatform

extension Script {
    /// Every reason against it that can be told without input or output.
    func obstacles(_ storage: HostStorage, bytes: Int64) -> [Obstacle] {
        var obstacles = obstaclesOfText(bytes: bytes)
        if !requirements.isEmpty {
            let path: DocumentPath = ["executable", "requirements"]
            obstacles.append(
                Obstacle(
                    .notAllowed, path,
                    "{path}: nothing is installed on the nodes of the cluster; without it the program finds what their"
                        + " Python has.",
                    ["wanted": requirements.joined(separator: ", ")], couldChange: "the site",
                    change: Change(path: path, to: .null, range: .absent)))
        }
        return obstacles
            + obstaclesOfPlace { source in
                if !source.isHostFile { return nil }
                if source.copies.contains(where: { HostFile($0.url, allowed: storage.hostPaths) != nil }) { return nil }
                return Obstacle(
                    .notAllowed, ["executable", "location"],
                    "{path}: this site does not let {location} be read, or it is no ordinary file.",
                    ["location": location ?? ""], couldChange: "the site")
            }
    }

    /// What whoever wrote it should know.
    func messages(at now: Instant) -> [Message] {
        guard let text, namesInterpreter, text.contains("#SBATCH") else { return [] }
        return [
            Message(
                .info, time: now,
                "executable.script: its #SBATCH lines are not read; what the job gets stands in compute and schedule.")
        ]
    }
}
