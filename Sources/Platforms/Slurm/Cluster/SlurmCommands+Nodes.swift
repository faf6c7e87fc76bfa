import BerthHost
import BerthPlatform
import BerthTasks

extension SlurmCommands {
    /// Which programs a node of the partition has.
    ///
    /// - Throws: `refused` where Slurm has no node free, and what commands throw.
    func programs(_ settings: SlurmSettings) async throws(PlatformError) -> NodePrograms {
        do throws(PlatformError) {
            let said = try await said("srun", NodeLook.words(settings), seconds: settings.lookSeconds)
            if said.code == 0, let programs = NodePrograms(said.output) { return programs }
            let words = said.errorText + said.text
            // Not even the Python is there that was to look.
            if words.contains("execve()") { return NodePrograms() }
            if said.code != 0 { throw SlurmWords.error("srun", words) }
            throw PlatformError(
                .broken, "What a node says of its programs cannot be read.", subject: "srun",
                detail: String(words.prefix(500)))
        } catch {
            // A command that was killed may have left its job.
            if error.code != .refused {
                _ = try? await run("scancel", ["--me", "--name=\(NodeLook.name(settings.instance))"])
            }
            throw error
        }
    }
}
