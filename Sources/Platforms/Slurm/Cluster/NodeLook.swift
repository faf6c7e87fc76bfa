import BerthTasks

/// The small job with `NodePrograms.look` by which a node is asked which programs it has: nobody but the node knows.
enum NodeLook {
    /// Memory that it may take, in mebibytes.
    static let memoryMebibytes = 512

    /// What `srun` is told. Half of the time may pass until a node is free: it waits in no queue for longer.
    static func words(_ settings: SlurmSettings) -> [String] {
        var words = [
            "--job-name=\(name(settings.instance))", "--immediate=\(max(1, settings.lookSeconds / 2))", "--quiet",
        ]
        if let partition = settings.partition { words.append("--partition=\(partition)") }
        if let account = settings.account { words.append("--account=\(account)") }
        words += [
            "--nodes=1", "--ntasks=1", "--cpus-per-task=1", "--mem=\(memoryMebibytes)M", "--time=1", "--chdir=/",
            "--input=none", settings.python, "-I", "-c", NodePrograms.look,
            settings.programs.jupyter ?? settings.python,
        ]
        for (name, path) in [
            ("cwltool", settings.programs.cwltool), ("snakemake", settings.programs.snakemake),
            ("bwrap", settings.programs.bwrap),
        ] { words += [name, path ?? name] }
        return words
    }

    static func name(_ instance: String) -> String { "berth-\(instance)-look" }
}
