import BerthDocument
import BerthModel
import BerthPlatform

extension Question {
    /// What the partition does not let anybody do.
    func obstacles(of partition: SlurmPartition) -> [Obstacle] {
        var obstacles: [Obstacle] = []
        let wanted = duration.secondsRoundedUp
        let most = partition.longestSeconds
        if wanted > most {
            let path: DocumentPath = ["schedule", "requested", "duration"]
            let longest = TimeSpan(seconds: most)
            obstacles.append(
                Obstacle(
                    .never, path,
                    "{path}: {wanted} is longer than {available}, the limit of the partition {partition}.",
                    ["wanted": duration.description, "available": longest.description, "partition": partition.name],
                    couldChange: "the site",
                    change: Change(path: path, to: .text(longest.description), range: .text(pattern: nil))))
        }
        if ["DOWN", "INACTIVE"].contains(partition.state) {
            obstacles.append(
                Obstacle(
                    .notNow, ["compute"], "{path}: the partition {partition} is {state} now.",
                    ["partition": partition.name, "state": partition.state], couldChange: "the site"))
        }
        return obstacles
    }
}

extension SlurmPlatform {
    /// What stands in the way when Slurm itself refuses a job.
    static func obstacle(of error: PlatformError) -> Obstacle {
        let said = error.detail ?? error.message
        func any(_ words: [String]) -> Bool { words.contains { said.contains($0) } }
        let values: NamedTexts = ["problem": SlurmWords.sentence(said)]
        if error.subject == "partition" {
            return Obstacle(
                .notAllowed, ["compute"], "{path}: {problem}", ["problem": error.message],
                couldChange: "the site")
        }
        if any(["time limit", "Time limit", "DeadLine"]) {
            return Obstacle(
                .never, ["schedule", "requested", "duration"], "{path}: Slurm refuses the time: {problem}.", values)
        }
        if any(["generic resource", "gres"]) {
            return Obstacle(.never, ["metrics"], "{path}: Slurm refuses what is counted: {problem}.", values)
        }
        if any(["account", "Access", "ermission", "QOS", "qos", "group not permitted", "policy"]) {
            return Obstacle(
                .notYou, ["compute"], "{path}: Slurm does not let this site's user run it: {problem}.", values,
                couldChange: "the site")
        }
        if any(["invalid partition", "Invalid partition"]) {
            return Obstacle(
                .notAllowed, ["compute"], "{path}: the partition of this site is none of Slurm's: {problem}.", values,
                couldChange: "the site")
        }
        return Obstacle(.never, ["compute"], "{path}: Slurm refuses it: {problem}.", values, couldChange: "the site")
    }
}
